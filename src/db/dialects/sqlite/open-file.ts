import { accessSync, constants, existsSync, mkdirSync } from "node:fs";
import { dirname } from "node:path";
import { namingFile } from "../../../files/write-error.js";
import type { DatabaseHandle } from "../../connection/connect.js";
import type { OpenDatabase, OpenOptions } from "../../connection/open-options.js";
import { DatabaseProblem, explainDriverError } from "../../connection/problem.js";
import { fileOf, redactUrl } from "../../connection/url.js";
import { DEFAULT_WRITER_WAIT } from "../../connection/writer-wait.js";
import { checkRegular } from "./regular.js";

const refuse = () =>
  Promise.reject(new Error("There is no database: it was opened for reading and is absent."));

const ABSENT: OpenDatabase = {
  writer: null,
  isCopy: false,
  transact: refuse,
  build: refuse,
  limitWait: refuse,
  close: async () => {},
};

/** Opens `sqlite:<path>`. Throws {@link DatabaseProblem} when that can't be done. */
export async function openFileOf(url: string, options: OpenOptions): Promise<DatabaseHandle> {
  const file = fileOf(url);
  const { mode } = options;
  const name = redactUrl(url);
  checkRegular(file, name);
  if (!existsSync(file)) {
    if (mode === "read")
      return { url: name, file, mode, isAbsent: true, writerWait: DEFAULT_WRITER_WAIT, ...ABSENT };
    if (mode !== "create")
      throw new DatabaseProblem(
        "database-missing",
        `${name} does not exist`,
        "Run sync apply, which creates it, or correct the path.",
      );
    namingFile(dirname(file), () => mkdirSync(dirname(file), { recursive: true }));
  }
  if (mode !== "read") checkWritableFile(url);
  try {
    const opened = await open(file, options);
    return { url: name, file, mode, isAbsent: false, writerWait: DEFAULT_WRITER_WAIT, ...opened };
  } catch (error) {
    throw explainDriverError(error, name);
  }
}

/** Throws {@link DatabaseProblem} when a database, or what SQLite keeps beside it, can't be written. */
export function checkWritableFile(url: string): void {
  const file = fileOf(url);
  for (const path of [file, dirname(file)].filter((place) => existsSync(place))) {
    try {
      accessSync(path, constants.W_OK);
    } catch (error) {
      throw new DatabaseProblem(
        "database-read-only",
        `nothing was written: ${path === file ? redactUrl(url) : `the folder of ${redactUrl(url)}`} is read-only here`,
        "Let this user write the file and its folder, or run the command where they can be written.",
        { cause: error },
      );
    }
  }
}

async function open(file: string, options: OpenOptions): Promise<OpenDatabase> {
  if (options.mode === "read" || options.mode === "rows")
    return (await import("./open-driver.js")).openDriver(file, options);
  return (await import("./open-knex.js")).openKnex(file, options);
}
