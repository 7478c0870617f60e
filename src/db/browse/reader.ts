import { statSync } from "node:fs";
import pLimit from "p-limit";
import type { RowSource } from "../backend/observed-rows.js";
import { type DatabaseHandle, readTransaction } from "../connection/connect.js";
import type { Session } from "../connection/session.js";
import { fileOf } from "../connection/url.js";
import { openDatabase } from "../open-database.js";
import { readColumns } from "../schema/schema.js";
import { readStateIn } from "../schema/state.js";

/** A database as one request sees it. */
export interface BrowsedDatabase extends RowSource {
  /** Another one after each commit of anybody. */
  readonly version: string;
  /** Identity; `none` for a database that was not migrated. */
  readonly id: string;
  /** The asset folder as the backend sees it, stored by the first apply. */
  readonly servedFrom: string | null;
}

/** What was learnt of the tables of an open database; holds until `PRAGMA schema_version` changes. */
interface Tables {
  readonly schemaVersion: number;
  readonly columns: RowSource["columns"];
  readonly migrated: boolean;
  readonly id: string;
  readonly servedFrom: string | null;
}

interface Opened {
  readonly handle: DatabaseHandle;
  /** Of the file that was opened. */
  readonly identity: string;
  readonly number: number;
  tables?: Tables;
}

/**
 * Reads a database for a long time: one connection with its prepared statements is kept, and opened anew when another
 * file stands in its place. Nothing is written, and between two reads no transaction is open, so that nobody waits.
 */
export class DatabaseReader {
  readonly #url: string;
  readonly #file: string;
  #opened: Opened | undefined;
  #count = 0;

  /** Two at the same time would open it twice. */
  readonly #inTurn = pLimit(1);

  /** Throws DatabaseProblem for a URL that is none of SQLite. */
  constructor(url: string) {
    this.#url = url;
    this.#file = fileOf(url);
  }

  /**
   * Runs `work` in one transaction; undefined where there is no database, or an empty one. Throws DatabaseProblem for one
   * that can't be used.
   */
  async read<T>(estate: string, work: (database: BrowsedDatabase) => T): Promise<T | undefined> {
    return this.#transact((session, opened) => {
      const { columns, ...state } = readTables(session, opened);
      if (!columns.has("albums") || !columns.has("images")) return undefined;
      return work({ session, estate, columns, ...state, version: readVersion(session, opened) });
    });
  }

  /** Another text after each commit of anybody; also when the database comes or goes. */
  async readVersion(): Promise<string> {
    return (await this.#transact(readVersion)) ?? "absent";
  }

  close(): Promise<void> {
    return this.#inTurn(() => this.#close());
  }

  #transact<T>(work: (session: Session, opened: Opened) => T): Promise<T | undefined> {
    return this.#inTurn(async () => {
      const opened = await this.#open();
      if (opened === undefined) return undefined;
      return readTransaction(opened.handle, async (session) => work(session, opened));
    });
  }

  async #close(): Promise<void> {
    const { handle } = this.#opened ?? {};
    this.#opened = undefined;
    await handle?.close();
  }

  async #open(): Promise<Opened | undefined> {
    const identity = identify(this.#file, this.#opened?.handle.isCopy === true);
    if (identity === this.#opened?.identity) return this.#opened;
    await this.#close();
    if (identity === undefined) return undefined;
    const handle = await openDatabase(this.#url, { mode: "read", keepsStatements: true });
    if (handle.isAbsent) return undefined;
    // A private copy is made again as soon as the file changes.
    const known = handle.isCopy ? (identify(this.#file, true) ?? identity) : identity;
    this.#opened = { handle, identity: known, number: ++this.#count };
    return this.#opened;
  }
}

function readVersion(session: Session, { number }: Opened): string {
  return `${number}.${session.get("PRAGMA data_version")?.[0]}`;
}

function readTables(session: Session, opened: Opened): Tables {
  const schemaVersion = Number(session.get("PRAGMA schema_version")?.[0]);
  // The first apply stores where assets are served from without a change of the tables.
  if (opened.tables?.schemaVersion === schemaVersion && opened.tables.servedFrom !== null)
    return opened.tables;
  const { id, servedFrom } = readStateIn(session);
  opened.tables = { schemaVersion, columns: readColumns(session), migrated: id !== "none", id, servedFrom };
  return opened.tables;
}

function identify(file: string, withContent: boolean): string | undefined {
  const stat = statSync(file, { bigint: true, throwIfNoEntry: false });
  if (stat === undefined) return undefined;
  return [stat.dev, stat.ino, ...(withContent ? [stat.size, stat.mtimeNs] : [])].join(":");
}
