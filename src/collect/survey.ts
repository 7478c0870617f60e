import { decodeName, joinBytes } from "../files/byte-names.js";
import { readFacts } from "./facts/read-facts.js";
import type { SurveyOptions } from "./facts/survey-options.js";
import { listFolderNotices } from "./scan/folder-notices.js";
import type { Place } from "./scan/place-files.js";
import { skipFile, toFileSeen } from "./scan/skipped-files.js";
import { type SortedTree, sortTree } from "./scan/sort-tree.js";
import { type DirectoryEntry, type Tree, walkRoot } from "./scan/walk.js";
import { isTextSidecar, OTHER_FILE } from "./sidecars/read-text-sidecar.js";
import type {
  CollectedImage,
  DerivedFacts,
  FactSource,
  Notice,
  Outcome,
  ProblemFile,
  RootProblem,
  Survey,
} from "./source/collected-image.js";
import { baseName, findUnsafePart, showName, splitExtension } from "./source/names.js";

/** Looks through a folder of legacy images. `root`: absolute path. Nothing is written, nothing outside is read. */
export async function surveyRoot(root: string, options: SurveyOptions): Promise<Survey | RootProblem> {
  const tree = walkRoot(root);
  if ("outcome" in tree) return tree;
  const rootName = baseName(decodeName(tree.root));
  const sorted = sortTree(tree, rootName, options);
  return {
    root: tree.root,
    files: sorted.entries.length,
    images: [...sorted.kinds.values()].filter((kind) => kind === "image").length,
    outcomes: listOutcomes(sorted, tree, options),
  };
}

async function* listOutcomes(
  sorted: SortedTree,
  tree: Tree,
  options: SurveyOptions,
): AsyncGenerator<Outcome> {
  const firstOfBytes = new Map<string, string>();
  const sidecars = new Set(sorted.pairs.sidecarOf.values());
  // The turn of an image decides what became of its sidecar.
  const entries = sorted.entries.filter(({ file }) => !sidecars.has(file));
  const read = readFacts(listSources(sorted, entries, options), options);
  try {
    for (const entry of entries) {
      const place = sorted.places.get(entry.file);
      if (place === undefined) {
        yield skipFile(sorted, entry);
        yield* describeUnused(sorted, entry.file, "unknown-folder", "is in a folder that no rule matches");
        continue;
      }
      const { value: facts } = await read.next();
      for (const outcome of describeImage(sorted, entry, place, facts as DerivedFacts | Notice))
        yield outcome.outcome === "image" ? warnOfTwin(outcome, firstOfBytes) : outcome;
    }
  } finally {
    await read.return(undefined);
  }
  yield* listFolderNotices(sorted, tree);
}

/** What is to be read, in the order of the entries. */
function listSources(
  tree: SortedTree,
  entries: readonly DirectoryEntry[],
  { templates, timeZone, limits }: SurveyOptions,
): readonly FactSource[] {
  return entries.flatMap((entry) => {
    const place = tree.places.get(entry.file);
    if (place === undefined) return [];
    const sidecarFile = tree.pairs.sidecarOf.get(entry.file) ?? null;
    const sidecar = sidecarFile === null ? undefined : tree.byFile.get(sidecarFile);
    return [
      {
        picture: joinBytes(tree.root, entry.raw),
        sidecar: sidecar === undefined ? null : joinBytes(tree.root, sidecar.raw),
        file: entry.file,
        sidecarFile,
        albumType: place.album.type,
        template: templates.find(({ slug }) => slug === place.album.set_template),
        timeZone,
        limits,
      },
    ];
  });
}

function describeImage(
  tree: SortedTree,
  entry: DirectoryEntry,
  place: Place,
  derived: DerivedFacts | Notice,
): readonly Outcome[] {
  const sidecar = tree.byFile.get(tree.pairs.sidecarOf.get(entry.file) ?? "");
  if ("code" in derived) {
    const problem: ProblemFile = { outcome: "problem", ...toFileSeen(tree.root, entry), ...derived };
    return [
      problem,
      ...describeUnused(tree, entry.file, "image-unusable", "belongs to an image that could not be used"),
    ];
  }
  return [
    toCollectedImage(tree, entry, sidecar, place, derived),
    ...toSidecarOutcome(tree, entry, sidecar, derived.sidecarFault),
  ];
}

function toCollectedImage(
  tree: SortedTree,
  entry: DirectoryEntry,
  sidecar: DirectoryEntry | undefined,
  place: Place,
  { sidecar: read, sidecarFault: _fault, ...derived }: DerivedFacts,
): CollectedImage {
  return {
    outcome: "image",
    ...toFileSeen(tree.root, entry),
    album: place.album,
    stagedAs: place.stagedAs,
    ...derived,
    warnings: [...derived.warnings, ...warnOfName(entry.file, place)],
    sidecar:
      sidecar === undefined || read === null
        ? null
        : { ...toFileSeen(tree.root, sidecar), ...read, stagedAs: stageSidecarAs(sidecar.file, place) },
  };
}

function stageSidecarAs(file: string, { sidecarAs }: Place): string {
  return isTextSidecar(file) ? `${splitExtension(sidecarAs).stem}.txt` : sidecarAs;
}

function toSidecarOutcome(
  tree: SortedTree,
  { file }: DirectoryEntry,
  sidecar: DirectoryEntry | undefined,
  fault: Notice | null,
): readonly Outcome[] {
  if (sidecar === undefined) return [];
  const seen = toFileSeen(tree.root, sidecar);
  if (fault === null) return [{ outcome: "sidecar", ...seen, image: file }];
  const severity = fault.code === OTHER_FILE ? "note" : "warning";
  return [{ outcome: "skipped", severity, ...seen, ...fault }];
}

/** The sidecar of an image that was not collected. */
function describeUnused(tree: SortedTree, image: string, code: string, what: string): readonly Outcome[] {
  const sidecar = tree.byFile.get(tree.pairs.sidecarOf.get(image) ?? "");
  if (sidecar === undefined) return [];
  const seen = toFileSeen(tree.root, sidecar);
  const message = `${showName(sidecar.file)} ${what}.`;
  return [
    {
      outcome: "skipped",
      severity: "note",
      ...seen,
      code,
      message,
      help: "See the message about its image.",
    },
  ];
}

function warnOfName(file: string, { stagedAs, clashesWith }: Place): readonly Notice[] {
  const unsafe = findUnsafePart(baseName(file));
  const staged = `staged as ${baseName(stagedAs)}`;
  const help = "Nothing to do. To use another name, rename the source.";
  return [
    unsafe !== undefined && {
      code: "unsafe-name",
      message: `${showName(file)} has a name that ${unsafe}: ${staged}.`,
      help,
    },
    clashesWith !== undefined && {
      code: "name-clash",
      message: `${showName(file)} has the same safe name as ${showName(clashesWith)}: ${staged}.`,
      help,
    },
  ].filter((remark) => remark !== false);
}

function warnOfTwin(finding: CollectedImage, firstOfBytes: Map<string, string>): CollectedImage {
  const first = firstOfBytes.get(finding.sha256);
  if (first === undefined) {
    firstOfBytes.set(finding.sha256, finding.file);
    return finding;
  }
  const warning = {
    code: "same-bytes",
    message: `${showName(finding.file)} has the same bytes as ${showName(first)}.`,
    help: "Both were collected; remove one of the sources if it is only a copy.",
  };
  return { ...finding, warnings: [...finding.warnings, warning] };
}
