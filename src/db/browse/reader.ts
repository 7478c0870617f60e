import type { RowSource } from "../backend/observed-rows.js";
import type { Session } from "../connection/session.js";
import { readColumns } from "../schema/schema.js";
import { readStateIn } from "../schema/state.js";
import { KeptConnection } from "./kept-connection.js";

/** A database as one request sees it. */
export interface BrowsedDatabase extends RowSource {
  /** Another one after each commit of anybody that may change what is read here. */
  readonly version: string;
  /** Identity; `none` for a database that was not migrated. */
  readonly id: string;
  /** The asset folder as the backend sees it, stored by the first apply. */
  readonly servedFrom: string | null;
}

/** What was learnt of the tables; holds as long as what `name` names. */
interface Tables extends Pick<BrowsedDatabase, "columns" | "migrated" | "id" | "servedFrom"> {
  readonly name: string;
}

/** What was seen last, and on which connection. `version`: counts the states. */
interface Seen {
  readonly connection: number;
  readonly stamp: string;
  readonly content: string | undefined;
  readonly version: number;
  /** Until when nobody looks again who may wait. */
  readonly restUntil: number;
}

/** Who only wants to know whether anything changed takes this part of the time of a server whose databases never rest. */
const REST = 20;

/** Reads a database for a long time, on one connection that is kept with its prepared statements. Nothing is written. */
export class DatabaseReader {
  readonly #connection: KeptConnection;
  #seen: Seen | undefined;
  #tables: Tables | undefined;

  /** Throws DatabaseProblem for a URL that is none. */
  constructor(url: string) {
    this.#connection = new KeptConnection(url);
  }

  /**
   * Runs `work` in one transaction; undefined where there is no database, or an empty one. Throws DatabaseProblem for one
   * that can't be used.
   */
  async read<T>(estate: string, work: (database: BrowsedDatabase) => T): Promise<T | undefined> {
    return this.#connection.transact(async (session, connection) => {
      const version = await this.#look(session, connection, false);
      const { name, ...tables } = this.#readTables(session, connection, version);
      if (!tables.columns.has("albums") || !tables.columns.has("images")) return undefined;
      return work({ session, estate, ...tables, version });
    });
  }

  /**
   * Another text after each commit of anybody that may change what is read here; also when the database comes or goes.
   * `rests`: it may come later where telling is work, and others never stop.
   */
  async readVersion(rests: boolean): Promise<string> {
    const version = await this.#connection.transact((session, connection) =>
      this.#look(session, connection, rests),
    );
    return version ?? "absent";
  }

  close(): Promise<void> {
    return this.#connection.close();
  }

  async #look(session: Session, connection: number, rests: boolean): Promise<string> {
    const { commits } = session.dialect;
    const seen = this.#seen;
    const stamp = commits.readStamp(session);
    const isKnown = seen?.connection === connection;
    if (isKnown && seen.stamp === stamp) return String(seen.version);
    const began = performance.now();
    if (isKnown && rests && began < seen.restUntil) return String(seen.version);
    const content = await commits.readContent?.(session, readColumns(session));
    const end = performance.now();
    const isSame = isKnown && content !== undefined && content === seen.content;
    const version = (seen?.version ?? 0) + (isSame ? 0 : 1);
    this.#seen = { connection, stamp, content, version, restUntil: end + REST * (end - began) };
    return String(version);
  }

  #readTables(session: Session, connection: number, version: string): Tables {
    const name = `${connection}.${session.dialect.commits.readTables?.(session) ?? version}`;
    // The first apply stores where assets are served from without a change of the tables.
    if (this.#tables?.name === name && this.#tables.servedFrom !== null) return this.#tables;
    const { id, servedFrom } = readStateIn(session);
    this.#tables = { name, columns: readColumns(session), migrated: id !== "none", id, servedFrom };
    return this.#tables;
  }
}
