import { isAbsolute, join, relative } from "node:path";
import type { DatabaseHandle, OpenMode } from "../db/connect.js";
import type { Settings } from "../model/estate.js";

/** Opens the database of the settings for `work` and closes it on every way out. */
export async function withDatabase<T>(
  settings: Settings,
  mode: OpenMode,
  work: (handle: DatabaseHandle) => Promise<T>,
): Promise<T> {
  const { openDatabase } = await import("../db/connect.js");
  const handle = await openDatabase(settings.database, { mode });
  try {
    return await work(handle);
  } finally {
    await handle.close();
  }
}

/** The place on this machine of a path that the backend wrote: `served_from` is the first asset root here. */
export function localizePath(filePath: string, servedFrom: string, rootDir: string): string {
  const inside = relative(servedFrom, filePath);
  return inside.startsWith("..") || isAbsolute(inside) ? filePath : join(rootDir, inside);
}
