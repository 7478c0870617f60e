import { isAbsolute, join, relative } from "node:path";
import type { DatabaseHandle } from "../db/connect.js";
import type { OpenMode } from "../db/open-options.js";
import type { Settings } from "../model/estate.js";
import type { Output } from "./output.js";

/**
 * Opens the database of the settings for `work` and closes it on every way out. Throws when its tables are not those
 * that this program uses, before anything of it is written.
 */
export async function withDatabase<T>(
  settings: Settings,
  mode: OpenMode,
  work: (handle: DatabaseHandle) => Promise<T>,
): Promise<T> {
  const [{ checkWritable }, { checkSchema }] = await Promise.all([
    import("../db/connect.js"),
    import("../db/schema.js"),
  ]);
  // Opening it to write already changes a database that is not in WAL mode.
  if (mode !== "read") {
    checkWritable(settings.database);
    await withAnyDatabase(settings, "read", checkSchema);
  }
  return withAnyDatabase(settings, mode, async (handle) => {
    if (mode === "read") await checkSchema(handle);
    return work(handle);
  });
}

/** The same for a database with whatever tables. */
export async function withAnyDatabase<T>(
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

/** Says that a private copy is read, where the database can't be read in its place. */
export function sayCopy({ isCopy, url }: DatabaseHandle, output: Pick<Output, "say">): void {
  if (isCopy) output.say(`${url} can't be opened where it is, so a private copy of it was read.`);
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
