import type { Step } from "../apply/ports.js";
import { type Address, nameOf } from "../model/address.js";
import { TABLES } from "./columns.js";
import { type Execution, noteChange } from "./execution.js";
import {
  dropRecord,
  type LiveRow,
  type Registered,
  readRegistered,
  retireThumbnail,
  saveRecord,
} from "./registry.js";
import { servedPath } from "./served-path.js";
import type { Cell } from "./session.js";
import { noteGone, noteStale } from "./staleness.js";
import { writeFields } from "./write-rows.js";

type MoveStep = Extract<Step, { step: "move" }>;

/** A move under way: the object waits under a name that no address has. */
interface Move {
  readonly step: MoveStep;
  readonly object: Registered;
  readonly row: LiveRow;
  readonly waiting: Address;
}

/**
 * Gives objects other addresses, all at once: each first gets a name that nobody else has, since addresses and filenames
 * are unique and two objects may swap theirs. Row ids, links and labels stay.
 */
export function moveObjects(execution: Execution, steps: readonly MoveStep[]): void {
  const moves = steps.flatMap((step, index) => startMove(execution, step, index));
  for (const move of moves) finishMove(execution, move);
}

function startMove(execution: Execution, step: MoveStep, index: number): readonly Move[] {
  const known = readRegistered(execution, step.kind, step.from);
  if (known === undefined || known.row === null) {
    finishAgain(execution, step);
    return [];
  }
  const waiting = `moving:${index}`;
  execution.made.delete(step.from);
  execution.session.run(
    "UPDATE sync_objects SET address = ? WHERE estate = ? AND address = ?",
    waiting,
    execution.estate,
    step.from,
  );
  if (step.filename !== undefined)
    execution.session.run(
      "UPDATE images SET filename = ? WHERE id = ?",
      `${waiting}/${known.row.id}`,
      known.row.id,
    );
  return [{ step, object: known.object, row: known.row, waiting }];
}

function lastMoveOf({ from, movedFrom }: MoveStep): Address | null {
  return movedFrom === undefined ? from : movedFrom;
}

/** A move whose object has the new address already is done. */
function finishAgain(execution: Execution, step: MoveStep): void {
  const known = readRegistered(execution, step.kind, step.address);
  if (known === undefined || known.row === null || known.object.movedFrom !== lastMoveOf(step)) {
    noteGone(execution, step.from);
    return;
  }
  const { object, row } = known;
  if (writeFields(execution, step, row, object.recorded))
    saveRecord(execution, object, step.fields, step.record);
}

function finishMove(execution: Execution, move: Move): void {
  const { step, object, row, waiting } = move;
  if (!clearTarget(execution, step)) return;
  const extra = pathCells(execution, move);
  if (!writeFields(execution, step, row, object.recorded, extra)) return;
  const guard = step.filename ?? object.guard;
  noteChange(execution, step.address);
  dropRecord(execution, waiting);
  saveRecord(
    execution,
    { ...object, address: step.address, guard, movedFrom: lastMoveOf(step) },
    step.fields,
    step.record,
  );
  if (step.kind === "image")
    execution.session.run(
      "UPDATE sync_thumbnails SET guard = ? WHERE image_id = ? AND guard = ?",
      guard,
      object.rowId,
      object.guard,
    );
}

/** Makes room at the new address: what is recorded there may go when its row is gone. */
function clearTarget(execution: Execution, step: MoveStep): boolean {
  const there = readRegistered(execution, step.kind, step.address);
  if (there !== undefined && there.row !== null) {
    noteStale(execution, step.address, "address", undefined, "taken");
    return false;
  }
  if (there !== undefined) {
    dropRecord(execution, step.address);
    if (step.kind === "image") retireThumbnail(execution, there.object.rowId, there.object.guard);
  }
  if (step.filename === undefined) return true;
  const taken = execution.session.get("SELECT id FROM images WHERE filename = ?", step.filename);
  if (taken !== undefined) noteStale(execution, step.address, "filename", undefined, step.filename);
  return taken === undefined;
}

/** The new filename and path of an image. A path that we did not derive from the old file is left as it is. */
function pathCells(execution: Execution, { step, row }: Move): ReadonlyMap<string, Cell> {
  const cells = new Map<string, Cell>();
  if (step.kind !== "image") return cells;
  const { session } = execution;
  const path = session.get(`SELECT file_path FROM ${TABLES.image} WHERE id = ?`, row.id)?.[0];
  if (step.filename !== undefined) cells.set("filename", step.filename);
  if (step.filename !== undefined || path === servedPath(execution, nameOf(step.from)))
    cells.set("file_path", servedPath(execution, nameOf(step.address)));
  return cells;
}
