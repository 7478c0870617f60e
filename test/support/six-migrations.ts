import Database from "better-sqlite3";

/**
 * Takes a database back to how versions with six migrations left it: seeds beyond 2147483647 in the record only. What
 * then stands in `seeds`, by filename, is what others wrote there since.
 */
export function undoSeeds(file: string, seeds: Readonly<Record<string, string | null>> = {}): void {
  const database = new Database(file);
  const triggers = database
    .prepare("SELECT name, sql FROM sqlite_master WHERE type = 'trigger'")
    .all() as readonly { readonly name: string; readonly sql: string }[];
  for (const { name } of triggers) database.exec(`DROP TRIGGER ${name}`);
  database.exec("UPDATE images SET seed = NULL WHERE seed > 2147483647 OR seed < -2147483648");
  const write = database.prepare("UPDATE images SET seed = ? WHERE filename = ?");
  for (const [filename, seed] of Object.entries(seeds))
    write.run(seed === null ? null : BigInt(seed), filename);
  for (const { sql } of triggers) database.exec(sql);
  database.exec("DROP INDEX sync_thumbnails_remove");
  database.exec("ALTER TABLE sync_thumbnails DROP COLUMN file_sha256");
  database.exec("DELETE FROM sync_migrations WHERE number > 6");
  database.close();
}

/** Seeds by filename, with all their digits. */
export function readSeeds(file: string): Readonly<Record<string, string | null>> {
  const database = new Database(file, { readonly: true });
  const rows = database
    .prepare("SELECT filename, CAST(seed AS TEXT) FROM images ORDER BY filename")
    .raw()
    .all() as readonly (readonly [string, string | null])[];
  database.close();
  return Object.fromEntries(rows);
}
