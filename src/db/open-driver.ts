import Driver, { type Database } from "better-sqlite3";
import pLimit from "p-limit";
import type { OpenDatabase, OpenOptions } from "./open-options.js";
import { settleConnection } from "./settle.js";

/** Opens a file on the driver alone, for `read` or `rows`. Throws the driver's errors. */
export function openDriver(file: string, options: OpenOptions): OpenDatabase {
  const connection = new Driver(file, { readonly: options.mode === "read" });
  // One transaction at a time: as with Knex's pool of one connection, the next waits.
  const inTurn = pLimit(1);
  try {
    settleConnection(connection, options);
    // Nothing is read of a file before the first statement that needs it.
    connection.exec("SELECT count(*) FROM sqlite_master");
  } catch (error) {
    connection.close();
    throw error;
  }
  return {
    writer: null,
    transact: (work) => inTurn(() => transact(connection, work)),
    close: async () => void connection.close(),
  };
}

async function transact<T>(connection: Database, work: (connection: Database) => Promise<T>): Promise<T> {
  connection.exec("BEGIN");
  try {
    const result = await work(connection);
    connection.exec("COMMIT");
    return result;
  } catch (error) {
    if (connection.inTransaction) connection.exec("ROLLBACK");
    throw error;
  }
}
