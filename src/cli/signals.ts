import { EXIT, type ExitCode } from "./exit-codes.js";

const CODES = { SIGINT: EXIT.interrupted, SIGTERM: EXIT.terminated } as const;

/** Listens for SIGINT and SIGTERM. */
export interface SignalWatch {
  readonly signal: AbortSignal;
  /** The exit code of the signal that came; undefined when none did. */
  readonly exit: () => ExitCode | undefined;
}

/** The first signal asks the command to stop at a safe point; the second ends the process at once. */
export function watchSignals(): SignalWatch {
  const controller = new AbortController();
  let exit: ExitCode | undefined;
  for (const [name, code] of Object.entries(CODES)) {
    process.on(name, () => {
      if (exit !== undefined) process.exit(code);
      exit = code;
      controller.abort(new Error(`stopped by ${name}`));
    });
  }
  return { signal: controller.signal, exit: () => exit };
}
