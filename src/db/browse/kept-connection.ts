import { statSync } from "node:fs";
import pLimit from "p-limit";
import { codeOf } from "../../files/system-error.js";
import { type DatabaseHandle, readTransaction } from "../connection/connect.js";
import type { Session } from "../connection/session.js";
import { fileOf, isServerUrl } from "../connection/url.js";
import { openDatabase } from "../open-database.js";

/** An open connection; `number`: another one for each that is opened. */
interface Opened {
  readonly handle: DatabaseHandle;
  readonly identity: string;
  readonly number: number;
}

/**
 * One connection to a database that stays open. Where another file stands in its place, or a server went away, the next
 * transaction has a new one. Between two transactions none is open, so that nobody waits.
 */
export class KeptConnection {
  readonly #url: string;
  readonly #identify: (withContent: boolean) => string | undefined;
  #opened: Opened | undefined;
  #count = 0;
  #failure: { readonly error: unknown; readonly at: number } | undefined;

  /** Two at the same time would open it twice. */
  readonly #inTurn = pLimit(1);

  /** Throws DatabaseProblem for a URL that is none. */
  constructor(url: string) {
    this.#url = url;
    const file = isServerUrl(url) ? undefined : fileOf(url);
    this.#identify = (withContent) => (file === undefined ? url : identifyFile(file, withContent));
  }

  /**
   * Runs `work` in one transaction that reads; undefined where there is no file. `connection`: another number for each one
   * that was opened. Where a server was lost, `work` runs again on a new connection. Throws DatabaseProblem where that fails.
   */
  transact<T>(work: (session: Session, connection: number) => Promise<T>): Promise<T | undefined> {
    const asked = performance.now();
    return this.#inTurn(async () => {
      // To try it for each of those that waited meanwhile would keep the last of them waiting for ever.
      if (this.#failure !== undefined && asked < this.#failure.at) throw this.#failure.error;
      const isOpen = this.#opened !== undefined;
      try {
        return await this.#run(work);
      } catch (error) {
        if (!isServerUrl(this.#url) || !isOfConnection(error)) throw error;
        await this.#close();
        if (isOpen) return this.#runAgain(work);
        throw this.#keep(error);
      }
    });
  }

  close(): Promise<void> {
    return this.#inTurn(() => this.#close());
  }

  async #runAgain<T>(work: (session: Session, connection: number) => Promise<T>): Promise<T | undefined> {
    try {
      return await this.#run(work);
    } catch (error) {
      if (!isOfConnection(error)) throw error;
      await this.#close();
      throw this.#keep(error);
    }
  }

  #keep(error: unknown): unknown {
    this.#failure = { error, at: performance.now() };
    return error;
  }

  async #run<T>(work: (session: Session, connection: number) => Promise<T>): Promise<T | undefined> {
    const opened = await this.#open();
    if (opened === undefined) return undefined;
    return readTransaction(opened.handle, (session) => work(session, opened.number));
  }

  async #close(): Promise<void> {
    const { handle } = this.#opened ?? {};
    this.#opened = undefined;
    // What is lost can't be closed.
    await handle?.close().catch(() => {});
  }

  async #open(): Promise<Opened | undefined> {
    const identity = this.#identify(this.#opened?.handle.isCopy === true);
    if (identity === this.#opened?.identity) return this.#opened;
    await this.#close();
    if (identity === undefined) return undefined;
    const handle = await openDatabase(this.#url, { mode: "read", stays: true });
    if (handle.isAbsent) return undefined;
    // A private copy is made again as soon as the file changes.
    const known = handle.isCopy ? (this.#identify(true) ?? identity) : identity;
    this.#opened = { handle, identity: known, number: ++this.#count };
    return this.#opened;
  }
}

/** SQLSTATE of a statement whose tables changed since it was prepared, or since the columns were read. */
const CHANGED_TABLES = /^(?:0A000|42P01|42703)$/;

/** True for what another connection may not meet. */
function isOfConnection(error: unknown): boolean {
  const code = codeOf(error);
  return code === "database-unreachable" || CHANGED_TABLES.test(code);
}

function identifyFile(file: string, withContent: boolean): string | undefined {
  const stat = statSync(file, { bigint: true, throwIfNoEntry: false });
  if (stat === undefined) return undefined;
  return [stat.dev, stat.ino, ...(withContent ? [stat.size, stat.mtimeNs] : [])].join(":");
}
