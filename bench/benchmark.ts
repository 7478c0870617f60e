import type { Bench } from "./bench.js";
import type { Goal, Row } from "./results.js";

/** A benchmark that can be run by its name. */
export interface Benchmark {
  readonly name: string;
  readonly title: string;
  /** What exactly is done, by us and by the peers; a sentence each. */
  readonly about: readonly string[];
  readonly run: (bench: Bench) => Outcome | Promise<Outcome>;
}

export interface Outcome {
  readonly rows: readonly Row[];
  readonly goals: readonly Goal[];
}
