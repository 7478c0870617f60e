import type { DatabaseHandle } from "../../connection/connect.js";
import type { OpenDatabase, OpenOptions } from "../../connection/open-options.js";
import type { Session } from "../../connection/session.js";
import { redactUrl } from "../../connection/url.js";
import { createTurns, DEFAULT_WRITER_WAIT } from "../../connection/writer-wait.js";
import { ServerConnection } from "./connection.js";
import { PATIENCE_MS } from "./protocol.js";
import { openSession } from "./session.js";

/** Opens `postgres://…`. Throws DatabaseProblem when that can't be done. Where a database is missing, none is made. */
export async function openServer(url: string, options: OpenOptions): Promise<DatabaseHandle> {
  const { mode, stays = false } = options;
  const connection = new ServerConnection(url, stays ? STATEMENT_MS : 0);
  await connection.connect();
  const opened =
    mode === "read" || mode === "rows"
      ? openPlain(connection, mode)
      : (await import("./open-knex.js")).openKnex(connection);
  return { url: redactUrl(url), file: "", mode, isAbsent: false, writerWait: DEFAULT_WRITER_WAIT, ...opened };
}

/** How long a list of a million rows may take to whom others wait for. */
const STATEMENT_MS = 60_000;

const BEGIN = {
  // One state of the database for all statements.
  read: "BEGIN ISOLATION LEVEL REPEATABLE READ, READ ONLY",
  rows: "BEGIN",
};

/** Without Knex, which takes as long to load as Node to start. */
function openPlain(connection: ServerConnection, mode: "read" | "rows"): OpenDatabase {
  const inTurn = createTurns();
  return {
    writer: null,
    isCopy: false,
    transact: (work) => inTurn(() => transact(connection, BEGIN[mode], work)),
    build: () => Promise.reject(new Error("The database was opened without Knex.")),
    limitWait: (_statementMs, work) => work(),
    close: () => connection.close(),
  };
}

async function transact<T>(
  connection: ServerConnection,
  begin: string,
  work: (session: Session) => Promise<T>,
): Promise<T> {
  await connection.queryLater(begin, [], PATIENCE_MS);
  try {
    const { session, settle } = openSession(connection);
    const result = await work(session);
    settle();
    connection.query("COMMIT");
    return result;
  } catch (error) {
    rollBack(connection);
    throw error;
  }
}

/** A connection that is lost has rolled back already. */
function rollBack(connection: ServerConnection): void {
  try {
    connection.query("ROLLBACK");
  } catch {}
}
