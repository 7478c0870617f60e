/** A file could not be staged; others may be. The message is for a person. */
export class StageProblem extends Error {
  override readonly name: string = "StageProblem";

  constructor(
    readonly code: "unstable" | "unreadable",
    message: string,
    readonly help: string,
  ) {
    super(message);
  }
}

/** Nothing can be staged this way: the mode is not supported, or the disk refuses. Ends the run. */
export class StageFailure extends Error {
  override readonly name: string = "StageFailure";
  readonly code = "staging-failed";

  constructor(
    message: string,
    readonly help: string,
  ) {
    super(message);
  }
}
