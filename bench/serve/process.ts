import { type ChildProcess, execFileSync, spawn } from "node:child_process";
import { once } from "node:events";
import { readFileSync } from "node:fs";
import { createInterface } from "node:readline";
import type { Command } from "../measure.js";

/** A process that runs beside this one until it is stopped. */
export interface Running {
  readonly pid: number;
  stop(): Promise<void>;
}

const LONGEST_START_MS = 180_000;

/** Starts a process and waits for a line on stdout that fits. Throws when it ends before, or takes three minutes. */
export async function startProcess(
  { program, words, cwd }: Command,
  isReady: (line: string) => boolean,
  env: NodeJS.ProcessEnv = process.env,
): Promise<Running & { readonly line: string }> {
  const child = spawn(program, words, { cwd, env, stdio: ["ignore", "pipe", "pipe"] });
  let said = "";
  const keep = (part: Buffer) => {
    said = (said + part.toString()).slice(-2000);
  };
  child.stderr.on("data", keep);
  const stop = () => end(child);
  const timer = setTimeout(() => child.kill(), LONGEST_START_MS);
  try {
    for await (const line of createInterface({ input: child.stdout })) {
      if (!isReady(line)) {
        keep(Buffer.from(`${line}\n`));
        continue;
      }
      // Nobody reads what it prints from now on, but it must not wait for that.
      child.stdout.resume();
      return { pid: child.pid as number, line, stop };
    }
  } finally {
    clearTimeout(timer);
  }
  await stop();
  throw new Error(`${program} ${words.join(" ")} did not start: ${said.trim()}`);
}

async function end(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const ended = once(child, "exit");
  child.kill();
  const timer = setTimeout(() => child.kill("SIGKILL"), 5000);
  await ended;
  clearTimeout(timer);
}

/** Megabytes that a process had in memory at its peak, or one that it started; null where the system does not tell. */
export function peakOf(pid: number): number | null {
  const peaks = listTree(pid).map((one) =>
    Number(/VmHWM:\s+(\d+) kB/.exec(readProc(one, "status"))?.[1] ?? 0),
  );
  const most = Math.max(...peaks);
  return most === 0 ? null : most / 1024;
}

/** Seconds of processors that a process and those that it started have used; null where the system does not tell. */
export function cpuOf(pid: number): number | null {
  const ticks = listTree(pid).map((one) => {
    // The name of the program, which may hold anything, ends with the last parenthesis. User and system time are fields
    // 14 and 15; 16 and 17 those of processes that it started and that ended.
    const fields = readProc(one, "stat").split(") ").at(-1)?.split(" ") ?? [];
    return fields.slice(11, 15).reduce((sum, field) => sum + Number(field), 0);
  });
  const total = ticks.reduce((sum, one) => sum + one, 0);
  return total === 0 ? null : total / ticksPerSecond();
}

/** What of it was used since `cpuOf` gave `before`. */
export function cpuSince(pid: number, before: number | null): number | null {
  const now = cpuOf(pid);
  return now === null || before === null ? null : now - before;
}

/** A process and those that it started and that still run. */
function listTree(pid: number): readonly number[] {
  const children = readProc(pid, `task/${pid}/children`).split(" ").filter(Boolean).map(Number);
  return [pid, ...children.flatMap(listTree)];
}

function readProc(pid: number, name: string): string {
  try {
    return readFileSync(`/proc/${pid}/${name}`, "utf8");
  } catch {
    return "";
  }
}

let known: number | undefined;
function ticksPerSecond(): number {
  known ??= Number(execFileSync("getconf", ["CLK_TCK"], { encoding: "utf8" }));
  return known;
}
