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
  readonly seconds: number;
  readonly cpuSeconds: number | null;
  readonly peakMegabytes: number | null;
  readonly stdout: string;
}

const GNU_TIME = "/usr/bin/time";
const LONGEST_MS = 15 * 60_000;

/** Runs a command once; a text when it fails: what is to be said of it. The rest goes to stderr. */
export function tryMeasure(command: Command): Sample | string {
  try {
    return measure(command);
  } catch (error) {
    process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
    return "failed";
  }
}

/** Runs a command once. Throws when it fails, or has not ended after a quarter of an hour. */
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
    const { status, signal, error, stdout, stderr } = spawnSync(program, words, {
      cwd: command.cwd,
      encoding: "utf8",
      maxBuffer: 2 ** 30,
      timeout: LONGEST_MS,
    });
    const wallSeconds = (performance.now() - start) / 1000;
    if (status !== 0) throw new Error(describeFailure(command, error?.message ?? signal ?? status, stderr));
    return {
      seconds: command.readSeconds?.(stdout) ?? wallSeconds,
      ...(timed ? readUsage(usageFile) : { cpuSeconds: null, peakMegabytes: null }),
      stdout,
    };
  } finally {
    rmSync(folder, { recursive: true });
  }
}

function describeFailure({ program, words }: Command, ending: unknown, stderr: string): string {
  return `${program} ${words.join(" ")} ended with ${ending}: ${stderr.trim().split("\n").slice(-3).join(" ")}`;
}

function readUsage(file: string): Pick<Sample, "cpuSeconds" | "peakMegabytes"> {
  const [user = 0, system = 0, kilobytes = 0] = readFileSync(file, "utf8").trim().split(" ").map(Number);
  return { cpuSeconds: user + system, peakMegabytes: kilobytes / 1024 };
}
