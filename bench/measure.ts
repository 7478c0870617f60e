import { spawnSync } from "node:child_process";
import { existsSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

/** One process to run. */
export interface Command {
  readonly program: string;
  readonly words: readonly string[];
  readonly cwd: string;
  /** Runs before each measurement and is not measured. */
  readonly prepare?: () => void;
  /** Reads the seconds that count from what the process printed; the wall time of the process when left out. */
  readonly readSeconds?: (stdout: string) => number;
}

/** What a process took. CPU is user and system time; null where GNU time is not installed. */
export interface Sample {
  readonly wallSeconds: number;
  readonly cpuSeconds: number | null;
  readonly peakMegabytes: number | null;
}

const GNU_TIME = "/usr/bin/time";

/** Runs a command once. Throws when it fails. */
export function measure(command: Command): Sample {
  command.prepare?.();
  const folder = mkdtempSync(join(tmpdir(), "album-sync-bench-"));
  const usageFile = join(folder, "usage");
  const timed = existsSync(GNU_TIME);
  const [program, words] = timed
    ? [GNU_TIME, ["-f", "%U %S %M", "-o", usageFile, command.program, ...command.words]]
    : [command.program, command.words];
  try {
    const start = performance.now();
    const { status, stdout, stderr } = spawnSync(program, words, { cwd: command.cwd, encoding: "utf8" });
    const wallSeconds = (performance.now() - start) / 1000;
    if (status !== 0)
      throw new Error(`${command.program} ${command.words.join(" ")} exited with ${status}:\n${stderr}`);
    const seconds = command.readSeconds?.(stdout) ?? wallSeconds;
    return {
      wallSeconds: seconds,
      ...(timed ? readUsage(usageFile) : { cpuSeconds: null, peakMegabytes: null }),
    };
  } finally {
    rmSync(folder, { recursive: true });
  }
}

/** The middle value of each figure. */
export function takeMedian(samples: readonly Sample[]): Sample {
  return {
    wallSeconds: median(samples.map(({ wallSeconds }) => wallSeconds)) as number,
    cpuSeconds: median(samples.map(({ cpuSeconds }) => cpuSeconds)),
    peakMegabytes: median(samples.map(({ peakMegabytes }) => peakMegabytes)),
  };
}

function median(figures: readonly (number | null)[]): number | null {
  const sorted = figures.filter((figure) => figure !== null).sort((a, b) => a - b);
  return sorted[Math.floor(sorted.length / 2)] ?? null;
}

function readUsage(file: string): Pick<Sample, "cpuSeconds" | "peakMegabytes"> {
  const [user = 0, system = 0, kilobytes = 0] = readFileSync(file, "utf8").trim().split(" ").map(Number);
  return { cpuSeconds: user + system, peakMegabytes: kilobytes / 1024 };
}
