import type { Diagnostic } from "../../model/diagnostic.js";

/** How far a long step is. */
export interface ProgressEvent {
  readonly phase: string;
  readonly done: number;
  readonly total: number;
}

/** What a use case needs of the world around it, and tells it while it works. */
export interface Ports {
  readonly now: () => Date;
  /** From the first call on, a request to stop aborts this instead of ending the process. Its reason is a Failure. */
  readonly takeSignal: () => AbortSignal;
  /** Tells warnings beside the result. */
  readonly warn: (diagnostics: readonly Diagnostic[]) => Promise<void>;
  /** Tells one sentence about the work, such as what it waits for. */
  readonly note: (sentence: string) => void;
  /** The same for those who want to know more. */
  readonly detail: (sentence: string) => void;
  readonly progress: (event: ProgressEvent) => void;
}

/** The same ports with nobody listening. */
export function withoutListener(ports: Ports): Ports {
  return { ...ports, warn: async () => {}, note: () => {}, detail: () => {}, progress: () => {} };
}

/** Ports of work that nobody listens to; its warnings are added to a list. */
export function collectWarnings(warnings: Diagnostic[]): Ports {
  const ignore = () => {};
  return {
    now: () => new Date(),
    takeSignal: () => new AbortController().signal,
    warn: async (diagnostics) => {
      for (const diagnostic of diagnostics) warnings.push(diagnostic);
    },
    note: ignore,
    detail: ignore,
    progress: ignore,
  };
}
