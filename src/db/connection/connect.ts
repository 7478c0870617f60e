import { accessSync, constants, existsSync, mkdirSync } from "node:fs";
import { dirname } from "node:path";
import { namingFile } from "../../files/write-error.js";
import type { OpenDatabase, OpenMode, OpenOptions } from "./open-options.js";
import { DatabaseProblem, explainDriverError } from "./problem.js";
import { checkRegular } from "./regular.js";
import { openSession, type Session, type Statements } from "./session.js";
import { fileOf, redactUrl } from "./url.js";
import { DEFAULT_WRITER_WAIT, type WriterWait, waitForWriters } from "./writer-wait.js";

/** An open database, or an absent one. */
export interface DatabaseHandle extends OpenDatabase {
  /** Fit to be printed. */
  readonly url: string;
  readonly file: string;
  readonly mode: OpenMode;
  /** True when there is none and it was opened for reading. */
  readonly isAbsent: boolean;
  /** How long transactions that write wait for other programs; who takes the lease says so. */
  writerWait: WriterWait;
  /** Statements that are kept from one transaction to the next; undefined: none are. */
  readonly statements?: Statements;
}

const ABSENT: OpenDatabase = {
  writer: null,
  isCopy: false,
  transact: () => Promise.reject(new Error("There is no database: it was opened for reading and is absent.")),
  close: async () => {},
};

/** Opens `sqlite:<path>`. Throws {@link DatabaseProblem} when that can't be done. */
export async function openDatabase(url: string, options: OpenOptions): Promise<DatabaseHandle> {
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
  if (mode !== "read") checkWritable(url);
  try {
    const opened = await openFile(file, options);
    return { url: name, file, mode, isAbsent: false, writerWait: DEFAULT_WRITER_WAIT, ...opened };
  } catch (error) {
    throw explainDriverError(error, name);
  }
}

/** Throws {@link DatabaseProblem} when a database, or what SQLite keeps beside it, can't be written. */
export function checkWritable(url: string): void {
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

async function openFile(file: string, options: OpenOptions): Promise<OpenDatabase> {
  if (options.mode === "read" || options.mode === "rows")
    return (await import("./open-driver.js")).openDriver(file, options);
  return (await import("./open-knex.js")).openKnex(file, options);
}

/** Runs `work` in one transaction that sees one state of the database, which must be there, and writes nothing. */
export function readTransaction<T>(
  handle: DatabaseHandle,
  work: (session: Session) => Promise<T>,
): Promise<T> {
  return inTransaction(handle, work);
}

/**
 * Runs `work` in one transaction that holds the write lock from its first statement on: a transaction that reads first
 * fails as soon as anybody else commits. `writeFirst` is that statement; it waits for other programs as long as the handle
 * says. Throws {@link DatabaseProblem} when the database was not migrated.
 */
export function writeTransaction<T>(
  handle: DatabaseHandle,
  work: (session: Session) => Promise<T>,
  writeFirst: (session: Session) => void = lockForWriting,
): Promise<T> {
  let isLocked = false;
  return waitForWriters(
    handle,
    (statementMs) =>
      inTransaction(handle, (session) => {
        takeLock(session, statementMs, writeFirst);
        isLocked = true;
        return work(session);
      }),
    () => !isLocked,
  );
}

function takeLock(session: Session, statementMs: number, writeFirst: (session: Session) => void): void {
  const usual = Number(session.get("PRAGMA busy_timeout"));
  session.get(`PRAGMA busy_timeout = ${statementMs}`);
  try {
    writeFirst(session);
  } finally {
    session.get(`PRAGMA busy_timeout = ${usual}`);
  }
}

function lockForWriting(session: Session): void {
  try {
    session.run("UPDATE sync_meta SET value = value WHERE name = ''");
  } catch (error) {
    if (!/no such table/.test(String(error))) throw error;
    throw new DatabaseProblem(
      "database-unmigrated",
      "The database has no album-sync tables yet",
      "Run sync db migrate.",
      { cause: error },
    );
  }
}

async function inTransaction<T>(
  { url, transact, statements }: DatabaseHandle,
  work: (session: Session) => Promise<T>,
): Promise<T> {
  try {
    return await transact(async (connection) => {
      const { session, close } = openSession(connection, statements);
      try {
        return await work(session);
      } finally {
        close();
      }
    });
  } catch (error) {
    throw explainDriverError(error, url);
  }
}
