import type { HistoryEntry, RowTarget, RunHeader, Step, WriteResult } from "../apply/ports.js";
import { type Address, compareAddresses } from "../model/address.js";
import type { StaleField } from "../model/apply-report.js";
import type { MemoryUpdate } from "../model/memory.js";
import { formatTime } from "../model/time.js";
import { type DatabaseHandle, writeTransaction } from "./connect.js";
import type { Lease } from "./lease.js";
import { type Execution, readRegistered, saveRecord } from "./registry.js";
import { beginRemembering } from "./remember.js";
import { beginRun, closeRun, countRows, recordChanges } from "./runs.js";
import type { Session } from "./session.js";
import { isStale, noteGone } from "./staleness.js";
import { deleteRow, releaseRow } from "./write-deletes.js";
import { writeLabels } from "./write-labels.js";
import { orderImages, type PlacedImage, placeImages, unlinkImage } from "./write-links.js";
import { moveObjects } from "./write-moves.js";
import { adoptRow, insertRow, updateRow } from "./write-rows.js";

export interface RowTargetOptions {
  readonly clock: () => Date;
  /** Renewed by the first statement of the row transaction, so that nobody writes who lost it. */
  readonly lease?: Pick<Lease, "fence">;
}

/** Rolls the transaction back; never leaves this file. */
class StalePlan extends Error {}

/**
 * Writes rows of a migrated database. A plan that no longer fits changes nothing and gives every field that differs.
 * Throws when a row reads back otherwise than it was written, and DatabaseProblem when the database can't be written.
 */
export function createRowTarget(handle: DatabaseHandle, options: RowTargetOptions): RowTarget {
  return {
    execute: async (steps, history, run, onProgress, memory) => {
      const stale: StaleField[] = [];
      try {
        return await writeTransaction(
          handle,
          async (session) =>
            executeSteps(session, {
              steps,
              history,
              run,
              onProgress,
              stale,
              memory,
              now: formatTime(options.clock()),
            }),
          options.lease?.fence,
        );
      } catch (error) {
        if (!(error instanceof StalePlan)) throw error;
        return { done: false, stale: stale.sort(compareStale) };
      }
    },
    finishRun: (run, outcome) => writeTransaction(handle, async (session) => closeRun(session, run, outcome)),
  };
}

interface Order {
  readonly steps: Iterable<Step>;
  readonly history: Iterable<HistoryEntry>;
  readonly run: RunHeader;
  readonly onProgress: (stepsDone: number) => void;
  readonly stale: StaleField[];
  readonly memory: MemoryUpdate | undefined;
  readonly now: string;
}

function executeSteps(session: Session, order: Order): WriteResult {
  const { run, now, stale, memory } = order;
  const remembering = beginRemembering(session, run.estate);
  const number = beginRun(session, run);
  session.run(
    "INSERT INTO sync_meta (name, value) VALUES ('served_from', ?) ON CONFLICT (name) DO NOTHING",
    run.servedFrom,
  );
  const { estate, servedFrom, servedRoots = {} } = run;
  const served = { servedFrom, servedRoots };
  const execution: Execution = { session, estate, run: number, now, ...served, stale, rowsWritten: 0 };
  recordChanges(session, estate, number, order.history);
  const touched = new Set<string>();
  runSteps(
    execution,
    memory === undefined ? { ...order, steps: noteHolders(execution, order.steps, touched) } : order,
  );
  if (stale.length > 0) throw new StalePlan();
  countRows(session, number, execution.rowsWritten);
  remembering.end(memory, touched);
  return { done: true, run: number, rowsWritten: execution.rowsWritten };
}

/** Gathers on the way the manifests that objects are recorded from before and after their steps. */
function* noteHolders(
  { session, estate }: Execution,
  steps: Iterable<Step>,
  files: Set<string>,
): Generator<Step> {
  for (const step of steps) {
    for (const address of "from" in step ? [step.address, step.from] : [step.address]) {
      const holder = session.get(
        "SELECT manifest FROM sync_objects WHERE estate = ? AND address = ?",
        estate,
        address,
      );
      if (holder !== undefined) files.add(String(holder[0]));
    }
    if ("record" in step) files.add(step.record.manifest);
    yield step;
  }
}

const PROGRESS_EVERY = 500;

/** Moves and new links wait until a step comes that is neither, since each of them depends on its neighbours. */
function runSteps(execution: Execution, { steps, onProgress }: Order): void {
  const moves: Extract<Step, { step: "move" }>[] = [];
  const links = new Map<Address, PlacedImage[]>();
  const flushMoves = () => moveObjects(execution, moves.splice(0));
  const flushLinks = () => {
    for (const [album, images] of links) placeImages(execution, album, images);
    links.clear();
  };
  let done = 0;
  for (const step of steps) {
    if (step.step === "move") moves.push(step);
    else if (moves.length > 0) flushMoves();
    if (step.step === "link") {
      const placed = links.get(step.placement.album);
      const image = { image: step.address, placement: step.placement };
      if (placed === undefined) links.set(step.placement.album, [image]);
      else placed.push(image);
    } else if (ENDS_LINKS.has(step.step)) flushLinks();
    if (!isStale(execution, step.address)) runStep(execution, step);
    if (++done % PROGRESS_EVERY === 0) onProgress(done);
  }
  flushMoves();
  flushLinks();
  onProgress(done);
}

/** What needs the links of an album in place, or takes their ends away. */
const ENDS_LINKS: ReadonlySet<Step["step"]> = new Set(["order", "release", "delete"]);

function runStep(execution: Execution, step: Step): void {
  switch (step.step) {
    case "insert":
      insertRow(execution, step);
      break;
    case "update":
      updateRow(execution, step);
      break;
    case "adopt":
      adoptRow(execution, step);
      break;
    case "record":
      refreshRecord(execution, step);
      break;
    case "label":
      writeLabels(execution, step);
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
    case "move":
    case "link":
      break;
  }
}

function refreshRecord(execution: Execution, step: Extract<Step, { step: "record" }>): void {
  const known = readRegistered(execution, step.kind, step.address);
  if (known === undefined) noteGone(execution, step.address);
  else saveRecord(execution, known.object, {}, step.record);
}

function compareStale(a: StaleField, b: StaleField): number {
  return compareAddresses(a.address, b.address) || (a.field < b.field ? -1 : a.field > b.field ? 1 : 0);
}
