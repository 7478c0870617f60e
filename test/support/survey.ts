import assert from "node:assert/strict";
import type { SurveyOptions } from "../../src/collect/facts/survey-options.js";
import type {
  CollectedImage,
  FolderNotice,
  Outcome,
  ProblemFile,
  SkippedFile,
  Survey,
} from "../../src/collect/source/collected-image.js";
import { surveyRoot } from "../../src/collect/survey.js";
import { DEFAULT_LIMITS } from "../../src/images/header.js";
import { compareEntries } from "../../src/model/text-order.js";

/** Everything that a survey said, sorted by kind; `seen` are the files of all outcomes. */
export interface WholeSurvey {
  readonly survey: Survey;
  readonly outcomes: readonly Outcome[];
  readonly findings: readonly CollectedImage[];
  readonly skipped: readonly SkippedFile[];
  readonly problems: readonly ProblemFile[];
  readonly folders: readonly FolderNotice[];
  /** Outcomes by the file's path. */
  readonly of: (file: string) => Outcome | undefined;
}

/** Surveys a root to its end, and holds that each file seen has exactly one outcome. */
export async function surveyWhole(root: string, options: Partial<SurveyOptions> = {}): Promise<WholeSurvey> {
  const survey = await surveyRoot(root, {
    rules: [],
    timeZone: "UTC",
    templates: [],
    limits: DEFAULT_LIMITS,
    ...options,
  });
  assert.ok(!("outcome" in survey), "outcome" in survey ? survey.message : "");
  const outcomes: Outcome[] = [];
  for await (const outcome of survey.outcomes) outcomes.push(outcome);
  const files = outcomes.filter(({ outcome }) => outcome !== "folder").map(({ file }) => file);
  assert.equal(files.length, survey.files, "the sum of outcomes is the number of files seen");
  assert.equal(new Set(files).size, files.length, "no file has two outcomes");
  return {
    survey,
    outcomes,
    findings: outcomes.filter((outcome) => outcome.outcome === "image"),
    skipped: outcomes.filter((outcome) => outcome.outcome === "skipped"),
    problems: outcomes.filter((outcome) => outcome.outcome === "problem"),
    folders: outcomes.filter((outcome) => outcome.outcome === "folder"),
    of: (file) => outcomes.find((outcome) => outcome.file === file && outcome.outcome !== "folder"),
  };
}

/** How many outcomes there are of each kind, images by album, others by code. */
export function countOutcomes(outcomes: readonly Outcome[]): { readonly [kind: string]: number } {
  const counts = new Map<string, number>();
  for (const outcome of outcomes) {
    const detail =
      outcome.outcome === "image" ? outcome.album.slug : "code" in outcome ? outcome.code : "used";
    const kind = `${outcome.outcome} ${detail}`;
    counts.set(kind, (counts.get(kind) ?? 0) + 1);
  }
  return Object.fromEntries([...counts].sort(compareEntries));
}
