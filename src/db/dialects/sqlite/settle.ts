import type { Database } from "better-sqlite3";
import { codeOf } from "../../../files/system-error.js";
import type { OpenOptions } from "../../connection/open-options.js";
import { keepStatements } from "./native-objects.js";

export const DEFAULT_BUSY_TIMEOUT_MS = 5000;

/** Gives a connection that was just opened the settings that all of ours have. */
export function settleConnection(
  connection: Database,
  { mode, busyTimeoutMs = DEFAULT_BUSY_TIMEOUT_MS }: OpenOptions,
): void {
  keepStatements(connection);
  connection.exec(`PRAGMA busy_timeout = ${busyTimeoutMs}`);
  // The backend does not enforce them, and its rows don't always hold them.
  connection.exec("PRAGMA foreign_keys = OFF");
  if (mode === "read") return;
  enableWal(connection, busyTimeoutMs);
  connection.exec("PRAGMA synchronous = FULL");
}

/** Others who have the database open keep it from changing its mode; then it stays as it is until the next time. */
function enableWal(connection: Database, busyTimeoutMs: number): void {
  connection.exec(`PRAGMA busy_timeout = ${Math.min(250, busyTimeoutMs)}`);
  try {
    connection.exec("PRAGMA journal_mode = WAL");
  } catch (error) {
    if (codeOf(error) !== "SQLITE_BUSY") throw error;
  } finally {
    connection.exec(`PRAGMA busy_timeout = ${busyTimeoutMs}`);
  }
}
