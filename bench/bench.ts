import { join } from "node:path";
import { type Estates, openEstates } from "./estates/estates.js";
import { measureInTurn, type Variant } from "./in-turn.js";
import type { Command } from "./measure.js";
import type { Row } from "./results.js";
import { runInTurn, type Trial } from "./trials.js";

/** How much to measure. */
export interface Extent {
  readonly rounds: number;
  /** Of every size; 1 is what the goals are about. */
  readonly scale: number;
  /** For all benchmarks together; each has a share of it. */
  readonly minutes: number;
}

/** What a benchmark works with. */
export interface Bench {
  /** The folder of this project, where dist/ and node_modules/ are. */
  readonly project: string;
  readonly rounds: number;
  readonly estates: Estates;
  /** A number of images, scaled; whole hundreds. */
  scale(images: number): number;
  /** Measures variants in turn, for at most this share of all the time: 0.1 is a tenth. */
  compare(variants: readonly Variant[], share: number): readonly Row[];
  /** The same for work of servers and browsers that run already. */
  repeat(trials: readonly Trial[], share: number): Promise<readonly Row[]>;
  /** `sync` on a project. */
  sync(dir: string, ...words: readonly string[]): Command;
  /** A program of bench/parts: something that commands do, alone. */
  part(name: string, dir: string, ...words: readonly string[]): Command;
  /** A program of bench/peers. */
  peer(name: string, dir: string, ...words: readonly string[]): Command;
}

/** A workplace with its estates in `folder`. */
export function openBench(project: string, folder: string, { rounds, scale, minutes }: Extent): Bench {
  const node = (file: string, dir: string, words: readonly string[]): Command => ({
    program: process.execPath,
    words: [join(project, file), ...words],
    cwd: dir,
  });
  const sync: Bench["sync"] = (dir, ...words) => node("bin/sync.js", dir, words);
  const part: Bench["part"] = (name, dir, ...words) => node(`dist/bench/parts/${name}.js`, dir, words);
  const patience = (share: number) => ({ rounds, seconds: share * minutes * 60 });
  return {
    project,
    rounds,
    estates: openEstates(folder, { sync, part }),
    scale: (images) => Math.max(100, Math.round((images * scale) / 100) * 100),
    compare: (variants, share) => measureInTurn(variants, patience(share)),
    repeat: (trials, share) => runInTurn(trials, patience(share)),
    sync,
    part,
    peer: (name, dir, ...words) => node(`dist/bench/peers/${name}.js`, dir, words),
  };
}
