import { KINDS } from "../../../model/address.js";
import type { BackendTable } from "../../backend/backend-columns.js";
import { kindsIn, listCompared } from "../../backend/columns.js";
import { SYNC_WRITER } from "../../backend/links.js";
import { type Profile, perProfile } from "../../backend/profile.js";
import { literal } from "../../connection/literal.js";
import type { Session, Tracking } from "../../connection/session.js";

/**
 * Triggers that are silent in our own transactions, by a setting: to drop and make them would keep readers waiting. They
 * count nothing, since programs that write side by side would wait for each other at the count. Instead they fire always,
 * even where a restore or a replica says that none should, and for TRUNCATE. A mark is the number of the transaction that
 * made it: numbers from a sequence would not be in the order in which changes become visible.
 */
export const TRACKING: Tracking = {
  markTable: `CREATE TABLE sync_dirty (mark BIGINT NOT NULL DEFAULT (CAST(CAST(pg_current_xact_id() AS TEXT) AS BIGINT)),
    table_name VARCHAR(20) NOT NULL, row_id INTEGER NOT NULL)`,
  isIntact,
  pause: (session) => void session.run("SET LOCAL album_sync.writes = 'own'"),
  install: (session) => {
    if (!isIntact(session)) makeTriggers(session);
    session.run("SET LOCAL album_sync.writes = ''");
  },
  writeUntracked: (session, write) => {
    session.run("SET LOCAL album_sync.writes = 'own'");
    write();
    session.run("SET LOCAL album_sync.writes = ''");
  },
  // To drop them would take away the rights that roles have to them.
  recreate: (session, tables) => {
    for (const table of tables) session.run(`DELETE FROM ${table}`);
  },
  // What other transactions that are under way now do will have this number, or a higher one.
  readMark: (session) =>
    Number(
      session.get("SELECT CAST(CAST(pg_snapshot_xmin(pg_current_snapshot()) AS TEXT) AS BIGINT) - 1")?.[0],
    ),
};

const FUNCTION = "sync_mark";
const WATCHED = perProfile(({ columns }) => Object.keys(columns) as readonly BackendTable[]);

/** A mark that is not from this server is one of a restored copy, whose numbers say nothing here. */
function isIntact(session: Session): boolean {
  const watched = session.all("SELECT table_name, definition FROM sync_watch ORDER BY table_name");
  if (watched.length !== WATCHED(session).length) return false;
  const [body] =
    session.get("SELECT prosrc FROM pg_proc WHERE proname = ? AND pg_function_is_visible(oid)", FUNCTION) ??
    [];
  if (body !== BODY(session)) return false;
  const isForeign = session.get(
    "SELECT 1 FROM sync_dirty WHERE mark >= CAST(CAST(pg_snapshot_xmax(pg_current_snapshot()) AS TEXT) AS BIGINT) LIMIT 1",
  );
  if (isForeign !== undefined) return false;
  const now = readDefinitions(session);
  return watched.every(([table, definition]) => now.get(String(table)) === definition);
}

/** Of each table the columns, and our triggers as the server writes them, with the way in which they are enabled. */
function readDefinitions(session: Session): ReadonlyMap<string, string> {
  const rows = session.all(
    `SELECT t.relname,
        (SELECT string_agg(c.attname || ' ' || format_type(c.atttypid, c.atttypmod), ', ' ORDER BY c.attnum)
          FROM pg_attribute c WHERE c.attrelid = t.oid AND c.attnum > 0 AND NOT c.attisdropped),
        (SELECT string_agg(CAST(g.tgenabled AS TEXT) || ' ' || pg_get_triggerdef(g.oid), '; ' ORDER BY g.tgname COLLATE "C")
          FROM pg_trigger g WHERE g.tgrelid = t.oid AND g.tgname LIKE 'sync\\_mark\\_%')
      FROM pg_class t WHERE t.relkind IN ('r', 'p') AND pg_table_is_visible(t.oid)
        AND t.relname IN (${WATCHED(session)
          .map((table) => `'${table}'`)
          .join(", ")})`,
  );
  return new Map(rows.map(([table, columns, triggers]) => [String(table), `${columns}; ${triggers}`]));
}

function makeTriggers(session: Session): void {
  session.run(
    `CREATE OR REPLACE FUNCTION ${FUNCTION}() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER
      SET search_path FROM CURRENT AS ${literal(BODY(session))}`,
  );
  for (const table of WATCHED(session))
    for (const [name, event, each] of eventsOf(table)) {
      // To drop it first would keep readers waiting.
      session.run(`CREATE OR REPLACE TRIGGER ${name} AFTER ${event} ON ${table} FOR EACH ${each}
        WHEN (current_setting('album_sync.writes', TRUE) IS DISTINCT FROM 'own') EXECUTE FUNCTION ${FUNCTION}()`);
      session.run(`ALTER TABLE ${table} ENABLE ALWAYS TRIGGER ${name}`);
    }
  const definitions = readDefinitions(session);
  for (const table of WATCHED(session))
    session.run(
      `INSERT INTO sync_watch (table_name, row_count, max_id, definition) VALUES (?, 0, 0, ?)
        ON CONFLICT (table_name) DO UPDATE SET definition = excluded.definition`,
      table,
      String(definitions.get(table)),
    );
}

type Event = readonly [name: string, event: string, each: "ROW" | "STATEMENT"];

function eventsOf(table: BackendTable): readonly Event[] {
  const name = (event: string) => `sync_mark_${table}_${event}`;
  return [
    [name("insert"), "INSERT", "ROW"],
    // Named columns could not be dropped any more, and the backend changes its tables as it grows.
    [name("update"), "UPDATE", "ROW"],
    [name("delete"), "DELETE", "ROW"],
    [name("truncate"), "TRUNCATE", "STATEMENT"],
  ];
}

/** The tables whose rows are objects. */
function objectTables({ kinds }: Profile): readonly BackendTable[] {
  return [...new Set(KINDS.map((kind) => kinds[kind].table))];
}

/** SQL: the columns of the table of a trigger that are compared; changes of others are no matter. */
function comparedColumns(profile: Profile): string {
  const cases = (Object.keys(profile.columns) as BackendTable[]).map(
    (table) => `WHEN '${table}' THEN '{${listCompared(profile, table).join(",")}}'`,
  );
  return `CAST(CASE TG_TABLE_NAME ${cases.join(" ")} END AS TEXT[])`;
}

/** The function of all triggers. A label that others add can't take a declared one away, unless it pretends to be ours. */
const BODY = perProfile((profile) => {
  const ends = (row: "OLD" | "NEW") =>
    `${mark(profile, "albums", `${row}.album_id`)} ${mark(profile, "images", `${row}.image_id`)}`;
  const rows = objectTables(profile).map(
    (table) => `ELSIF TG_TABLE_NAME = '${table}' THEN
    IF TG_OP <> 'INSERT' THEN ${mark(profile, table, "OLD.id")} END IF;
    IF TG_OP <> 'DELETE' THEN ${mark(profile, table, "NEW.id")} END IF;`,
  );
  return `
DECLARE
  before JSONB;
  after JSONB;
BEGIN
  IF TG_OP = 'UPDATE' THEN
    before := to_jsonb(OLD);
    after := to_jsonb(NEW);
    IF NOT EXISTS (SELECT 1 FROM unnest(${comparedColumns(profile)}) c WHERE before -> c IS DISTINCT FROM after -> c) THEN
      RETURN NULL;
    END IF;
  END IF;
  IF TG_OP = 'TRUNCATE' THEN
    DELETE FROM sync_watch;
  ${rows.join("\n  ")}
  ELSIF TG_TABLE_NAME = 'labels' THEN
    IF TG_OP <> 'INSERT' THEN ${mark(profile, "images", "OLD.image_id")} END IF;
    IF TG_OP = 'UPDATE' OR (TG_OP = 'INSERT' AND NEW.created_by = '${SYNC_WRITER}') THEN
      ${mark(profile, "images", "NEW.image_id")}
    END IF;
  ELSE
    IF TG_OP <> 'INSERT' THEN ${ends("OLD")} END IF;
    IF TG_OP <> 'DELETE' THEN ${ends("NEW")} END IF;
  END IF;
  RETURN NULL;
END
`;
});

/** A row that is marked again gets a later number. */
function mark(profile: Profile, table: BackendTable, id: string): string {
  return `IF EXISTS (SELECT 1 FROM sync_objects WHERE kind IN ${kindsIn(profile, table)} AND row_id = ${id}) THEN
      DELETE FROM sync_dirty WHERE table_name = '${table}' AND row_id = ${id};
      INSERT INTO sync_dirty (table_name, row_id) VALUES ('${table}', ${id});
    END IF;`;
}
