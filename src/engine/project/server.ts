import { isServerUrl, redactUrl } from "../../db/connection/url.js";
import type { Settings } from "../../model/estate.js";
import { usageFailure } from "./failure.js";

/** Throws a usage failure when the database is a file, which one machine has. `what`: what was asked for. */
export function requireServer({ database }: Pick<Settings, "database">, what: string): void {
  if (isServerUrl(database)) return;
  throw usageFailure(
    `${what} needs a database on a PostgreSQL server, not ${redactUrl(database)}`,
    "With a database in a file, sync apply and sync thumbnails create the thumbnails themselves.",
  );
}
