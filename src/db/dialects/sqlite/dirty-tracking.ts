import { KINDS } from "../../../model/address.js";
import type { BackendTable } from "../../backend/backend-columns.js";
import { kindsIn, listCompared } from "../../backend/columns.js";
import { SYNC_WRITER } from "../../backend/links.js";
import { type Profile, perProfile } from "../../backend/profile.js";
import type { Session, Tracking } from "../../connection/session.js";

/**
 * Triggers note in sync_dirty which rows of our objects others change, so that a plan need not read the rest, and count
 * rows in sync_watch. They can get lost: SQLite drops them when a table is rebuilt, and INSERT OR REPLACE deletes
 * without firing any. So names, texts, table definitions and counts are compared before they are believed.
 */
const WATCHED = perProfile(({ columns }) => Object.keys(columns));

function isDirtyTrackingIntact(session: Session): boolean {
  const found = new Map(readTriggers(session));
  const triggers = TRIGGERS(session);
  if (found.size !== triggers.size) return false;
  for (const [name, sql] of triggers) if (found.get(name) !== sql) return false;
  const watch = session.all("SELECT table_name, row_count, max_id, definition FROM sync_watch");
  if (watch.length !== WATCHED(session).length) return false;
  return watch.every(([table, rows, maxId, definition]) => {
    const now = countRows(session, String(table));
    return now.rows === rows && now.maxId === maxId && readDefinition(session, String(table)) === definition;
  });
}

/** Takes the triggers away. */
function removeDirtyTracking(session: Session): void {
  for (const [name] of readTriggers(session)) session.run(`DROP TRIGGER ${name}`);
}

/** Makes the triggers anew. */
function installDirtyTracking(session: Session): void {
  removeDirtyTracking(session);
  for (const sql of TRIGGERS(session).values()) session.run(sql);
  for (const table of WATCHED(session)) {
    const { rows, maxId } = countRows(session, table);
    session.run(
      `INSERT INTO sync_watch (table_name, row_count, max_id, definition) VALUES (?, ?, ?, ?)
        ON CONFLICT (table_name) DO UPDATE SET row_count = excluded.row_count, max_id = excluded.max_id,
          definition = excluded.definition`,
      table,
      rows,
      maxId,
      readDefinition(session, table),
    );
  }
}

function writeUntracked(session: Session, write: () => void): void {
  const triggers = readTriggers(session);
  removeDirtyTracking(session);
  write();
  for (const [, sql] of triggers) session.run(sql);
}

function readTriggers(session: Session): readonly (readonly [string, string])[] {
  return session
    .all(
      "SELECT name, sql FROM sqlite_master WHERE type = 'trigger' AND name LIKE 'sync\\_mark\\_%' ESCAPE '\\'",
    )
    .map(([name, sql]) => [String(name), String(sql)]);
}

function countRows(session: Session, table: string): { readonly rows: number; readonly maxId: number } {
  const [rows] = session.get(`SELECT count(*) FROM ${table}`) ?? [];
  const [maxId] = session.get(`SELECT COALESCE(max(id), 0) FROM ${table}`) ?? [];
  return { rows: Number(rows), maxId: Number(maxId) };
}

function readDefinition(session: Session, table: string): string {
  const [sql] = session.get("SELECT sql FROM sqlite_master WHERE type = 'table' AND name = ?", table) ?? [];
  return String(sql);
}

/** Triggers, which SQLite runs within the statement that fires them. */
export const TRACKING: Tracking = {
  // A number is never given twice, so that a mark that was made again is told from the one that a plan saw.
  markTable:
    "CREATE TABLE sync_dirty (mark INTEGER PRIMARY KEY AUTOINCREMENT, table_name VARCHAR(20) NOT NULL, row_id INTEGER NOT NULL)",
  isIntact: isDirtyTrackingIntact,
  pause: removeDirtyTracking,
  install: installDirtyTracking,
  writeUntracked,
  recreate,
  readMark: (session) => Number(session.get("SELECT COALESCE(max(mark), 0) FROM sync_dirty")?.[0]),
};

/** A table whose pages are damaged can't be emptied. */
function recreate(session: Session, tables: readonly string[], statements: readonly string[]): void {
  // A plan that was made before must not take later marks for those that it saw.
  const last = session.get("SELECT seq FROM sqlite_sequence WHERE name = 'sync_dirty'")?.[0];
  for (const table of tables) session.run(`DROP TABLE ${table}`);
  for (const sql of statements) session.run(sql);
  if (typeof last === "number")
    session.run("INSERT INTO sqlite_sequence (name, seq) VALUES ('sync_dirty', ?)", last);
}

type TriggerEvent = "INSERT" | "UPDATE" | "DELETE";

const TRIGGERS = perProfile((profile): ReadonlyMap<string, string> => {
  const tables = [...new Set(KINDS.map((kind) => profile.kinds[kind].table))];
  const compared = (table: BackendTable) => ` OF ${listCompared(profile, table).join(", ")}`;
  const mark: Mark = (table, id, condition) => markRow(profile, table, id, condition);
  return new Map([
    ...tables.flatMap((table) => watchRows(table, compared(table), mark)),
    ...watchLabels(compared("labels"), mark),
    ...watchLinks(compared("album_images"), mark),
  ]);
});

/** The statements that mark a row, if it is one of ours and a condition holds. */
type Mark = (table: BackendTable, id: string, condition?: string) => readonly string[];

/** Rows that are objects: every change of a column that is compared. Columns that nobody compares fire nothing. */
function watchRows(table: BackendTable, compared: string, mark: Mark) {
  return [
    trigger(table, "INSERT", "", [count(table, "+"), ...mark(table, "NEW.id")]),
    trigger(table, "UPDATE", compared, [...mark(table, "OLD.id"), ...mark(table, "NEW.id")]),
    trigger(table, "DELETE", "", [count(table, "-"), ...mark(table, "OLD.id")]),
  ];
}

/** A label that others add can't take a declared one away, unless it pretends to be ours. */
function watchLabels(compared: string, mark: Mark) {
  return [
    trigger("labels", "INSERT", "", [
      count("labels", "+"),
      ...mark("images", "NEW.image_id", `NEW.created_by = '${SYNC_WRITER}'`),
    ]),
    trigger("labels", "UPDATE", compared, [
      ...mark("images", "OLD.image_id"),
      ...mark("images", "NEW.image_id"),
    ]),
    trigger("labels", "DELETE", "", [count("labels", "-"), ...mark("images", "OLD.image_id")]),
  ];
}

function watchLinks(compared: string, mark: Mark) {
  const ends = (row: "OLD" | "NEW") => [
    ...mark("albums", `${row}.album_id`),
    ...mark("images", `${row}.image_id`),
  ];
  return [
    trigger("album_images", "INSERT", "", [count("album_images", "+"), ...ends("NEW")]),
    trigger("album_images", "UPDATE", compared, [...ends("OLD"), ...ends("NEW")]),
    trigger("album_images", "DELETE", "", [count("album_images", "-"), ...ends("OLD")]),
  ];
}

function trigger(
  table: string,
  watermark: TriggerEvent,
  columns: string,
  statements: readonly string[],
): readonly [string, string] {
  const name = `sync_mark_${table}_${watermark.toLowerCase()}`;
  return [
    name,
    `CREATE TRIGGER ${name} AFTER ${watermark}${columns} ON ${table} BEGIN ${statements.join(" ")} END`,
  ];
}

function count(table: string, sign: "+" | "-"): string {
  const max = sign === "+" ? ", max_id = max(max_id, NEW.id)" : "";
  const shrink = sign === "-" ? `, max_id = (SELECT COALESCE(max(id), 0) FROM ${table})` : "";
  return `UPDATE sync_watch SET row_count = row_count ${sign} 1${max}${shrink} WHERE table_name = '${table}';`;
}

/** A row that is marked again gets a later number. Without ON CONFLICT: the statement that fires decides on that. */
function markRow(profile: Profile, table: BackendTable, id: string, condition = "1"): readonly string[] {
  const kinds = kindsIn(profile, table);
  return [
    `DELETE FROM sync_dirty WHERE table_name = '${table}' AND row_id = ${id} AND ${condition};`,
    `INSERT INTO sync_dirty (table_name, row_id) SELECT '${table}', ${id} WHERE ${condition}
      AND EXISTS (SELECT 1 FROM sync_objects WHERE kind IN ${kinds} AND row_id = ${id});`,
  ];
}
