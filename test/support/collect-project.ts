import { spawn } from "node:child_process";
import { lstatSync, readdirSync, readFileSync } from "node:fs";
import { join, relative, sep } from "node:path";
import { PROJECT_DIR } from "./paths.js";
import { cleanEnvironment } from "./transcript.js";

/** How a call of sync ended. */
export interface SyncRun {
  readonly status: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** Runs this checkout's program in a folder. */
export async function runSync(dir: string, words: readonly string[]): Promise<SyncRun> {
  const child = spawn(process.execPath, [join(PROJECT_DIR, "bin/sync.js"), ...words], {
    cwd: dir,
    env: cleanEnvironment(),
    stdio: ["ignore", "pipe", "pipe"],
  });
  const parts = { stdout: "", stderr: "" };
  child.stdout.setEncoding("utf8").on("data", (text: string) => {
    parts.stdout += text;
  });
  child.stderr.setEncoding("utf8").on("data", (text: string) => {
    parts.stderr += text;
  });
  const status = await new Promise<number | null>((resolve) => child.once("close", resolve));
  return { status, ...parts };
}

/** Paths of everything below a folder, with `/`, ascending. */
export function listTree(dir: string): readonly string[] {
  return readdirSync(dir, { recursive: true, encoding: "utf8" })
    .map((name) => name.split(sep).join("/"))
    .sort();
}

/** The bytes of every file below a folder by its path; links are not followed. */
export function readTree(dir: string): ReadonlyMap<string, Buffer> {
  const files = listTree(dir).filter((name) => lstatSync(join(dir, name)).isFile());
  return new Map(files.map((name) => [name, readFileSync(join(dir, name))]));
}

/** What tells that a file or folder was touched: its times, inode and size, by its path. */
export function snapshotTimes(dir: string): ReadonlyMap<string, string> {
  return new Map(
    listTree(dir).map((name) => {
      const { mtimeNs, ctimeNs, ino, size } = lstatSync(join(dir, name), { bigint: true });
      return [relative(".", name), `${mtimeNs} ${ctimeNs} ${ino} ${size}`];
    }),
  );
}
