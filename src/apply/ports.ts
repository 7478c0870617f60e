import type { Address, Kind } from "../model/address.js";
import type { StaleField } from "../model/apply-report.js";
import type { BaselineUpdate } from "../model/baseline.js";
import type { Placement, RecordPatch, RowRef } from "../model/change.js";
import type { SetChange } from "../model/history.js";
import type { Json } from "../model/json.js";
import type { Fields, Label } from "../model/resource.js";

/** The new record of an object: the values just written and the unchanged ones. */
export interface RecordUpdate {
  readonly patch: RecordPatch;
  readonly manifest: string;
  readonly protect: boolean;
}

interface StepBase<S extends string> {
  readonly step: S;
  readonly address: Address;
  readonly kind: Kind;
}

/**
 * One row operation, plain data, in the order in which it must run. `fields` are written to a column or, without a
 * column, to the record; labels, albums and order come as steps of their own too, and only an insert names them here.
 */
export type Step =
  | (StepBase<"insert"> & {
      readonly fields: Fields;
      readonly initial: Fields;
      readonly filename?: string;
      /** What to record as the address before. */
      readonly movedFrom?: Address;
      readonly record: RecordUpdate;
    })
  | (StepBase<"update"> & { readonly before: Fields; readonly fields: Fields; readonly record: RecordUpdate })
  | (StepBase<"adopt"> & {
      readonly row: RowRef;
      readonly before: Fields;
      readonly fields: Fields;
      readonly movedFrom?: Address;
      readonly record: RecordUpdate;
    })
  | (StepBase<"move"> & {
      readonly from: Address;
      readonly before: Fields;
      readonly fields: Fields;
      readonly filename?: string;
      /** What to record as the address of the last move instead of `from`. */
      readonly movedFrom?: Address | null;
      readonly record: RecordUpdate;
    })
  | (StepBase<"record"> & { readonly record: RecordUpdate })
  | (StepBase<"label"> & { readonly add: readonly Label[]; readonly remove: readonly Label[] })
  | (StepBase<"link"> & { readonly placement: Placement })
  | (StepBase<"unlink"> & { readonly album: Address })
  | (StepBase<"order"> & { readonly images: readonly Address[] })
  | (StepBase<"release"> & { readonly before: Fields; readonly forget?: true })
  | (StepBase<"delete"> & { readonly before: Fields; readonly withForeign?: true });

/** Who runs what: becomes a row of sync_runs. Times are canonical texts in UTC. */
export interface RunHeader {
  readonly estate: string;
  readonly command: string;
  readonly planId: string;
  readonly startedAt: string;
  readonly who: string;
  readonly host: string;
  readonly gitCommit: string | null;
  /** The asset folder as the backend sees it; file_path of new rows starts with it. */
  readonly servedFrom: string;
  /** Further asset folders as the backend sees them: files that begin with a name and `/` lie there. */
  readonly servedRoots?: { readonly [name: string]: string };
}

/** One change as history keeps it: what was there and what was written. */
export interface HistoryEntry {
  readonly address: Address;
  readonly action: string;
  readonly before: Json;
  /** Absent for a new row: whoever inserts it keeps the digest of its fields. */
  readonly after?: Json;
  /** Names what is to be kept of the object before it changes; absent for a new row. */
  readonly touched?: Touched;
}

/**
 * The parts of an object that a change replaces. Names are from before the run, except those of albums that an image
 * enters.
 */
export interface Touched {
  readonly address: Address;
  /** `all`: the object is deleted, with our labels and links on it. */
  readonly fields: readonly string[] | "all";
  readonly labels?: SetChange;
  readonly albums?: SetChange;
  /** True when the images of an album change their order. */
  readonly reorders: boolean;
  /** Of a move: what is recorded afterwards as the address of the last move. */
  readonly movedFromAfter?: Address | null;
}

/**
 * Either rows were written and committed, or the plan was stale and nothing was written. `held`: addresses of history
 * entries that were already applied, so that nothing was written.
 */
export type WriteResult =
  | {
      readonly done: true;
      readonly run: number;
      readonly rowsWritten: number;
      readonly alreadyApplied: ReadonlySet<Address>;
    }
  | { readonly done: false; readonly stale: readonly StaleField[] };

/**
 * Carries out steps on rows: all in one transaction, counted before it commits; what a trigger or the type of a column could
 * have changed is read back and compared.
 */
export interface RowTarget {
  /**
   * `onProgress` gets the number of steps done, those of labels left out. Without `memory` later plans read again every
   * manifest whose objects the steps touch.
   */
  execute(
    steps: Iterable<Step>,
    history: Iterable<HistoryEntry>,
    run: RunHeader,
    onProgress: (stepsDone: number) => void,
    baseline?: BaselineUpdate,
  ): Promise<WriteResult>;
  /** Closes the record of a run with its outcome. */
  finishRun(run: number, outcome: RunOutcome): Promise<void>;
}

export interface RunOutcome {
  readonly state: "complete" | "partial" | "interrupted" | "failed";
  readonly finishedAt: string;
  readonly summary: Json;
}

/** A thumbnail that is to be made. */
export interface ThumbnailJob {
  readonly address: Address;
  /** Row id of the image: names the file `<id>.webp`. */
  readonly rowId: number;
  readonly guard: string;
  readonly sha256: string;
}

export interface ThumbnailResult {
  readonly job: ThumbnailJob;
  readonly error: string | null;
  /** SHA-256 of the file that was made. */
  readonly fileSha256?: string;
}

/** A thumbnail whose row was deleted. A newer row may have the same id, and its own file under the same name. */
export interface ThumbnailRemoval {
  readonly rowId: number;
  readonly guard: string;
  /** Filename of the image that has the id now; null when none has. */
  readonly takenBy: string | null;
  /** SHA-256 of the file that we made; null when it was not recorded. */
  readonly fileSha256: string | null;
  /** When it was recorded as made; null when it never was. */
  readonly madeAt: string | null;
}

/**
 * `removed`: our file was deleted. `absent`: there was no file. `foreign`: the file is not ours and stays. `unsure`:
 * the owner of the file is unknown and it stays.
 */
export type RemovalOutcome = "removed" | "absent" | "foreign" | "unsure";

/** The images whose recorded thumbnail is not the desired one. */
export interface ThumbnailQueue {
  /** How many are waiting for this recipe, claimed ones included. Failures count when recorded before `retryBefore`. */
  count(recipe: string, retryBefore: string | null): Promise<number>;
  /** Takes up to `limit` jobs for this worker until `until` (canonical time); empty when none is left. */
  claim(request: {
    readonly recipe: string;
    /** Failures recorded before this time wait again, so that a run never gets its own back; null: none do. */
    readonly retryBefore: string | null;
    readonly limit: number;
    readonly now: string;
    readonly until: string;
  }): Promise<readonly ThumbnailJob[]>;
  /** Records outcomes and the images' thumbnail_path; a job whose row changed is dropped. */
  record(recipe: string, results: readonly ThumbnailResult[], now: string): Promise<void>;
  /** Gives claimed jobs back. */
  release(jobs: readonly ThumbnailJob[]): Promise<void>;
  /** Notes which manifests have all their thumbnails, so that a plan need not look at each. */
  settle(recipe: string): Promise<void>;
  /** Thumbnails whose row was deleted, by row id. */
  listRemovals(): Promise<readonly ThumbnailRemoval[]>;
  /** Throws where {@link finishRemovals} would, such as for a user who may only read. Writes nothing. */
  prepareRemovals(): Promise<void>;
  /** Deletes the records of these thumbnails, except those whose file has an unknown owner: they are listed again. */
  finishRemovals(
    ended: readonly { readonly removal: ThumbnailRemoval; readonly outcome: RemovalOutcome }[],
  ): Promise<void>;
}

/**
 * A picture that can't get a thumbnail. It is recorded for that image, and the run continues. Its message is for a
 * person.
 */
export class PictureProblem extends Error {
  override readonly name: string = "PictureProblem";
}

/** Makes pictures. */
export interface ThumbnailMaker {
  /** Names size, format, quality and effort; another recipe is another thumbnail. */
  readonly recipe: string;
  /**
   * Writes `<id>.webp` through a temporary file, fsync and rename. Throws {@link PictureProblem} when the source is at
   * fault; any other error (a full disk, say) would hit every job and ends the run. Gives the SHA-256 of the file.
   */
  make(job: ThumbnailJob, sourceFile: string): Promise<string>;
  /** Puts the names of what was made on the disk: before it resolves a power cut may take new thumbnails away. */
  flush(): Promise<void>;
  /** Removes `<id>.webp` if it is ours. */
  remove(removal: ThumbnailRemoval): Promise<RemovalOutcome>;
}
