import type { Settings } from "../../model/estate.js";
import type { Sequence } from "../../model/lists/sequence.js";
import type { ManifestDigest } from "../../model/plan.js";
import type { Resource } from "../../model/resource.js";
import { compareText } from "../../model/text-order.js";
import { listManifests } from "../read/discover.js";
import { type Manifest, readManifest } from "../read/read.js";
import type { Report } from "../text/problem.js";
import { openProjectFiles, type ProjectFiles } from "../text/project-files.js";
import { buildManifests, listResources } from "./build.js";
import { NO_EXTERNAL_REFERENCES } from "./external-references.js";
import { describeManifests } from "./footprint.js";
import { createAlbumSpill } from "./spill-albums.js";
import { digestShape, findUnchanged, type LoadOptions, READ_ALL } from "./unchanged.js";

/** The readable manifests of a project, regardless of errors in the others. */
interface Readable {
  /** Ascending by address, without those of `unread`; not checked against each other, so an address may stand here twice. */
  readonly resources: Sequence<Resource>;
  /** Of the manifests that could be read, ascending by file. */
  readonly manifests: readonly ManifestDigest[];
  /** Manifests that were not parsed, because the baseline in the database matches them. */
  readonly unchangedManifests: ReadonlySet<string>;
  readonly declaresImages: boolean;
  /** Manifests that could not be parsed completely, with their text; they may declare anything. */
  readonly broken: readonly { readonly file: string; readonly text: string }[];
}

/** Reads every readable manifest that the baseline does not cover. Reports no problem and writes nothing. */
export function loadReadable(settings: Settings, options: LoadOptions = READ_ALL): Readable {
  const ignore: Report = () => {};
  const files = openProjectFiles(settings);
  const { show } = files;
  const found = listManifests(settings, show, ignore);
  const shape = digestShape(settings, options);
  const unchanged = findUnchanged(found, files, settings, { baseline: options.baseline, shape });
  const broken: string[] = [];
  const readEach = function* (): Generator<Manifest> {
    for (const file of found) {
      if (unchanged.has(show(file))) continue;
      const manifest = readManifest(file, files, ignore);
      if (isBroken(manifest)) broken.push(file);
      yield manifest;
    }
  };
  const keep = options.chooseSpill && createAlbumSpill(options.chooseSpill(found), settings.projectDir);
  const build = buildManifests(readEach(), { prefix: 0, files }, ignore, keep);
  const described = [...describeManifests(build.templates, build.albums, [], shape), ...unchanged.values()];
  return {
    resources: listResources(build, NO_EXTERNAL_REFERENCES),
    unchangedManifests: new Set(unchanged.keys()),
    declaresImages: described.some(({ longest }) => longest > 0),
    manifests: described
      .map(({ file, digest }) => ({ file, sha256: digest }))
      .sort((a, b) => compareText(a.file, b.file)),
    broken: broken.map((file) => ({ file: show(file), text: readText(file, files) })),
  };
}

function isBroken(manifest: Manifest): boolean {
  if (manifest.kind !== "album") return manifest.kind === "broken";
  return manifest.partial || manifest.dropped.length > 0;
}

/** Empty when it can't be read, as behind a dangling link. */
function readText(file: string, files: ProjectFiles): string {
  return files.readLines(file)?.text ?? "";
}
