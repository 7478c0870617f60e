import Driver from "better-sqlite3";
import { type DatabaseHandle, readTransaction } from "../../connection/connect.js";
import { keepNative } from "./native-objects.js";

/** The version of SQLite in the native module. Throws what loading it throws. */
export function probeDriver(): string {
  const database = new Driver(":memory:");
  try {
    return String(keepNative(database.prepare("SELECT sqlite_version()")).pluck().get());
  } finally {
    database.close();
  }
}

/** How the database keeps its journal, e.g. `wal`; null when it is absent. */
export async function readJournalMode(handle: DatabaseHandle): Promise<string | null> {
  if (handle.isAbsent) return null;
  return readTransaction(handle, async (session) => String(session.get("PRAGMA journal_mode")));
}
