import type { Step } from "../../apply/ports.js";
import { KINDS, type Kind, nameOf } from "../../model/address.js";
import { isBigSeed, specOf } from "../../model/fields.js";
import { canonicalJson, equalJson, type Json } from "../../model/json.js";
import type { Fields } from "../../model/resource.js";
import type { BackendTable } from "../backend/backend-columns.js";
import { kindsBeside, layoutOf, selectColumn } from "../backend/columns.js";
import { encodeFields } from "../backend/encode.js";
import { manifestPath } from "../backend/manifest-path.js";
import { profileOf, tableOf } from "../backend/profile.js";
import { fitSeed } from "../backend/wide-seeds.js";
import type { Cell, Session } from "../connection/session.js";
import { compareRow } from "./checked-insert.js";
import { type Execution, noteChange } from "./execution.js";
import { tiesOf } from "./execution-ties.js";
import { nextRowId } from "./follow-templates.js";
import {
  addRecord,
  findKnown,
  type LiveRow,
  type Registered,
  readRegistered,
  readRowById,
  retireThumbnail,
  saveRecord,
} from "./registry.js";
import { servedPath } from "./served-path.js";
import { type FoundObject, isSet, judgeField, markRowMissing, noteStale } from "./staleness.js";

type StepOf<S extends Step["step"]> = Extract<Step, { step: S }>;

/** Makes new rows with every column supplied, and their records. A row that stands already with these values is done. */
export function insertRows(execution: Execution, steps: readonly StepOf<"insert">[]): void {
  const { objects, ...tables } = execution.inserts;
  const known = findKnown(
    execution,
    steps.map(({ address }) => address),
  );
  const added: (readonly [number, StepOf<"insert">])[] = [];
  for (const step of steps) {
    const before = known.has(step.address) ? readRegistered(execution, step.kind, step.address) : undefined;
    // Made once for the record and for history: it costs as much as binding all values of the row.
    const declared = canonicalJson(step.fields);
    execution.keepNew(step.address, declared);
    if (before !== undefined && before.row !== null) confirmRow(execution, step, before.object, before.row);
    else {
      const id = insertRow(execution, step, before?.object, declared);
      added.push([id, step]);
      if (step.kind === "image") continue;
      // Its name is never refused, and an album of the same batch may name its row.
      execution.made.set(step.address, id);
      execution.newRows.push({ address: step.address, oldId: before?.object.rowId, id });
    }
  }
  const refused = new Set(KINDS.flatMap((kind) => tables[tableOf(execution.session, kind)].flush()));
  objects.flush();
  for (const [id, { address, filename }] of added) {
    if (refused.has(id)) noteStale(execution, address, "filename", undefined, filename);
    else execution.made.set(address, id);
  }
  execution.rowsWritten += added.length - refused.size;
}

/** The id of the new row. `before`: what is recorded of an object whose row was deleted. */
function insertRow(
  execution: Execution,
  step: StepOf<"insert">,
  before: Registered | undefined,
  declared: string,
): number {
  const { kind, address, filename, movedFrom = before?.movedFrom ?? null } = step;
  const table = tableOf(execution.session, kind);
  const rowId = nextRowId(execution, kind);
  execution.inserts[table].add(newRow(execution, step, rowId));
  const guard = kind === "image" ? (filename as string) : execution.now;
  const manifest = before?.manifest ?? null;
  const object: Registered = { kind, address, rowId, guard, movedFrom, manifest, recorded: {} };
  if (before === undefined && movedFrom === null)
    addRecord(execution, object, step.fields, step.record, declared);
  else {
    if (before !== undefined && kind === "image") retireThumbnail(execution, before.rowId, before.guard);
    saveRecord(execution, object, step.fields, step.record);
  }
  return rowId;
}

function confirmRow(execution: Execution, step: StepOf<"insert">, object: Registered, row: LiveRow): void {
  const found: FoundObject = { kind: step.kind, row, recorded: object.recorded };
  const different = Object.entries(step.fields).filter(
    ([field, value]) => !isSet(step.kind, field) && judgeField(found, field, {}, value) !== "held",
  );
  for (const [field] of different) noteStale(execution, step.address, field, undefined, row.fields[field]);
  if (different.length === 0) saveRecord(execution, { ...object, recorded: {} }, step.fields, step.record);
}

function newRow(execution: Execution, step: StepOf<"insert">, id: number): readonly Cell[] {
  const { kind, address, filename } = step;
  const { session } = execution;
  const insert = execution.inserts[tableOf(session, kind)];
  const { manifestColumn } = profileOf(session).kinds[kind];
  const blank = insert.blankRow;
  const cells = blank.slice();
  const put = (column: string, cell: Cell) => {
    const position = insert.positionOf(column);
    // NULL in a boolean hides the row from both values of a filter.
    cells[position] = fitSeed(execution.session.dialect, cell) ?? (blank[position] as Cell);
  };
  put("id", id);
  if (kind === "image") {
    if (filename === undefined) throw new Error(`${address} is to be inserted without a filename`);
    put("filename", filename);
    put("file_path", servedPath(execution, nameOf(address)));
    put("thumbnail_path", `thumbnails/${id}.webp`);
  }
  const layout = layoutOf(session, kind);
  for (const { column, none } of layout.nones) put(column, none);
  if (manifestColumn !== undefined) put(manifestColumn, manifestPath(step.record.manifest));
  encodeFields(
    layout,
    [step.initial, step.fields],
    { textOf: () => null, ties: () => tiesOf(execution, kind) },
    put,
  );
  cells[insert.positionOf("created_at")] ??= execution.now;
  return cells;
}

/** Writes fields of an owned row. */
export function updateRow(execution: Execution, step: StepOf<"update">): void {
  const known = readRegistered(execution, step.kind, step.address);
  if (known === undefined || known.row === null) {
    markRowMissing(execution, step.address);
    return;
  }
  const { object, row } = known;
  if (writeFields(execution, step, row, object.recorded))
    saveRecord(execution, object, step.fields, step.record);
}

/** Takes over a row that nobody owns. Its filename and path stay. */
export function adoptRow(execution: Execution, step: StepOf<"adopt">): void {
  const { kind, address } = step;
  const row = readRowById(execution, kind, step.row.id);
  if (row === null || row.guard !== step.row.guard) {
    markRowMissing(execution, address);
    return;
  }
  const owner = findOwner(execution, kind, row);
  if (owner !== undefined && owner !== `${execution.estate} ${address}`) {
    noteStale(execution, address, "owner", undefined, owner);
    return;
  }
  // One that was released is still known.
  const known = readRegistered(execution, kind, address);
  const seen = known?.row?.id === row.id ? known.row : row;
  if (!writeFields(execution, step, seen, null)) return;
  const movedFrom = step.movedFrom ?? known?.object.movedFrom ?? null;
  const manifest = known?.object.manifest ?? null;
  const object: Registered = {
    kind,
    address,
    rowId: row.id,
    guard: row.guard,
    movedFrom,
    manifest,
    recorded: {},
  };
  saveRecord(execution, object, step.fields, step.record);
  execution.newRows.push({ address, oldId: known?.object.rowId, id: row.id });
}

/** Estate and address of the object that owns a row. */
function findOwner({ session }: Execution, kind: Kind, row: LiveRow): string | undefined {
  const cells = session.get(
    `SELECT estate, address FROM sync_objects WHERE kind IN ${kindsBeside(session, kind)} AND row_id = ?
      AND guard = ? AND state = 'owned'`,
    row.id,
    row.guard,
  );
  return cells === undefined ? undefined : cells.join(" ");
}

/**
 * Writes those fields that do not hold yet, and updated_at if there are any; `extra` are further columns. False, and
 * nothing written, when a field is neither as planned nor as wanted.
 */
export function writeFields(
  execution: Execution,
  step: StepOf<"update" | "adopt" | "move">,
  row: LiveRow,
  recorded: Fields | null,
  extra: ReadonlyMap<string, Cell> = new Map(),
): boolean {
  const found: FoundObject = { kind: step.kind, row, recorded };
  const pending: { [field: string]: Fields[string] } = {};
  let fresh = true;
  for (const [field, value] of Object.entries(step.fields)) {
    const standing = judgeField(found, field, step.before, value);
    if (standing === "planned" && !isOutOfColumn(step, row, field, value)) pending[field] = value;
    if (standing !== "stale") continue;
    const live = specOf(step.kind, field)?.column === undefined ? recorded?.[field] : row.fields[field];
    noteStale(execution, step.address, field, step.before[field], live);
    fresh = false;
  }
  if (!fresh) return false;
  const cells = new Map<string, Cell>(extra);
  const { kind } = step;
  const context = { textOf: row.textOf, ties: () => tiesOf(execution, kind) };
  encodeFields(layoutOf(execution.session, kind), [pending], context, (column, cell) =>
    cells.set(column, fitSeed(execution.session.dialect, cell)),
  );
  if (cells.size > 0) {
    noteChange(execution, step.address);
    updateColumns(execution, tableOf(execution.session, kind), row.id, cells);
  }
  return true;
}

/** True for a big seed whose column holds nothing of ours that would have to go. */
function isOutOfColumn(
  step: StepOf<"update" | "adopt" | "move">,
  row: LiveRow,
  field: string,
  value: Json,
): boolean {
  if (!isBigSeed(specOf(step.kind, field), value)) return false;
  const live = row.fields[field] ?? null;
  return live === null || !equalJson(live, step.before[field]);
}

function updateColumns(
  execution: Execution,
  table: BackendTable,
  id: number,
  changed: ReadonlyMap<string, Cell>,
): void {
  const cells = new Map([...changed, ["updated_at", execution.now] as const]);
  const columns = [...cells.keys()];
  const values = [...cells.values()];
  const { session, kept } = execution;
  const found = session.run(
    `UPDATE ${table} SET ${columns.map((column) => `${column} = ?`).join(", ")} WHERE id = ?`,
    ...values,
    id,
  );
  execution.rowsWritten++;
  const isKept = columns.every((column, index) => kept[table].get(column)?.(values[index] as Cell) === true);
  if (found === 0 || !isKept) compareRow(table, values, readColumnsBack(session, table, columns, id));
}

function readColumnsBack(session: Session, table: string, columns: readonly string[], id: number) {
  const read = columns.map((column) => selectColumn(table, column));
  return session.get(`SELECT ${read.join(", ")} FROM ${table} WHERE id = ?`, id);
}
