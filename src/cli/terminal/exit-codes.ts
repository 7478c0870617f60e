/** What the exit status of the command says. */
export const EXIT = {
  success: 0,
  failure: 1,
  /** Only with `--detailed-exitcode`. */
  changesPresent: 2,
  invalid: 3,
  stale: 4,
  refused: 5,
  partial: 6,
  locked: 7,
  usage: 64,
  interrupted: 130,
  terminated: 143,
} as const;

export type ExitCode = (typeof EXIT)[keyof typeof EXIT];

/** The codes with their meaning, for `--help`. */
export const EXIT_MEANINGS: readonly (readonly [code: ExitCode, meaning: string])[] = [
  [EXIT.success, "success, with or without changes"],
  [EXIT.failure, "failure, or verify found errors"],
  [EXIT.changesPresent, "there are changes (only with --detailed-exitcode)"],
  [EXIT.invalid, "invalid manifests, assets or configuration"],
  [EXIT.stale, "the plan is stale, altered or for another database; nothing was written"],
  [EXIT.refused, "refused by a safety check, or not confirmed"],
  [EXIT.partial, "partly done; the output lists the failures"],
  [EXIT.locked, "another run holds the lock, or another program keeps writing to the database"],
  [EXIT.usage, "wrong use of the command line"],
  [EXIT.interrupted, "stopped by SIGINT"],
  [EXIT.terminated, "stopped by SIGTERM"],
];
