import { spawn } from "node:child_process";
import { cpSync, existsSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { hostname, tmpdir, userInfo } from "node:os";
import { delimiter, join } from "node:path";
import { PROJECT_DIR } from "./paths.js";

/** A folder of its own for one test, with `sync` (this checkout's program) and `sql` in front of the PATH. */
export interface Workspace {
  readonly dir: string;
  /** Of every process that runs here. */
  readonly environment: NodeJS.ProcessEnv;
  /** Runs a line in bash inside the folder. */
  run(line: string, environment?: { readonly [name: string]: string }): Promise<Outcome>;
  remove(): void;
}

/** `sql STATEMENT` works on data/albums.db as another program would; rows come as JSON, one a line. */
const SQL_TOOL = `#!/usr/bin/env node
const Database = require(${JSON.stringify(join(PROJECT_DIR, "node_modules/better-sqlite3"))});
const statement = new Database("data/albums.db").prepare(process.argv[2]);
if (statement.reader) for (const row of statement.raw().all()) console.log(JSON.stringify(row));
else statement.run();
`;

/** How a line ended. */
export interface Outcome {
  readonly status: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** Makes a workspace from folders whose files are laid over each other. */
export function createWorkspace(layers: readonly string[]): Workspace {
  const top = mkdtempSync(join(tmpdir(), "album-sync-test-"));
  const dir = join(top, "project");
  const bin = join(top, "bin");
  mkdirSync(dir);
  mkdirSync(bin);
  symlinkSync(join(PROJECT_DIR, "bin/sync.js"), join(bin, "sync"));
  writeFileSync(join(bin, "sql"), SQL_TOOL, { mode: 0o755 });
  for (const layer of layers) if (existsSync(layer)) cpSync(layer, dir, { recursive: true });
  const environment = { ...cleanEnvironment(), PATH: `${bin}${delimiter}${process.env.PATH ?? ""}` };
  return {
    dir,
    environment,
    run: (line, more = {}) => runLine(line, dir, { ...environment, ...more }),
    remove: () => rmSync(top, { recursive: true, force: true }),
  };
}

function runLine(line: string, cwd: string, env: NodeJS.ProcessEnv): Promise<Outcome> {
  const child = spawn("bash", ["-c", line], { cwd, env, stdio: ["ignore", "pipe", "pipe"] });
  const parts = { stdout: "", stderr: "" };
  child.stdout.setEncoding("utf8").on("data", (text: string) => {
    parts.stdout += text;
  });
  child.stderr.setEncoding("utf8").on("data", (text: string) => {
    parts.stderr += text;
  });
  return new Promise((resolve, reject) => {
    child.once("error", reject);
    child.once("close", (status) => resolve({ status, ...parts }));
  });
}

/** The environment without what would change what a command prints. */
export function cleanEnvironment(): NodeJS.ProcessEnv {
  const noise =
    /^(SYNC_|GIT_|GITHUB_|NO_COLOR$|FORCE_COLOR$|CI$|TERM$|NODE_OPTIONS$|NODE_TEST_CONTEXT$|NODE_V8_COVERAGE$)/;
  const kept = Object.entries(process.env).filter(([name]) => !noise.test(name));
  return { ...Object.fromEntries(kept), TZ: "UTC", LC_ALL: "C.UTF-8" };
}

/**
 * Plays the `$ ` lines of a transcript and gives back the whole transcript as it went: each line followed by what it
 * wrote (`1| ` stdout, `2| ` stderr) and, unless it is 0, its exit code (`=> 3`). Other lines stay.
 */
export async function playTranscript(text: string, workspace: Workspace): Promise<string> {
  const played: string[] = [];
  for (const line of text.split("\n")) {
    if (/^([12]\||=> )/.test(line)) continue;
    played.push(line);
    if (line.startsWith("$ ")) played.push(...(await playLine(line.slice(2), workspace)));
  }
  return played.join("\n");
}

async function playLine(line: string, workspace: Workspace): Promise<readonly string[]> {
  const { stdout, stderr, status } = await workspace.run(line);
  return [
    ...listLines("1|", stdout, workspace.dir),
    ...listLines("2|", stderr, workspace.dir),
    ...(status === 0 ? [] : [`=> ${status}`]),
  ];
}

function listLines(mark: string, output: string, dir: string): readonly string[] {
  if (output === "") return [];
  const lines = normalize(output, dir).replace(/\n$/, "").split("\n");
  return lines.map((line) => `${mark} ${line}`.trimEnd());
}

/** Text without what differs from run to run: folders, times, durations, who and where, the version of the program. */
export function normalize(text: string, dir: string): string {
  return text
    .replaceAll(dir, "<project>")
    .replaceAll(`${userInfo().username}@${hostname()}`, "<who>@<host>")
    .replaceAll(/\d{4}-\d\d-\d\d[ T]\d\d:\d\d(:\d\d(\.\d+)?)?Z?/g, "<time>")
    .replaceAll(/\b\d+\.\d s\b/g, "<duration>")
    .replaceAll(/"elapsedMs": \d+/g, '"elapsedMs": <number>')
    .replaceAll("\u001b", "<esc>");
}
