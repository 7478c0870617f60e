import type { Database } from "better-sqlite3";
import { keepStatements } from "./native-objects.js";
import type { OpenOptions } from "./open-options.js";

/** Gives a connection that was just opened the settings that all of ours have. */
export function settleConnection(connection: Database, { mode, busyTimeoutMs = 5000 }: OpenOptions): void {
  keepStatements(connection);
  connection.exec(`PRAGMA busy_timeout = ${busyTimeoutMs}`);
  // The backend does not enforce them, and its rows don't always hold them.
  connection.exec("PRAGMA foreign_keys = OFF");
  if (mode === "read") return;
  connection.exec("PRAGMA journal_mode = WAL");
  connection.exec("PRAGMA synchronous = FULL");
}
