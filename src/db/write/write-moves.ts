import type { Step } from "../../apply/ports.js";
import { type Address, KINDS, nameOf } from "../../model/address.js";
import type { Cell } from "../connection/session.js";
import { type Execution, noteChange } from "./execution.js";
import { noteTie } from "./execution-ties.js";
import { followAlbums } from "./follow-albums.js";
import { rememberRows } from "./follow-templates.js";
import {
  dropRecord,
  type LiveRow,
  type Registered,
  readRegistered,
  retireThumbnail,
  saveRecord,
} from "./registry.js";
import { servedPath } from "./served-path.js";
import { markRowMissing, noteStale } from "./staleness.js";
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
 * Gives objects other addresses, all at once: each first gets a name that no other user has, since addresses and
 * filenames are unique and two objects may swap theirs. Row ids, links and labels stay.
 */
export function moveObjects(execution: Execution, steps: readonly MoveStep[]): void {
  // Albums before images, whose records name them.
  for (const kind of KINDS)
    moveKind(
      execution,
      steps.filter((step) => step.kind === kind),
    );
}

function moveKind(execution: Execution, steps: readonly MoveStep[]): void {
  // A plan is carried out as a whole, so its moves are all done or none is, whoever has the old addresses by now.
  if (steps.every((step) => findMoved(execution, step) !== undefined)) {
    for (const step of steps) finishAgain(execution, step);
    return;
  }
  const [{ kind } = { kind: undefined }] = steps;
  if (kind === undefined) return;
  const before = rememberRows(
    execution,
    kind,
    steps.map(({ address }) => address),
  );
  const moves = steps.flatMap((step, index) => startMove(execution, step, index));
  for (const move of moves) finishMove(execution, move);
  if (moves[0]?.step.kind === "album")
    followAlbums(
      execution,
      moves.map(({ step: { from, address }, row }) => ({ rowId: row.id, from, address })),
    );
  for (const { step, row } of moves)
    execution.newRows.push({ address: step.address, oldId: before.get(step.address), id: row.id });
}

function startMove(execution: Execution, step: MoveStep, index: number): readonly Move[] {
  const known = readRegistered(execution, step.kind, step.from);
  if (known === undefined || known.row === null) {
    finishAgain(execution, step);
    return [];
  }
  // Another kind may have left one waiting, when the plan is stale.
  const waiting = `moving:${step.kind}:${index}`;
  execution.made.delete(step.from);
  noteTie(execution, step.from, undefined);
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

/** The object of a move when it has the new address already. */
function findMoved(
  execution: Execution,
  step: MoveStep,
): { readonly object: Registered; readonly row: LiveRow } | undefined {
  const known = readRegistered(execution, step.kind, step.address);
  if (known === undefined || known.row === null || known.object.movedFrom !== lastMoveOf(step))
    return undefined;
  return { object: known.object, row: known.row };
}

function finishAgain(execution: Execution, step: MoveStep): void {
  const moved = findMoved(execution, step);
  if (moved === undefined) markRowMissing(execution, step.from);
  else if (writeFields(execution, step, moved.row, moved.object.recorded))
    saveRecord(execution, moved.object, step.fields, step.record);
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
  const path = session.get(`SELECT file_path FROM images WHERE id = ?`, row.id)?.[0];
  if (step.filename !== undefined) cells.set("filename", step.filename);
  if (step.filename !== undefined || path === servedPath(execution, nameOf(step.from)))
    cells.set("file_path", servedPath(execution, nameOf(step.address)));
  return cells;
}
