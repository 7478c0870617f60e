import { mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";

/** Medians of one variant at one size. */
export interface Figures {
  readonly runs: number;
  readonly seconds: number;
  readonly cpuSeconds: number | null;
  /** The least of the runs: what else the machine does only adds to it. Not kept before this was measured. */
  readonly leastCpuSeconds?: number | null;
  readonly peakMegabytes: number | null;
}

/** One line of the table of a benchmark. */
export interface Row {
  readonly variant: string;
  /** Of this project, not of a peer. */
  readonly ours: boolean;
  /** What the size counts: images, runs of nothing, megabytes. */
  readonly images: number;
  /** What was worked through where images don't tell it, e.g. 512 MB. */
  readonly amount?: { readonly count: number; readonly unit: string };
  /** Null when it was not measured; the remark says why. */
  readonly figures: Figures | null;
  readonly remark?: string;
}

/** A figure that was promised, beside the one that was measured; null with a reason when none was. */
export interface Goal {
  readonly text: string;
  readonly sense: "at most" | "at least";
  readonly limit: number;
  readonly unit: string;
  readonly value: number | null;
  readonly reason?: string;
}

/** Where results were taken. */
export interface Machine {
  readonly processor: string;
  readonly cores: number;
  readonly memory: string;
  readonly filesystem: string;
  readonly system: string;
  readonly versions: readonly string[];
}

/** All that is kept of one benchmark. */
export interface Result {
  readonly name: string;
  readonly title: string;
  /** What exactly is done, by us and by the peers; a sentence each. */
  readonly about: readonly string[];
  /** Day, UTC. */
  readonly date: string;
  /** Commit of this project; with a + when files were changed. */
  readonly revision: string;
  /** Processes that ran or waited when it began: wall times suffer from more than there are cores. */
  readonly load: number;
  /** Of all sizes; 1 is what the goals are about. */
  readonly scale: number;
  readonly machine: Machine;
  readonly rows: readonly Row[];
  readonly goals: readonly Goal[];
}

/** Keeps a result as `<folder>/<name>.json`. */
export function keepResult(folder: string, result: Result): void {
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, `${result.name}.json`), `${JSON.stringify(result, null, 2)}\n`);
}

/** Every result that was kept of these benchmarks, in their order. */
export function readResults(folder: string, names: readonly string[]): readonly Result[] {
  const kept = new Set(readdirSync(folder));
  return names
    .filter((name) => kept.has(`${name}.json`))
    .map((name) => JSON.parse(readFileSync(join(folder, `${name}.json`), "utf8")) as Result);
}
