import type { Step } from "../apply/ports.js";
import { type Kind, nameOf } from "../model/address.js";
import { specOf } from "../model/fields.js";
import { equalJson, type Json } from "../model/json.js";
import type { Fields } from "../model/resource.js";
import { TABLES } from "./columns.js";
import { encodeFields } from "./encode.js";
import { OUR_MARK } from "./links.js";
import {
  type Execution,
  type LiveRow,
  type Registered,
  readRegistered,
  readRowById,
  retireThumbnail,
  saveRecord,
} from "./registry.js";
import { servedPath } from "./served-path.js";
import type { Cell, Session } from "./session.js";
import { type Found, isBigSeed, judgeField, noteGone, noteStale } from "./staleness.js";

type StepOf<S extends Step["step"]> = Extract<Step, { step: S }>;

/** Every column of a new row in the table of a kind. Nothing in these tables has a default. */
const ROW_COLUMNS = {
  albums: [
    "id",
    "name",
    "description",
    "album_type",
    "is_public",
    "is_training_source",
    "created_by",
    "generation_prompt",
    "generation_config",
    "is_set_template",
    "csv_data",
    "base_prompt",
    "prompt_template",
    "style_suffix",
    "example_theme",
    "lora_config",
    "created_at",
    "updated_at",
  ],
  images: [
    "id",
    "filename",
    "file_path",
    "thumbnail_path",
    "prompt",
    "negative_prompt",
    "seed",
    "steps",
    "guidance_scale",
    "width",
    "height",
    "lora_config",
    "is_nsfw",
    "is_public",
    "created_at",
    "updated_at",
  ],
} as const;

const INSERTS = {
  albums: insertSql("albums", ""),
  images: insertSql("images", " ON CONFLICT (filename) DO NOTHING"),
};

/** A row without values: NULL, and 0 for booleans. */
const BLANK_ROWS = { albums: blankRow("albums"), images: blankRow("images") };

const POSITIONS = { albums: positionsOf("albums"), images: positionsOf("images") };

const READ_BACK = {
  albums: `SELECT ${ROW_COLUMNS.albums.join(", ")} FROM albums WHERE id = ?`,
  images: `SELECT ${ROW_COLUMNS.images.join(", ")} FROM images WHERE id = ?`,
};

/** Makes a new row with every column supplied, and its record. A row that stands already with these values is done. */
export function insertRow(execution: Execution, step: StepOf<"insert">): void {
  const { kind, address } = step;
  const known = readRegistered(execution, kind, address);
  if (known !== undefined && known.row !== null) {
    confirmRow(execution, step, known.object, known.row);
    return;
  }
  const table = TABLES[kind];
  const id = execution.session.nextId(table);
  const cells = newRow(execution, step, id);
  if (execution.session.run(INSERTS[table], ...cells) === 0) {
    noteStale(execution, address, "filename", undefined, step.filename);
    return;
  }
  execution.rowsWritten++;
  compareBack(table, cells, execution.session.get(READ_BACK[table], id));
  if (known !== undefined && kind === "image")
    retireThumbnail(execution, known.object.rowId, known.object.guard);
  const movedFrom = known?.object.movedFrom ?? null;
  const guard = kind === "image" ? (step.filename as string) : execution.now;
  saveRecord(
    execution,
    { kind, address, rowId: id, guard, movedFrom, recorded: {} },
    step.fields,
    step.record,
  );
}

function confirmRow(execution: Execution, step: StepOf<"insert">, object: Registered, row: LiveRow): void {
  const found: Found = { kind: step.kind, row, recorded: object.recorded };
  const different = Object.entries(step.fields).filter(
    ([field, value]) => judgeField(found, field, {}, value) !== "held",
  );
  for (const [field] of different) noteStale(execution, step.address, field, undefined, row.fields[field]);
  if (different.length === 0) saveRecord(execution, { ...object, recorded: {} }, step.fields, step.record);
}

function newRow(execution: Execution, step: StepOf<"insert">, id: number): readonly Cell[] {
  const { kind, address, filename } = step;
  const { now } = execution;
  const table = TABLES[kind];
  const blank = BLANK_ROWS[table];
  const cells = blank.slice();
  const put = (column: string, cell: Cell) => {
    const position = POSITIONS[table].get(column) as number;
    // NULL in a boolean hides the row from both values of a filter.
    cells[position] = cell ?? (blank[position] as Cell);
  };
  put("id", id);
  put("updated_at", now);
  if (kind === "image") {
    if (filename === undefined) throw new Error(`${address} is to be inserted without a filename`);
    put("filename", filename);
    put("file_path", servedPath(execution, nameOf(address)));
    put("thumbnail_path", `thumbnails/${id}.webp`);
  } else put("created_by", OUR_MARK);
  encodeFields(kind, [step.initial, step.fields], () => null, put);
  const created = POSITIONS[table].get("created_at") as number;
  cells[created] ??= now;
  return cells;
}

/** Writes fields of an owned row. */
export function updateRow(execution: Execution, step: StepOf<"update">): void {
  const known = readRegistered(execution, step.kind, step.address);
  if (known === undefined || known.row === null) {
    noteGone(execution, step.address);
    return;
  }
  const { object, row } = known;
  if (writeFields(execution, step, row, object.recorded))
    saveRecord(execution, object, step.fields, step.record);
}

/** Takes over a row that nobody owns. Its filename and path stay. */
export function adoptRow(execution: Execution, step: StepOf<"adopt">): void {
  const { kind, address } = step;
  const row = readRowById(execution.session, kind, step.row.id);
  if (row === null || row.guard !== step.row.guard) {
    noteGone(execution, address);
    return;
  }
  const owner = findOwner(execution, kind, row);
  if (owner !== undefined && owner !== `${execution.estate} ${address}`) {
    noteStale(execution, address, "owner", undefined, owner);
    return;
  }
  if (!writeFields(execution, step, row, null)) return;
  const movedFrom = readRegistered(execution, kind, address)?.object.movedFrom ?? null;
  const object: Registered = { kind, address, rowId: row.id, guard: row.guard, movedFrom, recorded: {} };
  saveRecord(execution, object, step.fields, step.record);
}

/** Estate and address of the object that owns a row. */
function findOwner({ session }: Execution, kind: Kind, row: LiveRow): string | undefined {
  const cells = session.get(
    `SELECT estate, address FROM sync_objects WHERE kind ${kind === "image" ? "=" : "<>"} 'image' AND row_id = ?
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
  const found: Found = { kind: step.kind, row, recorded };
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
  encodeFields(step.kind, [pending], row.textOf, (column, cell) => cells.set(column, cell));
  if (cells.size > 0) updateColumns(execution, TABLES[step.kind], row.id, cells);
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
  table: "albums" | "images",
  id: number,
  changed: ReadonlyMap<string, Cell>,
): void {
  const cells = new Map([...changed, ["updated_at", execution.now] as const]);
  const columns = [...cells.keys()];
  const values = [...cells.values()];
  const { session } = execution;
  session.run(
    `UPDATE ${table} SET ${columns.map((column) => `${column} = ?`).join(", ")} WHERE id = ?`,
    ...values,
    id,
  );
  execution.rowsWritten++;
  compareBack(table, values, readColumnsBack(session, table, columns, id));
}

function readColumnsBack(session: Session, table: string, columns: readonly string[], id: number) {
  return session.get(`SELECT ${columns.join(", ")} FROM ${table} WHERE id = ?`, id);
}

/** Throws when the database holds other values than were written: a trigger or a type that we don't know of. */
function compareBack(table: string, written: readonly Cell[], read: readonly Cell[] | undefined): void {
  if (read !== undefined && written.every((cell, index) => cell === read[index])) return;
  throw new Error(
    `A row of ${table} reads back as ${JSON.stringify(read)}, written was ${JSON.stringify(written)}`,
  );
}

function blankRow(table: keyof typeof ROW_COLUMNS): Cell[] {
  return ROW_COLUMNS[table].map((column) => (column.startsWith("is_") ? 0 : null));
}

function positionsOf(table: keyof typeof ROW_COLUMNS): ReadonlyMap<string, number> {
  return new Map(ROW_COLUMNS[table].map((column, index) => [column, index]));
}

function insertSql(table: keyof typeof ROW_COLUMNS, conflict: string): string {
  const columns = ROW_COLUMNS[table];
  return `INSERT INTO ${table} (${columns.join(", ")}) VALUES (${columns.map(() => "?").join(", ")})${conflict}`;
}
