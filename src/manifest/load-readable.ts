import { readFileSync } from "node:fs";
import { compareAddresses } from "../model/address.js";
import type { Settings } from "../model/estate.js";
import type { ManifestDigest } from "../model/plan.js";
import type { Resource } from "../model/resource.js";
import { buildManifests, listResources } from "./build.js";
import { listManifests } from "./discover.js";
import { describeManifests } from "./footprint.js";
import { createPlaces } from "./places.js";
import type { Report } from "./problem.js";
import { type Manifest, readManifest } from "./read.js";
import { NO_SURROUNDINGS } from "./surroundings.js";

/** What can be read of the manifests of a project, whatever is wrong with the rest. */
export interface Readable {
  /** Ascending by address; not checked against each other, so an address may stand here twice. */
  readonly resources: readonly Resource[];
  /** Of the manifests that could be read, ascending by file. */
  readonly manifests: readonly ManifestDigest[];
  /** Manifests that could not be read in full, with their text: who knows what they declare. */
  readonly broken: readonly { readonly file: string; readonly text: string }[];
}

/** Reads every manifest that can be read and tells of no problem. Writes nothing. */
export function loadReadable({ projectDir, manifestDirs }: Settings): Readable {
  const ignore: Report = () => {};
  const { show } = createPlaces(projectDir);
  const broken: string[] = [];
  const readEach = function* (): Generator<Manifest> {
    for (const file of listManifests(manifestDirs, show, ignore)) {
      const manifest = readManifest(file, show, ignore);
      if (isBroken(manifest)) broken.push(file);
      yield manifest;
    }
  };
  const build = buildManifests(readEach(), 0, ignore);
  return {
    resources: listResources(build, NO_SURROUNDINGS),
    manifests: describeManifests(build.templates, build.albums, [], "")
      .map(({ file, digest }) => ({ file, sha256: digest }))
      .sort((a, b) => compareAddresses(a.file, b.file)),
    broken: broken.map((file) => ({ file: show(file), text: readText(file) })),
  };
}

function isBroken(manifest: Manifest): boolean {
  if (manifest.kind !== "album") return manifest.kind === "broken";
  return manifest.partial || manifest.dropped.length > 0;
}

/** Empty when there is nothing to read, as behind a dangling link. */
function readText(file: string): string {
  try {
    return readFileSync(file, "utf8");
  } catch {
    return "";
  }
}
