import { failWith } from "../../engine/project/failure.js";
import { EXIT, type ExitCode } from "./exit-codes.js";

const KINDS = { SIGINT: "interrupted", SIGTERM: "terminated" } as const;

const GO_ON = "Nothing is half-written. Run the same command again: it goes on where it stopped.";

/** SIGINT and SIGTERM of this process, once somebody takes them. */
export interface Signals {
  /**
   * From the first call on, a signal no longer ends the process but aborts this, so that the work stops at a safe point;
   * a second signal ends the process at once. Its reason is a failure that says so.
   */
  take(): AbortSignal;
  /** The exit code of the signal that came; undefined when none did. */
  readonly exit: () => ExitCode | undefined;
}

/** The signals of the running process. What only reads leaves them alone: it may be ended anywhere. */
export function createSignals(): Signals {
  const controller = new AbortController();
  let exit: ExitCode | undefined;
  let taken = false;
  const listen = () => {
    for (const [name, kind] of Object.entries(KINDS)) {
      process.on(name, () => {
        if (exit !== undefined) process.exit(EXIT[kind]);
        exit = EXIT[kind];
        controller.abort(failWith(kind, "interrupted", `stopped by ${name}`, GO_ON));
      });
    }
  };
  return {
    take: () => {
      if (!taken) listen();
      taken = true;
      return controller.signal;
    },
    exit: () => exit,
  };
}
