import { spawnSync } from "node:child_process";
import { readFileSync, rmSync } from "node:fs";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { PROJECT_DIR } from "./paths.js";
import { cleanEnvironment } from "./transcript.js";

const COUNTER = pathToFileURL(join(PROJECT_DIR, "dist/test/support/count-work.js")).href;

type Tally = Readonly<Record<string, number>>;

/** What a program did, counted. */
export interface Work {
  /** Statements, rows, bytes and the like, by name. */
  readonly counts: Tally;
  /** How often each function, and each block in it that ran more or less often, was run, by its place in dist/bundle. */
  readonly runs: Tally;
}

/** The work of all threads of `sync` in a project. Throws when it fails. */
export function countWork(dir: string, words: readonly string[]): Work {
  const file = `${dir}-work`;
  runSync(dir, words, ["--import", COUNTER], { WORK_FILE: file });
  const threads = readFileSync(file, "utf8").split("\n").filter(Boolean);
  rmSync(file);
  const works = threads.map((text) => JSON.parse(text) as Work);
  return { counts: addUp(works.map(({ counts }) => counts)), runs: addUp(works.map(({ runs }) => runs)) };
}

/** Runs `sync` in a project. Throws when it fails. */
export function runSync(
  dir: string,
  words: readonly string[],
  options: readonly string[] = [],
  environment: NodeJS.ProcessEnv = {},
): void {
  const { status, stderr } = spawnSync(
    process.execPath,
    [...options, join(PROJECT_DIR, "bin/sync.js"), ...words],
    { cwd: dir, env: { ...cleanEnvironment(), ...environment }, encoding: "utf8", maxBuffer: 2 ** 26 },
  );
  if (status !== 0) throw new Error(`sync ${words.join(" ")} ended with ${status}: ${stderr.slice(-500)}`);
}

function addUp(tallies: readonly Tally[]): Tally {
  const sum: Record<string, number> = {};
  for (const tally of tallies)
    for (const [name, count] of Object.entries(tally)) sum[name] = (sum[name] ?? 0) + count;
  return sum;
}

/**
 * What grew with a higher power of the size than `limit`, described. What is done up to `floor` times at the smaller size
 * counts as done so often there: a branch that only a larger size takes is no growth.
 */
export function findGrowth(
  small: Tally,
  large: Tally,
  { factor, limit, floor }: { readonly factor: number; readonly limit: number; readonly floor: number },
): readonly string[] {
  return Object.entries(large).flatMap(([name, count]) => {
    const before = small[name] ?? 0;
    const exponent = Math.log(count / Math.max(floor, before)) / Math.log(factor);
    return exponent > limit ? [`${name}: ${before} to ${count}, exponent ${exponent.toFixed(2)}`] : [];
  });
}
