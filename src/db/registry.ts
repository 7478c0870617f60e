import type { RecordUpdate } from "../apply/ports.js";
import type { Address, Kind } from "../model/address.js";
import type { StaleField } from "../model/apply-report.js";
import { canonicalJson } from "../model/json.js";
import type { Fields } from "../model/resource.js";
import { forEachKind, guardOf, LAYOUTS, selectRow, TABLES } from "./columns.js";
import { type DecodedRow, decodeRow } from "./decode.js";
import type { Cell, Session } from "./session.js";

/** What every step of one execution shares. */
export interface Execution {
  readonly session: Session;
  readonly estate: string;
  readonly run: number;
  /** Canonical time of everything that this execution writes. */
  readonly now: string;
  /** The asset folder as the backend sees it. */
  readonly servedFrom: string;
  /** Further asset folders by the name that their files begin with. */
  readonly servedRoots?: { readonly [name: string]: string };
  /** What is not as planned. Steps of these addresses are skipped, and in the end nothing is kept. */
  readonly stale: StaleField[];
  /** Rows of the backend's tables that were inserted, changed or deleted. */
  rowsWritten: number;
}

/** What the registry holds of an object. */
export interface Registered {
  readonly kind: Kind;
  readonly address: Address;
  readonly rowId: number;
  readonly guard: string;
  readonly movedFrom: Address | null;
  readonly recorded: Fields;
}

/** A row as it is now, with the texts that its object columns hold. */
export interface LiveRow extends DecodedRow {
  readonly textOf: (column: string) => string | null;
}

const READ_REGISTERED = forEachKind(
  (kind) => `SELECT o.row_id, o.guard, o.moved_from, o.fields, ${selectRow(kind, "x")} FROM sync_objects o
    LEFT JOIN ${TABLES[kind]} x ON x.id = o.row_id AND ${guardOf(kind, "x")} = o.guard
    WHERE o.estate = ? AND o.address = ?`,
);

const READ_ROW = forEachKind(
  (kind) => `SELECT ${selectRow(kind, "x")} FROM ${TABLES[kind]} x WHERE x.id = ?`,
);

const FIND_ROW = forEachKind(
  (kind) => `SELECT x.id FROM sync_objects o
    JOIN ${TABLES[kind]} x ON x.id = o.row_id AND ${guardOf(kind, "x")} = o.guard
    WHERE o.estate = ? AND o.address = ?`,
);

/** An object and its row, if it still has one; undefined when the registry does not know the address. */
export function readRegistered(
  { session, estate }: Execution,
  kind: Kind,
  address: Address,
): { readonly object: Registered; readonly row: LiveRow | null } | undefined {
  const cells = session.get(READ_REGISTERED[kind], estate, address);
  if (cells === undefined) return undefined;
  const [rowId, guard, movedFrom, fields] = cells;
  const object: Registered = {
    kind,
    address,
    rowId: Number(rowId),
    guard: String(guard),
    movedFrom: movedFrom as string | null,
    recorded: JSON.parse(String(fields)) as Fields,
  };
  return { object, row: readLiveRow(kind, cells, 4) };
}

/** The row with an id, or null when there is none. */
export function readRowById(session: Session, kind: Kind, id: number): LiveRow | null {
  const cells = session.get(READ_ROW[kind], id);
  return cells === undefined ? null : readLiveRow(kind, cells, 0);
}

function readLiveRow(kind: Kind, cells: readonly Cell[], start: number): LiveRow | null {
  const row = decodeRow(kind, cells, start);
  if (row === null) return null;
  const textOf = (column: string): string | null => {
    const cell = cells[start + 2 + LAYOUTS[kind].columns.indexOf(column)];
    return typeof cell === "string" && !row.unreadable.includes(column) ? cell : null;
  };
  return { ...row, textOf };
}

/** The id of the row that an object has, released or not; undefined when it has none. */
export function findRowId({ session, estate }: Execution, kind: Kind, address: Address): number | undefined {
  const cells = session.get(FIND_ROW[kind], estate, address);
  return cells === undefined ? undefined : Number(cells[0]);
}

/** Notes the object as owned: recorded is what was recorded, then the fields just written, then the patch. */
export function saveRecord(
  execution: Execution,
  object: Registered,
  written: Fields,
  update: RecordUpdate,
): void {
  const fields: { [field: string]: Fields[string] } = { ...object.recorded, ...written, ...update.patch.set };
  for (const field of update.patch.unset) delete fields[field];
  const sha256 = object.kind === "image" && typeof fields.sha256 === "string" ? fields.sha256 : null;
  execution.session.run(
    `INSERT INTO sync_objects
      (estate, address, kind, row_id, guard, manifest, state, protect, moved_from, run, sha256, fields)
      VALUES (?, ?, ?, ?, ?, ?, 'owned', ?, ?, ?, ?, ?)
      ON CONFLICT (estate, address) DO UPDATE SET kind = excluded.kind, row_id = excluded.row_id,
        guard = excluded.guard, manifest = excluded.manifest, state = excluded.state, protect = excluded.protect,
        moved_from = excluded.moved_from, run = excluded.run, sha256 = excluded.sha256, fields = excluded.fields`,
    execution.estate,
    object.address,
    object.kind,
    object.rowId,
    object.guard,
    update.manifest,
    update.protect ? 1 : 0,
    object.movedFrom,
    execution.run,
    sha256,
    canonicalJson(fields),
  );
}

/** Forgets an object; its row, if any, is left alone. */
export function dropRecord({ session, estate }: Execution, address: Address): void {
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
