import { kindOf, parseAddress } from "../../model/address.js";
import { findDamage, STORED_COLUMNS, type StoredColumn } from "../backend/stored-json.js";
import { type DatabaseHandle, readTransaction } from "../connection/connect.js";
import type { Cell, Session } from "../connection/session.js";
import { isObjectState } from "../read/objects.js";
import { hasTable } from "../schema/state.js";

/** One thing that is wrong with the contents of a database. */
export interface CheckFinding {
  /** Null where SQLite does not say. */
  readonly table: string | null;
  /** Names the row: its key, or `row` and its number. Null where no single row is damaged. */
  readonly row: string | null;
  readonly detail: string;
}

const LIMIT = 100;

/** Looks for damage: SQLite's own checks, then everything that our tables hold as JSON. Writes nothing. */
export async function checkDatabase(handle: DatabaseHandle): Promise<readonly CheckFinding[]> {
  if (handle.isAbsent) return [];
  return readTransaction(handle, async (session) => [
    // A server checks its own files, and lets no reference dangle.
    ...(session.dialect.name === "SQLite" ? [...checkIntegrity(session), ...checkReferences(session)] : []),
    ...STORED_COLUMNS.flatMap((stored) => attempt(stored.table, () => checkJson(session, stored))),
    ...attempt("sync_meta", () => checkMeta(session)),
    ...attempt("sync_objects", () => checkObjects(session)),
  ]);
}

/** A part that can't be read to its end is a finding itself. */
function attempt(
  table: string | null,
  look: () => readonly CheckFinding[],
  what = "can't be read",
): readonly CheckFinding[] {
  try {
    return look();
  } catch (error) {
    const isDamage =
      error instanceof Error && "code" in error && /^SQLITE_(CORRUPT|ERROR)/.test(String(error.code));
    if (!isDamage) throw error;
    return [{ table, row: null, detail: `${what}: ${error.message}` }];
  }
}

/** Damage can end SQLite's check of the whole, so that each table has to be asked for. */
function checkIntegrity(session: Session): readonly CheckFinding[] {
  const places = readPlaces(session);
  const whole = attempt(null, () => readIntegrity(session, String(LIMIT), places));
  if (whole.every(({ table }) => table !== null)) return whole;
  const parts = listTables(places).flatMap((table) =>
    attempt(table, () => readIntegrity(session, `"${table}"`, places)),
  );
  return parts.length > 0 ? parts : whole;
}

function readIntegrity(session: Session, what: string, places: Places): readonly CheckFinding[] {
  return session
    .all(`PRAGMA integrity_check(${what})`)
    .flatMap(([text]) => String(text).split("\n"))
    .filter((line) => line !== "ok" && line !== "" && !line.startsWith("*** in database"))
    .map((detail) => ({ ...findPlace(detail, places), detail }));
}

function listTables({ roots }: Places): readonly string[] {
  return [...new Set(roots.values())].sort();
}

interface Places {
  /** Tables by the name of each index and of themselves. */
  readonly tables: ReadonlyMap<string, string>;
  /** Tables by the root page of them and their indexes. */
  readonly roots: ReadonlyMap<number, string>;
}

function readPlaces(session: Session): Places {
  const rows = session.all("SELECT name, tbl_name, rootpage FROM sqlite_master WHERE rootpage > 0");
  return {
    tables: new Map(rows.map(([name, table]) => [String(name), String(table)])),
    roots: new Map(rows.map(([, table, root]) => [Number(root), String(table)])),
  };
}

/** Where a line of SQLite's check speaks of, as far as it says. */
function findPlace(line: string, { tables, roots }: Places): Pick<CheckFinding, "table" | "row"> {
  const root = /^Tree (\d+)/.exec(line)?.[1];
  const named = /(?:index|in|value in|NULL value in) (\w+)/.exec(line)?.[1];
  const row = /\brow (\d+)\b/.exec(line)?.[1];
  const table = root === undefined ? tables.get(named ?? "") : roots.get(Number(root));
  return { table: table ?? null, row: row === undefined ? null : `row ${row}` };
}

/** Table by table: one that can't be read does not hide what is wrong with others. */
function checkReferences(session: Session): readonly CheckFinding[] {
  return listTables(readPlaces(session)).flatMap((table) =>
    attempt(table, () => readReferences(session, table), "the row that it references can't be read"),
  );
}

function readReferences(session: Session, name: string): readonly CheckFinding[] {
  return session
    .all('SELECT "table", rowid, parent FROM pragma_foreign_key_check(?) LIMIT ?', name, LIMIT)
    .map(([table, row, parent]) => ({
      table: String(table),
      row: `row ${row}`,
      detail: `references a missing row of ${parent}`,
    }));
}

function checkJson(session: Session, stored: StoredColumn): readonly CheckFinding[] {
  const { table, column, key } = stored;
  if (!hasTable(session, table)) return [];
  const findings: CheckFinding[] = [];
  for (const [cell, ...names] of session.stream(`SELECT ${column}, ${key.join(", ")} FROM ${table}`)) {
    const wrong = findDamage(stored, cell);
    if (wrong !== null) findings.push({ table, row: names.join(" "), detail: `${column} ${wrong}` });
  }
  return findings;
}

/** Rows of sync_meta that this program reads. */
const META_NAMES = ["database_id", "served_from"];

function checkMeta(session: Session): readonly CheckFinding[] {
  if (!hasTable(session, "sync_meta")) return [];
  const values = new Map(
    session.all("SELECT name, value FROM sync_meta").map(([name, value]) => [name, value]),
  );
  return META_NAMES.filter((name) => name === "database_id" || values.has(name)).flatMap((name) => {
    const value = values.get(name);
    if (typeof value === "string" && value !== "") return [];
    const detail = value === undefined ? "the row is missing" : "value is not text";
    return [{ table: "sync_meta", row: name, detail }];
  });
}

function checkObjects(session: Session): readonly CheckFinding[] {
  if (!hasTable(session, "sync_objects")) return [];
  const rows = session.stream("SELECT estate, address, kind, state, row_id FROM sync_objects");
  const findings: CheckFinding[] = [];
  for (const [estate, address, kind, state, rowId] of rows) {
    const detail = describeObject(String(address), kind ?? null, state ?? null, rowId ?? null);
    if (detail !== null) findings.push({ table: "sync_objects", row: `${estate} ${address}`, detail });
  }
  return findings;
}

/** What is wrong with the columns of a record beside its fields; null when nothing is. */
export function describeObject(address: string, kind: Cell, state: Cell, rowId: Cell): string | null {
  if (parseAddress(address) === undefined) return "address is invalid";
  if (kind !== kindOf(address)) return `kind is ${kind}`;
  if (!isObjectState(state)) return `state is ${state}`;
  return typeof rowId === "number" ? null : "row_id is not a number";
}
