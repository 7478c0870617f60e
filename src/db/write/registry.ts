import type { RecordUpdate } from "../../apply/ports.js";
import { type Address, forEachKind, type Kind } from "../../model/address.js";
import { canonicalJson } from "../../model/json.js";
import type { Fields } from "../../model/resource.js";
import { guardOf, layOutAll, layoutOf, selectRow } from "../backend/columns.js";
import { type DecodedRow, decodeRow, type KnownFields } from "../backend/decode.js";
import { manifestPath } from "../backend/manifest-path.js";
import { perProfile, profileOf } from "../backend/profile.js";
import { readKnownFields } from "../backend/records.js";
import { OBJECT_FIELDS, readStored } from "../backend/stored-json.js";
import { seedOf } from "../backend/wide-seeds.js";
import type { Cell, Session } from "../connection/session.js";
import { type Execution, noteChange, OBJECT_COLUMNS } from "./execution.js";
import { noteTie, tiesOf } from "./execution-ties.js";
import { followTemplates } from "./follow-templates.js";

/** What the registry holds of an object. */
export interface Registered {
  readonly kind: Kind;
  readonly address: Address;
  readonly rowId: number;
  readonly guard: string;
  readonly movedFrom: Address | null;
  /** The manifest that declared it last; null for an object without a record. */
  readonly manifest: string | null;
  readonly recorded: Fields;
}

/** A row as it is now, with the texts that its object columns hold. */
export interface LiveRow extends DecodedRow {
  readonly textOf: (column: string) => string | null;
}

const STATEMENTS = perProfile((profile) => {
  const layouts = layOutAll(profile);
  return forEachKind((kind) => {
    const { table } = profile.kinds[kind];
    const columns = selectRow(layouts[kind], "x");
    const isRow = `x.id = o.row_id AND ${guardOf(kind, "x")} = o.guard`;
    return {
      registered: `SELECT o.row_id, o.guard, o.moved_from, o.manifest, o.fields, ${columns} FROM sync_objects o
        LEFT JOIN ${table} x ON ${isRow} WHERE o.estate = ? AND o.address = ?`,
      row: `SELECT ${columns} FROM ${table} x WHERE x.id = ?`,
      find: `SELECT j.key, x.id FROM json_each(?) j CROSS JOIN sync_objects o JOIN ${table} x ON ${isRow}
        WHERE o.estate = ? AND o.address = j.value`,
    };
  });
});

/** An object and its row, if it still has one; undefined when the registry does not know the address. */
export function readRegistered(
  execution: Execution,
  kind: Kind,
  address: Address,
): { readonly object: Registered; readonly row: LiveRow | null } | undefined {
  if (kind === "album") followTemplates(execution);
  const { session, estate } = execution;
  const cells = session.get(STATEMENTS(session)[kind].registered, estate, address);
  if (cells === undefined) return undefined;
  const [rowId, guard, movedFrom, manifest, fields] = cells;
  const object: Registered = {
    kind,
    address,
    rowId: Number(rowId),
    guard: String(guard),
    movedFrom: movedFrom as string | null,
    manifest: String(manifest),
    recorded: readStored<Fields>(OBJECT_FIELDS, fields, estate, address),
  };
  const known = { fields: object.recorded, ties: tiesOf(execution, kind) };
  const row = readLiveRow(session, kind, cells.slice(5), known);
  const seed = row === null ? undefined : seedOf(session.dialect, kind, row.fields, object.recorded);
  if (row !== null && seed !== undefined) row.fields.seed = seed;
  return { object, row };
}

/** The row with an id, or null when there is none. */
export function readRowById(execution: Execution, kind: Kind, id: number): LiveRow | null {
  if (kind === "album") followTemplates(execution);
  const { session, estate } = execution;
  const cells = session.get(STATEMENTS(session)[kind].row, id);
  if (cells === undefined) return null;
  const known = readKnownFields(session, estate, kind, [id], tiesOf(execution, kind))(id, String(cells[1]));
  return readLiveRow(session, kind, cells, known);
}

function readLiveRow(
  session: Session,
  kind: Kind,
  cells: readonly Cell[],
  known: KnownFields,
): LiveRow | null {
  const layout = layoutOf(session, kind);
  const row = decodeRow(layout, cells, 0, known);
  if (row === null) return null;
  const textOf = (column: string): string | null => {
    const cell = cells[2 + layout.columns.indexOf(column)];
    return typeof cell === "string" && !row.unreadable.includes(column) ? cell : null;
  };
  return { ...row, textOf };
}

/** The id of the row that an object has, released or not; undefined when it has none. */
export function findRowId(execution: Execution, kind: Kind, address: Address): number | undefined {
  return findRowIds(execution, kind, [address])(address);
}

/** A function that gives the same for each of these addresses, which are looked up together. */
export function findRowIds(
  { session, estate, made }: Execution,
  kind: Kind,
  addresses: readonly Address[],
): (address: Address) => number | undefined {
  const asked = addresses.filter((address) => !made.has(address));
  if (asked.length === 0) return (address) => made.get(address);
  const ids = new Map<Address, number>();
  for (const [index, id] of session.all(STATEMENTS(session)[kind].find, JSON.stringify(asked), estate))
    ids.set(asked[Number(index)] as Address, Number(id));
  return (address) => made.get(address) ?? ids.get(address);
}

/** Those of these addresses that the registry knows. */
export function findKnown(
  { session, estate, made, isFirst }: Execution,
  addresses: readonly Address[],
): Pick<ReadonlySet<Address>, "has"> {
  if (isFirst) return made;
  const rows = session.all(
    `SELECT o.address FROM json_each(?) j CROSS JOIN sync_objects o
      WHERE o.estate = ? AND o.address = j.value`,
    JSON.stringify(addresses),
    estate,
  );
  return new Set(rows.map(([address]) => String(address)));
}

/** The manifests that these objects are recorded from. */
export function findHolders(
  { session, estate }: Execution,
  addresses: readonly Address[],
): readonly string[] {
  const rows = session.all(
    `SELECT DISTINCT o.manifest FROM json_each(?) j CROSS JOIN sync_objects o
      WHERE o.estate = ? AND o.address = j.value`,
    JSON.stringify(addresses),
    estate,
  );
  return rows.map(([file]) => String(file));
}

const SAVED = ["kind", "row_id", "guard", "manifest", "state", "protect", "moved_from", "sha256", "fields"];

const SAVE_RECORD = `INSERT INTO sync_objects (estate, state, run, moved_from, ${OBJECT_COLUMNS.join(", ")})
  VALUES (?, 'owned', ?, ?, ${OBJECT_COLUMNS.map(() => "?").join(", ")})
  ON CONFLICT (estate, address) DO UPDATE SET kind = excluded.kind, row_id = excluded.row_id,
    guard = excluded.guard, manifest = excluded.manifest, state = excluded.state, protect = excluded.protect,
    moved_from = excluded.moved_from, run = excluded.run, sha256 = excluded.sha256, fields = excluded.fields
  WHERE (${SAVED.map((column) => `sync_objects.${column}`).join(", ")}) IS DISTINCT FROM
    (${SAVED.map((column) => `excluded.${column}`).join(", ")})`;

/**
 * Notes the object as owned: recorded is what was recorded, then the fields just written, then the patch. A record that
 * is the same already stays with the run that wrote it.
 */
export function saveRecord(
  execution: Execution,
  object: Registered,
  written: Fields,
  update: RecordUpdate,
): void {
  const { session, estate, run } = execution;
  followManifest(execution, object, update.manifest);
  noteTie(execution, object.address, object.rowId);
  const cells = recordCells(object, written, update);
  if (session.run(SAVE_RECORD, estate, run, object.movedFrom, ...cells) > 0)
    noteChange(execution, object.address);
}

/** Writes the path of the manifest into the row of an object, where it has a column for it that holds the path that we wrote. */
function followManifest(
  execution: Execution,
  { kind, rowId, guard, manifest: old }: Registered,
  manifest: string,
): void {
  const { session, now } = execution;
  const { table, manifestColumn } = profileOf(session).kinds[kind];
  if (manifestColumn === undefined || old === null || manifest === old) return;
  execution.rowsWritten += session.run(
    `UPDATE ${table} SET ${manifestColumn} = ?, updated_at = ?
      WHERE id = ? AND ${guardOf(kind, table)} = ? AND ${manifestColumn} = ?`,
    manifestPath(manifest),
    now,
    rowId,
    guard,
    manifestPath(old),
  );
}

/**
 * The same for an object that the registry does not know and that was not moved; whoever calls flushes. `declared`: the
 * canonical JSON of what is written.
 */
export function addRecord(
  execution: Execution,
  object: Registered,
  written: Fields,
  update: RecordUpdate,
  declared: string,
): void {
  noteTie(execution, object.address, object.rowId);
  execution.inserts.objects.add(recordCells(object, written, update, declared));
}

/** The values of {@link OBJECT_COLUMNS}. */
function recordCells(
  { kind, address, rowId, guard, recorded }: Omit<Registered, "manifest">,
  written: Fields,
  { patch, manifest, protect }: RecordUpdate,
  declared?: string,
): readonly Cell[] {
  const fields = mergeRecord(recorded, written, patch);
  const sha256 = kind === "image" && typeof fields.sha256 === "string" ? fields.sha256 : null;
  const text = fields === written && declared !== undefined ? declared : canonicalJson(fields);
  return [address, kind, rowId, guard, manifest, protect ? 1 : 0, sha256, text];
}

function mergeRecord(recorded: Fields, written: Fields, { set, unset }: RecordUpdate["patch"]): Fields {
  if (unset.length === 0 && isNone(recorded) && isNone(set)) return written;
  const fields: { [field: string]: Fields[string] } = { ...recorded, ...written, ...set };
  for (const field of unset) delete fields[field];
  return fields;
}

function isNone(fields: Fields): boolean {
  for (const _ in fields) return false;
  return true;
}

/** Forgets an object; its row, if any, is left alone. */
export function dropRecord(execution: Execution, address: Address): void {
  const { session, estate, made } = execution;
  made.delete(address);
  noteTie(execution, address, undefined);
  session.run("DELETE FROM sync_objects WHERE estate = ? AND address = ?", estate, address);
}

/** Notes that an image row is gone, so that its thumbnail file goes too. */
export function retireThumbnail({ session, estate, now }: Execution, imageId: number, guard: string): void {
  session.run(
    `INSERT INTO sync_thumbnails (image_id, estate, guard, state, recorded_at) VALUES (?, ?, ?, 'remove', ?)
      ON CONFLICT (image_id) DO UPDATE SET state = excluded.state, claimed_until = NULL
        WHERE sync_thumbnails.guard = excluded.guard`,
    imageId,
    estate,
    guard,
    now,
  );
}
