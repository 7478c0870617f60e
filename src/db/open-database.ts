import type { DatabaseHandle } from "./connection/connect.js";
import type { OpenOptions } from "./connection/open-options.js";
import { isServerUrl } from "./connection/url.js";
import { checkWritableFile, openFileOf } from "./dialects/sqlite/open-file.js";

/** Opens `sqlite:<path>` or `postgres://…`. Throws DatabaseProblem when that can't be done. */
export async function openDatabase(url: string, options: OpenOptions): Promise<DatabaseHandle> {
  if (!isServerUrl(url)) return openFileOf(url, options);
  return (await import("./dialects/postgres/open-server.js")).openServer(url, options);
}

/** Throws DatabaseProblem when a database is a file that can't be written; a server says so when it is asked. */
export function checkWritable(url: string): void {
  if (!isServerUrl(url)) checkWritableFile(url);
}
