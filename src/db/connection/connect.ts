import { codeOf } from "../../files/system-error.js";
import type { OpenDatabase, OpenMode } from "./open-options.js";
import { DatabaseProblem, explainDriverError } from "./problem.js";
import type { Session } from "./session.js";
import { type WriterWait, waitForWriters } from "./writer-wait.js";

/** An open database, or an absent one. */
export interface DatabaseHandle extends OpenDatabase {
  /** Fit to be printed. */
  readonly url: string;
  /** Of SQLite; empty for a server. */
  readonly file: string;
  readonly mode: OpenMode;
  /** True when there is none and it was opened for reading. */
  readonly isAbsent: boolean;
  /** How long transactions that write wait for other programs; who takes the lease says so. */
  writerWait: WriterWait;
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
        session.dialect.takeLock(session, statementMs, writeFirst);
        isLocked = true;
        return work(session);
      }),
    () => !isLocked,
  );
}

/** SQLSTATE of PostgreSQL. */
const UNDEFINED_TABLE = "42P01";

function lockForWriting(session: Session): void {
  try {
    session.dialect.lockRows(session);
  } catch (error) {
    if (!/no such table/.test(String(error)) && codeOf(error) !== UNDEFINED_TABLE) throw error;
    throw new DatabaseProblem(
      "database-unmigrated",
      "The database has no album-sync tables yet",
      "Run sync db migrate.",
      { cause: error },
    );
  }
}

async function inTransaction<T>(
  { url, transact }: DatabaseHandle,
  work: (session: Session) => Promise<T>,
): Promise<T> {
  try {
    return await transact(work);
  } catch (error) {
    throw explainDriverError(error, url);
  }
}
