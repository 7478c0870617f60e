import type { Knex } from "knex";
import type { Session } from "./session.js";

/**
 * `read`: nothing is written, no file is made. `rows`: the database must exist, rows are written, tables stay as they are.
 * `write`: it must exist. `create`: it is made if absent.
 */
export type OpenMode = "read" | "rows" | "write" | "create";

export interface OpenOptions {
  readonly mode: OpenMode;
  /** How long a statement waits for another writer; 5 seconds by default. */
  readonly busyTimeoutMs?: number;
  /**
   * True for a reader that stays: its statements are kept from one transaction to the next, and it must not wait for ever
   * for a server.
   */
  readonly stays?: boolean;
}

/** The one connection of an open database. */
export interface OpenDatabase {
  /** Null when opened to read, or to write rows alone, without Knex: loading that takes as long as starting Node. */
  readonly writer: Knex | null;
  /** True when a private copy is read, since the file can't be where it is. */
  readonly isCopy: boolean;
  /** Runs `work` in one transaction. Work that is under way keeps others waiting, so never nest two. */
  transact<T>(work: (session: Session) => Promise<T>): Promise<T>;
  /** The same with Knex on the same connection, for what changes tables. */
  build<T>(work: (trx: Knex.Transaction, session: Session) => Promise<T>): Promise<T>;
  /** Runs statements of `writer` that wait no longer than this for another program. */
  limitWait<T>(statementMs: number, work: () => Promise<T>): Promise<T>;
  close(): Promise<void>;
}
