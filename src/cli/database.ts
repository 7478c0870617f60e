import { isAbsolute, join, relative } from "node:path";
import type { DatabaseHandle } from "../db/connect.js";
import type { OpenMode } from "../db/open-options.js";
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

/** The place on this machine of a path that the backend wrote. `servedFrom`: the first asset root as the backend sees it. */
export function localizePath(
  filePath: string,
  servedFrom: string,
  [main, ...others]: Settings["assetRoots"],
): string {
  const served = [
    { dir: main.dir, from: servedFrom },
    ...others.map(({ dir, servedFrom: from }) => ({ dir, from })),
  ];
  for (const { dir, from } of served) {
    const inside = from === undefined ? ".." : relative(from, filePath);
    if (!inside.startsWith("..") && !isAbsolute(inside)) return join(dir, inside);
  }
  return filePath;
}
