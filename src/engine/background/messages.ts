import type { ApplyReport } from "../../model/apply-report.js";
import type { Change } from "../../model/change.js";
import type { PlanAnswer, PlanHead, PlanQuestion } from "../browse/plan-messages.js";
import type { FileChange } from "../edit/file-change.js";
import type { Preview } from "../edit/preview.js";
import type { SavedFile, Undo } from "../edit/save.js";
import type { ProgressEvent } from "../project/ports.js";
import type { ProjectRequest } from "../project/project.js";
import type { Thrown } from "./thrown.js";

/** What a process that works for a server is asked to do with edits and plans. */
export type EditQuestion =
  /** `most`: how many changes of the plan are wanted. */
  | Readonly<{ ask: "preview"; request: ProjectRequest; edits: readonly FileChange[]; most: number }>
  | Readonly<{ ask: "save"; request: ProjectRequest; edits: readonly FileChange[] }>
  | Readonly<{ ask: "apply"; request: ProjectRequest; planId: string }>;

/** A plan with the first of its changes. */
type PlanStart = Pick<PlanHead, "plan" | "total"> & { readonly changes: readonly Change[] };

/** What edits would do, as far as it is shown. */
export interface PreviewStart extends Omit<Preview, "plan"> {
  readonly plan: PlanStart | null;
}

/** What a save wrote; `planId`: of the plan after it. */
export interface SaveOutcome {
  readonly files: readonly SavedFile[];
  readonly planId: string | null;
  readonly undo: Undo;
}

export type EditAnswer =
  | { readonly preview: PreviewStart }
  | { readonly saved: SaveOutcome }
  | { readonly report: ApplyReport };

export type Question = PlanQuestion | EditQuestion;
export type Answer = PlanAnswer | EditAnswer;

/** To the process. `stop`: what writes is to end at a safe point. */
export type ToProcess = { readonly id: number; readonly question: Question } | { readonly stop: true };

/** From the process: how far the work on a question is, then its one answer. */
export type FromProcess = { readonly id: number } & (
  | { readonly progress: ProgressEvent }
  | { readonly answer: Answer }
  | { readonly thrown: Thrown }
);
