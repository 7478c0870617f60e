import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { PROJECT_DIR } from "./paths.js";
import { cleanEnvironment } from "./transcript.js";

/** One system call that names a file, in the order in which they ended. */
export interface SystemCall {
  readonly name: string;
  readonly text: string;
  /** Where what was opened really lies; undefined when nothing was. */
  readonly opened: string | undefined;
}

/** True where strace may be used. */
export function canTrace(): boolean {
  try {
    execFileSync("strace", ["-o", "/dev/null", "true"], { stdio: "ignore" });
    return true;
  } catch {
    return false;
  }
}

/** Runs this checkout's program in a folder and lists its calls that touch files, of all its threads. */
export function traceSync(dir: string, words: readonly string[], logFile: string): readonly SystemCall[] {
  const options = ["-f", "-y", "-qq", "-s", "4096", "-e", "trace=%file,fsync", "-o", logFile];
  const program = [process.execPath, join(PROJECT_DIR, "bin/sync.js"), ...words];
  try {
    execFileSync("strace", [...options, ...program], { cwd: dir, env: cleanEnvironment(), stdio: "ignore" });
  } catch (error) {
    // Exit codes of the program are not what is looked at here.
    if (!(error instanceof Error) || !("status" in error) || typeof error.status !== "number") throw error;
  }
  return joinHalves(readFileSync(logFile, "latin1").split("\n")).flatMap((text) => {
    const name = /^([a-z0-9_]+)\(/.exec(text)?.[1];
    return name === undefined ? [] : [{ name, text, opened: /= \d+<([^>]*)>$/.exec(text)?.[1] }];
  });
}

/** A call that another thread interrupted stands in two lines. */
function joinHalves(lines: readonly string[]): readonly string[] {
  const open = new Map<string, string>();
  return lines.flatMap((line) => {
    const [, thread = "", rest = ""] = /^(\d+) +(.*)$/.exec(line) ?? [];
    const begun = /^(.*) <unfinished \.\.\.>$/.exec(rest)?.[1];
    if (begun !== undefined) {
      open.set(thread, begun);
      return [];
    }
    const resumed = /^<\.\.\. \w+ resumed>(.*)$/.exec(rest)?.[1];
    return resumed === undefined ? [rest] : [(open.get(thread) ?? "") + resumed];
  });
}
