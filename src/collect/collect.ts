import { basename } from "node:path";
import type { Boundary } from "../manifest/text/project-files.js";
import { compareEntries, compareText } from "../model/text-order.js";
import { type AlbumOutcome, type AlbumWork, type CarryOutSettings, carryOutAlbum } from "./carry-out.js";
import { type CollectReport, countOutcomes, type FileOutcome } from "./collect-report.js";
import { readCache } from "./facts/fact-cache.js";
import type { SurveyOptions } from "./facts/survey-options.js";
import { type KnownAlbum, readKnownAlbums } from "./match/known-albums.js";
import { entriesFrom, type Matching, matchImages } from "./match/match-images.js";
import type { PromptIndex } from "./match/prompt-index.js";
import { describeGaps } from "./recipe-notices.js";
import type { Outcome, RootProblem, Survey } from "./source/collected-image.js";
import { showName } from "./source/names.js";
import { surveyRoot } from "./survey.js";
import { tieAlbum } from "./tie-album.js";

/** What is collected, and where it goes. Folders are absolute. */
export interface CollectRequest extends Omit<CarryOutSettings, "options" | "onImage" | "rootName"> {
  /** The folder to collect from. */
  readonly root: string;
  readonly estate: string;
  readonly projectDir: string;
  readonly boundary: Boundary;
  readonly manifestDirs: readonly string[];
  readonly options: Omit<SurveyOptions, "stagedBefore" | "cache">;
  /** The prompts of the set templates. */
  readonly prompts: PromptIndex;
  /** Absolute path of the file that holds what earlier runs read. It may be removed at any time. */
  readonly cacheFile: string;
  /** Version of the program. */
  readonly version: string;
  readonly now: () => Date;
  readonly onProgress: (step: "read" | "stage", done: number, total: number) => void;
  /** Aborted: stops between two files; what is done is done. */
  readonly signal: AbortSignal;
}

/**
 * Finds the images of a folder, stages them and writes the manifests of their albums. The same request on another target
 * tells what would be done. Throws a StageFailure when nothing can be written.
 */
export async function collectRoot(request: CollectRequest): Promise<CollectReport | RootProblem> {
  const rootName = basename(request.root);
  const albums = readKnownAlbums(request.manifestDirs, request.boundary);
  const cache = readCache(request.cacheFile, request.version, request.now);
  const options = { ...request.options, stagedBefore: listStagedBefore(albums, rootName), cache };
  const survey = await surveyRoot(request.root, options);
  if ("outcome" in survey) return survey;
  try {
    const outcomes = await readOutcomes(survey, request);
    const findings = outcomes.filter((outcome) => outcome.outcome === "image");
    const seen = new Set(outcomes.filter(isFile).map(({ file }) => file));
    const matching = matchImages(findings, seen, albums, rootName);
    request.target.markRoot(request.assetRoot, request.estate);
    const tied = groupByAlbum(matching).map((work) => tieAlbum(work, request.prompts, false, options));
    const works = tied.map(({ work }) => work);
    const done = await carryOut(works, { ...request, options, rootName }, findings.length, request);
    const report = joinReport(outcomes, matching, done, albums);
    return { ...report, remarks: [...report.remarks, ...tied.flatMap(({ remarks }) => remarks)] };
  } finally {
    request.target.writeTexts(() => {
      const text = cache.render(survey.root);
      return text === undefined ? [] : [{ file: request.cacheFile, text }];
    });
  }
}

async function readOutcomes(
  survey: Survey,
  { onProgress, signal }: Pick<CollectRequest, "onProgress" | "signal">,
): Promise<readonly Outcome[]> {
  const outcomes: Outcome[] = [];
  let files = 0;
  for await (const outcome of survey.outcomes) {
    outcomes.push(outcome);
    if (isFile(outcome)) onProgress("read", ++files, survey.files);
    signal.throwIfAborted();
  }
  return outcomes;
}

async function carryOut(
  works: readonly AlbumWork[],
  settings: Omit<CarryOutSettings, "onImage">,
  total: number,
  { onProgress, signal }: CollectRequest,
): Promise<readonly AlbumOutcome[]> {
  let count = 0;
  const onImage = (): void => {
    onProgress("stage", ++count, total);
    signal.throwIfAborted();
  };
  const done: AlbumOutcome[] = [];
  for (const work of works) done.push(await carryOutAlbum(work, { ...settings, onImage }));
  return done;
}

type UntiedWork = Omit<AlbumWork, "tie" | "setTemplate">;

function groupByAlbum({ matched, renames }: Matching): readonly UntiedWork[] {
  const groups = new Map<
    string,
    Omit<UntiedWork, "images"> & { readonly images: Matching["matched"][number][] }
  >();
  for (const match of matched) {
    const { album: known, finding } = match;
    const slug = known?.slug ?? finding.album.slug;
    const group = groups.get(slug);
    if (group !== undefined) group.images.push(match);
    else {
      const rename = renames.find(({ from }) => from === known);
      groups.set(slug, { found: finding.album, known, rename, images: [match] });
    }
  }
  return [...groups.entries()].sort(compareEntries).map(([, group]) => group);
}

/** Where each file of this root was staged by an earlier run, as far as manifests tell. */
function listStagedBefore(albums: readonly KnownAlbum[], rootName: string): ReadonlyMap<string, string> {
  const entries = albums.flatMap((album) => entriesFrom(album, rootName));
  return new Map(
    entries.flatMap(({ sourceFile, file }) => (sourceFile === undefined ? [] : [[sourceFile, file]])),
  );
}

function joinReport(
  outcomes: readonly Outcome[],
  { vanished }: Matching,
  done: readonly AlbumOutcome[],
  albums: readonly KnownAlbum[],
): CollectReport {
  const staged = new Map(done.flatMap(({ files }) => files.map((file) => [file.file, file] as const)));
  const files = outcomes.flatMap((outcome) => toFileOutcome(outcome, staged));
  return {
    counts: countOutcomes(files),
    files,
    manifests: done
      .flatMap(({ manifest }) => (manifest === undefined ? [] : [manifest]))
      .sort((a, b) => compareText(a.album, b.album)),
    kept: done.flatMap(({ kept }) => kept),
    remarks: [
      ...outcomes.flatMap(listNotices),
      ...describeGaps(outcomes),
      ...albums.flatMap((album) => describeVanished(album, vanished.get(album)?.length ?? 0)),
    ],
    suggested_rules: outcomes.flatMap((outcome) =>
      outcome.outcome === "folder" && outcome.rule !== undefined ? [outcome.rule] : [],
    ),
  };
}

function toFileOutcome(outcome: Outcome, staged: ReadonlyMap<string, FileOutcome>): readonly FileOutcome[] {
  const { file } = outcome;
  if (outcome.outcome === "folder") return [];
  if (outcome.outcome === "image" || outcome.outcome === "sidecar") {
    const known = staged.get(file);
    return known === undefined ? [] : [known];
  }
  const { code, message, help } = outcome;
  if (outcome.outcome === "problem") {
    return [{ outcome: "failed", file, what: "image", reason: { severity: "error", code, message, help } }];
  }
  return [
    { outcome: "skipped", file, what: "other", reason: { severity: outcome.severity, code, message, help } },
  ];
}

function listNotices(outcome: Outcome): CollectReport["remarks"] {
  if (outcome.outcome === "image") return outcome.warnings.map((remark) => ({ ...remark, severity: "note" }));
  if (outcome.outcome !== "folder") return [];
  const { severity, code, message, help } = outcome;
  return [{ severity, code, message, help }];
}

function describeVanished({ slug }: KnownAlbum, count: number): CollectReport["remarks"] {
  if (count === 0) return [];
  const what = count === 1 ? "1 image" : `${count} images`;
  return [
    {
      severity: "note",
      code: "source-vanished",
      message: `${what} of album ${showName(slug)} ${count === 1 ? "is" : "are"} no longer in the collected folder. Entries and staged files stay.`,
      help: "To delete the images, remove their entries from the manifest.",
    },
  ];
}

function isFile(outcome: Outcome): boolean {
  return outcome.outcome !== "folder";
}
