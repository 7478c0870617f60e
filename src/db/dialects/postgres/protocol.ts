import type { MessagePort } from "node:worker_threads";
import type { Cell } from "../../connection/session.js";

/** What the thread that holds the connection is asked. It works on one request after the other. */
export type Request =
  /** Answered once the server is connected. */
  | { readonly kind: "open" }
  | {
      readonly kind: "query";
      readonly text: string;
      readonly values: readonly Cell[];
      /** How long the server may take; as long as it likes unless given here or at the start. */
      readonly patienceMs?: number | undefined;
    }
  /** Opens a cursor of a name; the answer has its first rows. */
  | {
      readonly kind: "declare";
      readonly cursor: string;
      readonly text: string;
      readonly values: readonly Cell[];
    }
  | { readonly kind: "fetch"; readonly cursor: string }
  /** Rows in the text format of COPY. Has no answer: a failure is that of the next request which has one. */
  | { readonly kind: "copy"; readonly text: string; readonly rows: Uint8Array }
  | { readonly kind: "close" };

/** Rows as lists of their columns. */
export interface Result {
  readonly rows: readonly (readonly Cell[])[];
  /** Rows that were changed, or given. */
  readonly count: number;
  readonly command: string;
  readonly columns: readonly string[];
}

/** An error of the server or of the connection. */
export interface Failure {
  readonly message: string;
  /** SQLSTATE, or the code of an error of the system; empty for none. */
  readonly code: string;
  readonly detail: string;
}

export type Answer = { readonly result: Result } | { readonly failure: Failure };

/** How many rows of a cursor travel at once. */
export const ROWS_AT_ONCE = 1000;

/** Places in the signal: how many answers were given, and how many requests without one were carried out. */
export const ANSWERS = 0;
export const COPIES = 1;

/** For a host that does not answer. */
export const PATIENCE_MS = 15_000;

/**
 * What the thread is given at its start, when it connects. `signal`: counters by which the other end waits. `patienceMs`: how
 * long the server may take for a statement; 0 for as long as it likes.
 */
export interface ThreadData {
  readonly url: string;
  readonly patienceMs: number;
  readonly port: MessagePort;
  readonly signal: Int32Array;
}
