import type { AppliedManifest, Baseline, ReadManifest } from "../../model/baseline.js";
import type { Diagnostic } from "../../model/diagnostic.js";
import type { DesiredEstate, Settings } from "../../model/estate.js";
import { compareText } from "../../model/text-order.js";
import { diagnose } from "../places/diagnose.js";
import { createPlaces, type Places } from "../places/places.js";
import type { BuiltAlbum } from "../read/album.js";
import { listManifests } from "../read/discover.js";
import { type Manifest, readManifest } from "../read/read.js";
import type { Problem, Report } from "../text/problem.js";
import { openProjectFiles, type ProjectFiles } from "../text/project-files.js";
import {
  type Build,
  type BuildContext,
  type BuiltManifest,
  buildManifests,
  checkBuild,
  listResources,
  locateIn,
} from "./build.js";
import type { DescribedAlbum } from "./describe-images.js";
import {
  type ExternalReferences,
  findExternalReferences,
  NO_EXTERNAL_REFERENCES,
} from "./external-references.js";
import { describeManifests } from "./footprint.js";
import { type Changed, findRelated } from "./related.js";
import { createAlbumSpill } from "./spill-albums.js";
import {
  type Beside,
  digestShape,
  findUnchanged,
  type LoadOptions,
  prefixOf,
  READ_ALL,
} from "./unchanged.js";

interface Loaded {
  readonly estate?: DesiredEstate;
  readonly diagnostics: readonly Diagnostic[];
  /** The manifests that there are, relative to the project folder, ascending. */
  readonly files: readonly string[];
}

/**
 * Reads the manifests of a project: all of them, or with a baseline only the changed ones and those that changes reach.
 * All problems of all files are collected, sorted by place; the estate is undefined when one of them is an error.
 * Writes nothing and does not check image files.
 */
export function loadEstate(settings: Settings, options: LoadOptions = READ_ALL): Loaded {
  const problems: Problem[] = [];
  const files = openProjectFiles(settings);
  const places = createPlaces(files);
  const { baseline, chooseSpill, beside = NOTHING_BESIDE } = options;
  const found = listManifests(settings, places.show, (problem) => problems.push(problem)).filter(
    (file) => !beside.digests.has(places.show(file)),
  );
  const keep = chooseSpill && createAlbumSpill(chooseSpill(found), settings.projectDir);
  const load: Load = {
    settings,
    files,
    places,
    found,
    problems,
    shape: digestShape(settings, options),
    keep,
    beside,
  };
  // One error may make others elsewhere, so then everything is read.
  return (
    (baseline !== null && problems.length === 0 ? loadPart(load, baseline) : undefined) ?? loadWhole(load)
  );
}

const NOTHING_BESIDE: Beside = { digests: new Map(), declares: NO_EXTERNAL_REFERENCES.declares };

interface Load {
  readonly settings: Settings;
  readonly files: ProjectFiles;
  readonly places: Places;
  /** Absolute paths of all manifests. */
  readonly found: readonly string[];
  /** Of looking for them. */
  readonly problems: readonly Problem[];
  readonly shape: string;
  readonly beside: Beside;
  readonly keep: ((albums: DescribedAlbum[]) => void) | undefined;
}

interface Parts {
  readonly build: Build;
  readonly references: ExternalReferences;
  readonly unchanged: ReadonlyMap<string, AppliedManifest>;
}

function loadWhole(load: Load): Loaded {
  const problems = [...load.problems];
  const report: Report = (problem) => problems.push(problem);
  const build = buildManifests(readEach(load, report), contextOf(load), report, load.keep);
  return finish(load, problems, {
    build,
    references: { ...NO_EXTERNAL_REFERENCES, declares: load.beside.declares },
    unchanged: new Map(),
  });
}

function contextOf({ files, settings }: Load): BuildContext {
  return { files, prefix: prefixOf(settings) };
}

/** One after the other, so that none need be kept. */
function* readEach({ found, files }: Load, report: Report): Generator<Manifest> {
  for (const file of found) yield readManifest(file, files, report);
}

/** Undefined when every manifest must be read, or when a problem is an error. */
function loadPart(load: Load, baseline: Baseline): Loaded | undefined {
  const { found, files, places, settings, shape } = load;
  const unchanged = new Map(findUnchanged(found, files, settings, { baseline, shape }));
  if (unchanged.size === 0) return undefined;
  const problems: Problem[] = [];
  const report: Report = (problem) => problems.push(problem);
  const manifests = new Map<string, Manifest>();
  const read = (isWanted: (file: string) => boolean) => {
    for (const file of found.filter((path) => isWanted(places.show(path))))
      manifests.set(file, readManifest(file, files, report));
  };
  read((file) => !unchanged.has(file));
  const related = findRelated(findChanged([...manifests.values()], load, baseline), baseline);
  read((file) => unchanged.has(file) && related.has(file));
  if (problems.some(({ severity }) => severity !== "warning")) return undefined;
  for (const file of related) unchanged.delete(file);
  // In the order of their names, since of two that clash the second is told.
  const inOrder = found.flatMap((file) => manifests.get(file) ?? []);
  const build = buildManifests(inOrder, contextOf(load), report, load.keep);
  const references = findExternalReferences(build.albums, new Set(unchanged.keys()), baseline);
  const loaded = finish(load, problems, { build, references, unchanged });
  return loaded.estate === undefined ? undefined : loaded;
}

/** The manifests that differ from the baseline; a manifest whose rows others changed is read as well. */
function findChanged(manifests: readonly Manifest[], load: Load, baseline: Baseline): Changed {
  const { templates, albums } = buildManifests(manifests, contextOf(load), () => {});
  const isChanged = ({ manifest }: Build["templates"][number] | BuiltAlbum) =>
    !isInBaseline(manifest, baseline, load.shape);
  const changed = { templates: templates.filter(isChanged), albums: albums.filter(isChanged) };
  const there = new Set(load.found.map(load.places.show));
  const known = new Set([...baseline.holders, ...baseline.applied.keys()]);
  return {
    ...changed,
    files: [
      ...[...changed.templates, ...changed.albums].map(({ manifest }) => manifest.source.file),
      ...[...known].filter((file) => !there.has(file)),
    ],
  };
}

function isInBaseline({ source, sha256, used }: BuiltManifest, baseline: Baseline, shape: string): boolean {
  const applied = baseline.applied.get(source.file);
  if (applied === undefined || applied.sha256 !== sha256 || applied.shape !== shape) return false;
  if (applied.used.length !== used.length) return false;
  return used.every(({ name, sha256: digest }, index) => {
    const before = applied.used[index];
    return before?.name === name && before.sha256 === digest;
  });
}

function finish(
  { settings, places, found, shape, beside }: Load,
  problems: Problem[],
  { build, references, unchanged }: Parts,
): Loaded {
  const report: Report = (problem) => problems.push(problem);
  checkBuild(build, references, report);
  const resources = listResources(build, references);
  const diagnostics = diagnose(problems, places);
  const shown = found.map(places.show);
  if (diagnostics.some(({ severity }) => severity === "error")) return { diagnostics, files: shown };
  const read = describeManifests(build.templates, build.albums, problems, shape);
  const manifests = [
    ...[...read, ...unchanged.values()].map(({ file, digest }) => ({ file, sha256: digest })),
    ...Array.from(beside.digests, ([file, sha256]) => ({ file, sha256 })),
  ];
  return {
    estate: {
      name: settings.estate,
      resources,
      unchangedManifests: new Set([...unchanged.keys(), ...beside.digests.keys()]),
      read,
      renames: listRenames(read),
      declaresImages: [...read, ...unchanged.values()].some(({ longest }) => longest > 0),
      manifests: manifests.sort((a, b) => compareText(a.file, b.file)),
      locate: locateIn(build, settings.projectDir, places),
    },
    diagnostics,
    files: shown,
  };
}

function listRenames(read: readonly ReadManifest[]): DesiredEstate["renames"] {
  return read.flatMap(({ references }) =>
    references.flatMap(({ role, key, by }) => (role === "former" ? [{ address: by, renamedFrom: key }] : [])),
  );
}
