import type { Diagnostic } from "../model/diagnostic.js";

/** How many files of a sort there are, and how many were looked at, in this run or the unfinished one before. */
export interface Tally {
  readonly total: number;
  readonly checked: number;
}

/** What verifying found. */
export interface VerifyReport {
  /** False when the run was stopped; another one can go on. */
  readonly complete: boolean;
  readonly pictures: Tally;
  /** Null without a database. */
  readonly thumbnails: Tally | null;
  /** Intact files from an earlier, unfinished run. */
  readonly takenOver: number;
  /** Sorted by place. Errors are damage or disorder, warnings are for a person to judge. */
  readonly diagnostics: readonly Diagnostic[];
  /** Rows whose thumbnail is missing or damaged, ascending. */
  readonly badThumbnails: readonly number[];
}
