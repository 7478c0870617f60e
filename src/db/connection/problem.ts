import { codeOf } from "../../files/system-error.js";

/** What can go wrong with a database without anybody's mistake in the code. */
type DatabaseProblemCode =
  | "backup-damaged"
  | "copy-differs"
  | "copy-table"
  | "copy-target-not-empty"
  | "database-url"
  | "database-missing"
  | "database-unreachable"
  | "database-unreadable"
  | "database-busy"
  | "database-corrupt"
  | "database-full"
  | "database-history"
  | "database-read-only"
  | "database-newer"
  | "database-moved"
  | "database-schema"
  | "database-unmigrated"
  | "database-value"
  | "queue-rights"
  | "lock-held"
  | "lock-lost";

/** An expected problem with the database: one line of text and what to do about it. */
export class DatabaseProblem extends Error {
  override readonly name: string = "DatabaseProblem";

  constructor(
    readonly code: DatabaseProblemCode,
    message: string,
    readonly help: string,
    options?: ErrorOptions,
  ) {
    super(message, options);
  }
}

/** The problem behind an error of the driver, or the error itself when it is none that we know. */
export function explainDriverError(error: unknown, url: string): unknown {
  const code = codeOf(error);
  if (code.startsWith("SQLITE_BUSY") || code.startsWith("SQLITE_LOCKED"))
    return new DatabaseProblem(
      "database-busy",
      `another program is writing to ${url}`,
      "Wait until that program is done, then run the command again.",
      { cause: error },
    );
  // The index of the write-ahead log can't be extended: what a full disk says first.
  if (code === "SQLITE_FULL" || code === "SQLITE_IOERR_SHMSIZE")
    return new DatabaseProblem(
      "database-full",
      `${url} can't grow: no space is left for it, its -wal and -shm file or SQLite's temporary files`,
      "The transaction was rolled back. Free space on that disk (df shows what is left), then run the command again.",
      { cause: error },
    );
  if (/^SQLITE_CORRUPT/.test(code))
    return new DatabaseProblem(
      "database-corrupt",
      `${url} is damaged: ${(error as Error).message}`,
      "Run sync db check to list the damage. If only indexes or tables of album-sync are damaged, run " +
        "sync db check --rebuild-baseline. Otherwise restore a backup.",
      { cause: error },
    );
  if (code === "SQLITE_NOTADB")
    return new DatabaseProblem(
      "database-corrupt",
      `${url} is not a SQLite database, or its first page is damaged`,
      "Check that it is the right file; if it is, restore a backup.",
      { cause: error },
    );
  if (code.startsWith("SQLITE_READONLY"))
    return new DatabaseProblem(
      "database-read-only",
      `${url} can't be written: ${(error as Error).message}`,
      "Let this user write the file and its folder, or run the command where they can be written. Nothing was written.",
      { cause: error },
    );
  if (/^SQLITE_(CANTOPEN|PERM|IOERR|AUTH)/.test(code))
    return new DatabaseProblem(
      "database-unreadable",
      `${url} can't be opened: ${(error as Error).message}`,
      "Check that the file is an SQLite database and that you may read and write it and its folder.",
      { cause: error },
    );
  return error;
}
