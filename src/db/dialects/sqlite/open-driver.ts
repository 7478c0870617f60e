import Driver, { type Database } from "better-sqlite3";
import { codeOf } from "../../../files/system-error.js";
import { isFull } from "../../../files/write-error.js";
import type { OpenDatabase, OpenOptions } from "../../connection/open-options.js";
import { DatabaseProblem } from "../../connection/problem.js";
import { createTurns } from "../../connection/writer-wait.js";
import { copyPrivately, type PrivateCopy } from "./private-copy.js";
import { type Statements, withSession } from "./session.js";
import { settleConnection } from "./settle.js";

/** Opens a file on the driver alone, for `read` or `rows`. Throws the driver's errors. */
export function openDriver(file: string, options: OpenOptions): OpenDatabase {
  const { connection, copy } = connect(file, options);
  const end = options.mode === "read" ? "ROLLBACK" : "COMMIT";
  const statements: Statements | undefined = options.stays === true ? new Map() : undefined;
  const inTurn = createTurns();
  return {
    writer: null,
    isCopy: copy !== null,
    build: () => Promise.reject(new Error("The database was opened without Knex.")),
    limitWait: (_statementMs, work) => work(),
    transact: (work) =>
      inTurn(() => transact(connection, (open) => withSession(open, work, statements), end)),
    close: async () => {
      connection.close();
      copy?.remove();
    },
  };
}

/** A database in WAL mode can't be read where nothing may be written beside it. */
function connect(file: string, options: OpenOptions): { connection: Database; copy: PrivateCopy | null } {
  try {
    return { connection: connectTo(file, options), copy: null };
  } catch (error) {
    if (options.mode !== "read" || !needsCopy(error)) throw error;
    return connectToCopy(file, options, error);
  }
}

/** Where it can't be copied either, what is wrong is that it can't be opened; but for a lack of room for the copy. */
function connectToCopy(
  file: string,
  options: OpenOptions,
  cause: unknown,
): { connection: Database; copy: PrivateCopy | null } {
  let copy: PrivateCopy;
  try {
    copy = copyPrivately(file);
  } catch (error) {
    throw isFull(error) || error instanceof DatabaseProblem ? error : cause;
  }
  try {
    return { connection: connectTo(copy.file, { ...options, mode: "rows" }), copy };
  } catch (error) {
    copy.remove();
    throw error;
  }
}

function connectTo(file: string, options: OpenOptions): Database {
  const connection = new Driver(file, { readonly: options.mode === "read" });
  try {
    settleConnection(connection, options);
    // Nothing is read of a file before the first statement that needs it.
    connection.exec("SELECT count(*) FROM sqlite_master");
    return connection;
  } catch (error) {
    connection.close();
    throw error;
  }
}

function needsCopy(error: unknown): boolean {
  return /^SQLITE_(CANTOPEN|READONLY)/.test(codeOf(error));
}

/** `end`: nothing is committed where nothing was written; that would fail on damage which `work` has dealt with. */
async function transact<T>(
  connection: Database,
  work: (connection: Database) => Promise<T>,
  end: "COMMIT" | "ROLLBACK",
): Promise<T> {
  connection.exec("BEGIN");
  try {
    const result = await work(connection);
    connection.exec(end);
    return result;
  } catch (error) {
    if (connection.inTransaction) connection.exec("ROLLBACK");
    throw error;
  }
}
