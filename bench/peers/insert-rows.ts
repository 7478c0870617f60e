// Peer of first-apply: the rows of an applied database, written again by one prepared statement a table in one
// transaction; thumbnails, which come later, left out. Arguments: the applied database, the new one. Prints the seconds that the inserts took, and the rows.
import Database from "better-sqlite3";

interface Table {
  readonly name: string;
  readonly rows: readonly (readonly unknown[])[];
}

const [source, target] = process.argv.slice(2) as [string, string];
const from = new Database(source, { readonly: true });
const definitions = from
  .prepare(
    "SELECT type, name, sql FROM sqlite_master WHERE type IN ('table', 'index') AND sql IS NOT NULL AND name NOT LIKE 'sqlite_%' AND tbl_name <> 'sync_thumbnails' ORDER BY type DESC",
  )
  .all() as readonly { readonly type: string; readonly name: string; readonly sql: string }[];
const tables: readonly Table[] = definitions
  .filter(({ type }) => type === "table")
  .map(({ name }) => ({ name, rows: from.prepare(`SELECT * FROM "${name}"`).raw().all() as Table["rows"] }));

const to = new Database(target);
to.pragma("journal_mode = WAL");
for (const { sql } of definitions) to.exec(sql);
const start = performance.now();
to.exec("BEGIN IMMEDIATE");
for (const { name, rows } of tables) insertAll(name, rows);
to.exec("COMMIT");
const seconds = (performance.now() - start) / 1000;
const total = tables.reduce((sum, { rows }) => sum + rows.length, 0);
process.stdout.write(`${seconds.toFixed(4)} ${total}\n`);

function insertAll(name: string, rows: Table["rows"]): void {
  const [first] = rows;
  if (first === undefined) return;
  const insert = to.prepare(`INSERT INTO "${name}" VALUES (${first.map(() => "?").join(", ")})`);
  for (const row of rows) insert.run(...row);
}
