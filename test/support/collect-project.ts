import { spawn } from "node:child_process";
import { lstatSync, readdirSync, readFileSync } from "node:fs";
import { join, relative, sep } from "node:path";
import { pathToFileURL } from "node:url";
import { COLLECT_CACHE } from "../../src/model/estate.js";
import { PROJECT_DIR } from "./paths.js";
import { cleanEnvironment } from "./transcript.js";

/** How a call of sync ended. */
export interface SyncRun {
  readonly status: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** What a run is watched by: a module of this folder that is loaded before the program, and what it is told. */
export interface Watch {
  readonly preload: string;
  readonly env: { readonly [name: string]: string };
}

/** Runs this checkout's program in a folder. */
export async function runSync(dir: string, words: readonly string[], watch?: Watch): Promise<SyncRun> {
  const preload =
    watch === undefined
      ? []
      : ["--import", pathToFileURL(join(import.meta.dirname, `${watch.preload}.js`)).href];
  const child = spawn(process.execPath, [...preload, join(PROJECT_DIR, "bin/sync.js"), ...words], {
    cwd: dir,
    env: { ...cleanEnvironment(), ...watch?.env },
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

/** Paths of everything below a folder, with `/`, ascending; but for what collecting keeps for its next run. */
export function listTree(dir: string): readonly string[] {
  return readdirSync(dir, { recursive: true, encoding: "utf8" })
    .map((name) => name.split(sep).join("/"))
    .filter((name) => !name.endsWith(COLLECT_CACHE))
    .sort();
}

/** The bytes of every file below a folder by its path; links are not followed. */
export function readTree(dir: string): ReadonlyMap<string, Buffer> {
  const files = listTree(dir).filter((name) => lstatSync(join(dir, name)).isFile());
  return new Map(files.map((name) => [name, readFileSync(join(dir, name))]));
}

/** What tells that a file or folder was touched: its times, inode and size, by its path. */
export function snapshotTimes(dir: string): ReadonlyMap<string, string> {
  // Its times change with the cache in it.
  const names = listTree(dir).filter((name) => name !== "data");
  return new Map(
    names.map((name) => {
      const { mtimeNs, ctimeNs, ino, size } = lstatSync(join(dir, name), { bigint: true });
      return [relative(".", name), `${mtimeNs} ${ctimeNs} ${ino} ${size}`];
    }),
  );
}
