import type { HistoryEntry, RowTarget, RunHeader, Step, WriteResult } from "../../apply/ports.js";
import type { Address } from "../../model/address.js";
import type { StaleField } from "../../model/apply-report.js";
import type { BaselineUpdate } from "../../model/baseline.js";
import { compareText } from "../../model/text-order.js";
import { formatTime } from "../../model/time.js";
import { type DatabaseHandle, writeTransaction } from "../connection/connect.js";
import type { Session } from "../connection/session.js";
import { pruneRuns } from "../history/prune-history.js";
import { beginRun, closeRun, countRows, dropChanges } from "../history/runs.js";
import type { Lease } from "../queue/lease.js";
import { postponeIndex } from "../schema/late-index.js";
import { beginBaselineUpdate } from "../tracking/store-baseline.js";
import { type ChangeLog, recordChanges } from "./change-log.js";
import { createExecution, type Execution } from "./execution.js";
import { followTemplates } from "./follow-templates.js";
import { findHolders, readRegistered, saveRecord } from "./registry.js";
import { isStale, markRowMissing } from "./staleness.js";
import { batchSteps, type StepBatch } from "./step-batches.js";
import { deleteRow, releaseRow } from "./write-deletes.js";
import { writeLabels } from "./write-labels.js";
import { orderImages, placeImages, unlinkImage } from "./write-links.js";
import { moveObjects } from "./write-moves.js";
import { adoptRow, insertRows, updateRow } from "./write-rows.js";

interface RowTargetOptions {
  readonly clock: () => Date;
  /** Renewed by the first statement of the row transaction, so that nobody writes who lost it. */
  readonly lease?: Pick<Lease, "fence">;
  /** How many of the newest runs keep their changes once a run is closed; null: all. */
  readonly keepRuns?: number | null;
  /** Called once all rows are written, in the same transaction. */
  readonly onWritten?: (session: Session) => void;
}

/** Rolls the transaction back; never leaves this file. */
class StalePlan extends Error {
  readonly stale: StaleField[];

  constructor(stale: StaleField[]) {
    super("The plan is stale");
    this.stale = stale;
  }
}

/**
 * Writes rows of a migrated database. A plan that no longer fits changes nothing and gives every field that differs.
 * Throws when a row reads back otherwise than it was written, and DatabaseProblem when the database can't be written.
 */
export function createRowTarget(handle: DatabaseHandle, options: RowTargetOptions): RowTarget {
  return {
    execute: async (steps, history, run, onProgress, baseline) => {
      const work = async (session: Session) => {
        const now = formatTime(options.clock());
        const result = executeSteps(session, { steps, history, run, onProgress, baseline, now });
        options.onWritten?.(session);
        return result;
      };
      try {
        return await writeTransaction(handle, work, options.lease?.fence);
      } catch (error) {
        if (!(error instanceof StalePlan)) throw error;
        return { done: false, stale: error.stale.sort(compareStale) };
      }
    },
    finishRun: (run, outcome) =>
      writeTransaction(handle, async (session) => {
        const estate = closeRun(session, run, outcome);
        if (typeof options.keepRuns === "number") pruneRuns(session, estate, options.keepRuns);
      }),
  };
}

interface Order {
  readonly steps: Iterable<Step>;
  readonly history: Iterable<HistoryEntry>;
  readonly run: RunHeader;
  readonly onProgress: (stepsDone: number) => void;
  readonly baseline: BaselineUpdate | undefined;
  readonly now: string;
}

function executeSteps(session: Session, order: Order): WriteResult {
  const { run, now, baseline } = order;
  const remembering = beginBaselineUpdate(session, run.estate);
  const number = beginRun(session, run);
  session.run(
    "INSERT INTO sync_meta (name, value) VALUES ('served_from', ?) ON CONFLICT (name) DO NOTHING",
    run.servedFrom,
  );
  const changes = recordChanges(session, run.estate, number, order.history);
  const index = postponeIndex(session);
  const options = { keepNew: changes.keepNew, expected: changes.made, isFirst: index.isFirst };
  const execution = createExecution(session, number, now, run, options);
  const touched = new Set<string>();
  runSteps(execution, order, baseline === undefined ? touched : null);
  if (execution.stale.length > 0) throw new StalePlan(execution.stale);
  changes.flush();
  index.make();
  countRows(session, number, execution.rowsWritten);
  remembering.end(baseline, touched);
  const held = findAlreadyApplied(execution, changes);
  dropChanges(session, number, held);
  return { done: true, run: number, rowsWritten: execution.rowsWritten, alreadyApplied: held };
}

/** Those of the changes that nothing was written of. */
function findAlreadyApplied(
  { made, changed }: Execution,
  changes: Pick<ChangeLog, "made" | "others">,
): ReadonlySet<Address> {
  // The usual first apply makes everything, and need not be looked through.
  if (changes.others.length === 0 && made.size === changes.made.size) return new Set();
  const isHeld = (address: Address) => !made.has(address) && !changed.has(address);
  return new Set([...[...changes.made.keys()].filter(isHeld), ...changes.others.filter(isHeld)]);
}

const PROGRESS_EVERY = 500;

/** `holders` gathers the manifests that objects are recorded from before and after their steps. */
function runSteps(execution: Execution, { steps, onProgress }: Order, holders: Set<string> | null): void {
  let done = 0;
  let told = 0;
  for (const batch of batchSteps(steps, execution.session.dialect.batchRows)) {
    if (holders !== null) noteHolders(execution, batch.steps, holders);
    runBatch(execution, batch);
    if (batch.step !== "label") done += batch.steps.length;
    if (done - told < PROGRESS_EVERY) continue;
    onProgress(done);
    told = done;
  }
  followTemplates(execution);
  onProgress(done);
}

function noteHolders(execution: Execution, steps: readonly Step[], holders: Set<string>): void {
  const addresses = steps.flatMap((step) => ("from" in step ? [step.address, step.from] : [step.address]));
  for (const file of findHolders(execution, addresses)) holders.add(file);
  for (const step of steps) if ("record" in step) holders.add(step.record.manifest);
}

function runBatch(execution: Execution, batch: StepBatch): void {
  switch (batch.step) {
    case "insert":
      insertRows(execution, withoutStale(execution, batch.steps));
      break;
    case "label":
      writeLabels(execution, withoutStale(execution, batch.steps));
      break;
    case "move":
      moveObjects(execution, batch.steps);
      break;
    case "link":
      placeImages(
        execution,
        batch.steps.map(({ address, placement }) => ({ image: address, placement })),
      );
      break;
    default:
      for (const step of batch.steps) if (!isStale(execution, step.address)) runStep(execution, step);
  }
}

function withoutStale<S extends Step>(execution: Execution, steps: readonly S[]): readonly S[] {
  if (execution.stale.length === 0) return steps;
  return steps.filter(({ address }) => !isStale(execution, address));
}

type SingleStep = Exclude<Step, { step: "insert" | "label" | "move" | "link" }>;

function runStep(execution: Execution, step: SingleStep): void {
  switch (step.step) {
    case "update":
      updateRow(execution, step);
      break;
    case "adopt":
      adoptRow(execution, step);
      break;
    case "record":
      refreshRecord(execution, step);
      break;
    case "unlink":
      unlinkImage(execution, step.address, step.album);
      break;
    case "order":
      orderImages(execution, step.address, step.images);
      break;
    case "release":
      releaseRow(execution, step);
      break;
    case "delete":
      deleteRow(execution, step);
      break;
  }
}

function refreshRecord(execution: Execution, step: Extract<Step, { step: "record" }>): void {
  const known = readRegistered(execution, step.kind, step.address);
  if (known === undefined) markRowMissing(execution, step.address);
  else saveRecord(execution, known.object, {}, step.record);
}

function compareStale(a: StaleField, b: StaleField): number {
  return compareText(a.address, b.address) || compareText(a.field, b.field);
}
