import { setTimeout } from "node:timers/promises";
import { MessageChannel, type MessagePort, receiveMessageOnPort, Worker } from "node:worker_threads";
import type { Cell } from "../../connection/session.js";
import { explainFailure } from "./failure.js";
import { ANSWERS, type Answer, COPIES, type Request, type Result, type ThreadData } from "./protocol.js";

/** So many lots of rows wait to be sent. */
const MOST_AHEAD = 4;

/** A server that went away does not say goodbye. */
const GOODBYE_MS = 1000;

type Question = Exclude<Request, { kind: "copy" }>;

/**
 * A connection to a server that answers at once, as a file does: a thread holds it, and whoever asks waits for the answer.
 * So all SQL of this program can be the same for both databases (docs/decisions/0035-postgresql.md).
 */
export class ServerConnection {
  readonly #url: string;
  readonly #port: MessagePort;
  readonly #signal = new Int32Array(new SharedArrayBuffer(8));
  readonly #thread: Worker;
  #copies = 0;
  #isClosed = false;

  /**
   * Begins to connect; what fails is thrown by the first request that waits, as a DatabaseProblem. `patienceMs`: how long the
   * server may take for a statement; without it as long as it likes.
   */
  constructor(url: string, patienceMs = 0) {
    this.#url = url;
    const { port1, port2 } = new MessageChannel();
    this.#port = port1;
    const data: Omit<ThreadData, "port"> & { readonly port: MessagePort } = {
      ...{ url, patienceMs, port: port2 },
      signal: this.#signal,
    };
    this.#thread = new Worker(new URL("./postgres-thread.js", import.meta.url), {
      workerData: data,
      transferList: [port2],
      // What was preloaded into the process is of no use to a thread.
      execArgv: [],
    });
    // A process that has nothing else to do ends.
    this.#thread.unref();
    this.#port.unref();
  }

  /** Waits until the server is connected. Throws DatabaseProblem when it can't be reached, or refuses. */
  async connect(): Promise<void> {
    try {
      await this.#askLater({ kind: "open" });
    } catch (error) {
      await this.#abandon();
      throw error;
    }
  }

  query(text: string, values: readonly Cell[] = []): Result {
    return this.#ask({ kind: "query", text, values });
  }

  /** The same while this thread does other work; the next request comes after the answer. */
  queryLater(text: string, values: readonly Cell[] = [], patienceMs?: number): Promise<Result> {
    return this.#askLater({ kind: "query", text, values, patienceMs });
  }

  /** The first rows of a cursor that lasts until the transaction ends. */
  declare(cursor: string, text: string, values: readonly Cell[]): Result["rows"] {
    return this.#ask({ kind: "declare", cursor, text, values }).rows;
  }

  fetch(cursor: string): Result["rows"] {
    return this.#ask({ kind: "fetch", cursor }).rows;
  }

  /** Sends rows without waiting. What fails is thrown by the next call that waits. */
  copy(text: string, rows: string): void {
    // Bytes that change hands are in memory once; a text would be copied, and be garbage on both sides.
    const bytes = new TextEncoder().encode(rows);
    this.#port.postMessage({ kind: "copy", text, rows: bytes } satisfies Request, [bytes.buffer]);
    this.#copies++;
    // What waits to be sent is in memory.
    for (;;) {
      const done = Atomics.load(this.#signal, COPIES);
      if (this.#copies - done <= MOST_AHEAD) return;
      Atomics.wait(this.#signal, COPIES, done);
    }
  }

  async close(): Promise<void> {
    if (this.#isClosed) return;
    try {
      const gone = setTimeout(GOODBYE_MS, undefined, { ref: false });
      await Promise.race([this.#askLater({ kind: "close" }), gone]);
    } finally {
      await this.#abandon();
    }
  }

  async #abandon(): Promise<void> {
    this.#isClosed = true;
    this.#port.close();
    await this.#thread.terminate();
  }

  #ask(request: Question): Result {
    this.#post(request);
    for (;;) {
      const seen = Atomics.load(this.#signal, ANSWERS);
      const received = receiveMessageOnPort(this.#port) as { readonly message: Answer } | undefined;
      if (received !== undefined) return this.#take(received.message);
      Atomics.wait(this.#signal, ANSWERS, seen);
    }
  }

  async #askLater(request: Question): Promise<Result> {
    this.#post(request);
    // Keeps the process alive until it comes.
    return this.#take(await new Promise<Answer>((resolve) => this.#port.once("message", resolve)));
  }

  #post(request: Question): void {
    // Nobody would answer.
    if (this.#isClosed) throw new Error("The connection was closed.");
    this.#port.postMessage(request);
  }

  #take(message: Answer): Result {
    if ("failure" in message) throw explainFailure(message.failure, this.#url);
    return message.result;
  }
}
