import { spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import {
  cpSync,
  existsSync,
  lstatSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  readlinkSync,
  writeFileSync,
} from "node:fs";
import { join } from "node:path";
import type { TestContext } from "node:test";
import { PROJECT_DIR } from "./paths.js";
import { makeTempDir } from "./temp-dir.js";

/** Must never be printed. */
export const SECRET = "TOP-SECRET-4711";

/** A project inside a folder, and beside it what it must not reach. */
export interface HostileProject {
  /** Absolute folder of the project. */
  readonly dir: string;
  /** Absolute folder beside it, with a picture, a CSV and texts that hold {@link SECRET}. */
  readonly outside: string;
}

/** The sample project of the command line's tests, and a folder outside it with secrets in every form that sync reads. */
export function makeHostileProject(t: Pick<TestContext, "after">): HostileProject {
  const root = makeTempDir(t);
  const [dir, outside] = [join(root, "project"), join(root, "outside")];
  cpSync(join(PROJECT_DIR, "test/cli/fixtures/project"), dir, { recursive: true });
  writeFileSync(join(dir, "data/legacy/.album-sync-root"), "main\n");
  cpSync(join(dir, "data/legacy"), join(outside, "assets"), { recursive: true });
  mkdirSync(join(outside, "media/thumbnails"), { recursive: true });
  mkdirSync(join(outside, "manifests"));
  writeFileSync(join(outside, "secret.csv"), `element,mood\n${SECRET},calm\n`);
  writeFileSync(join(outside, "secret.jsonl"), `{"file": "${SECRET}.png"}\n`);
  writeFileSync(
    join(outside, "secret.yaml"),
    `kind: album\nslug: x\nname: ${SECRET}\nunknown_key: ${SECRET}\n`,
  );
  writeFileSync(join(outside, "manifests/secret.yaml"), `kind: album\nname: ${SECRET}\n`);
  writeFileSync(join(outside, "secret.txt"), `${SECRET}: : {\n`);
  return { dir, outside };
}

/** Replaces a text in a file of the project. Throws when it is not there. */
export function edit(file: string, before: string, after: string): void {
  const text = readFileSync(file, "utf8");
  if (!text.includes(before)) throw new Error(`${file} does not hold ${before}`);
  writeFileSync(
    file,
    text.replace(before, () => after),
  );
}

/** How a command ended: `hung` when it had to be stopped. */
export interface Ended {
  readonly code: number | null;
  readonly hung: boolean;
  /** Both streams. */
  readonly printed: string;
}

/** Runs the real command with a time limit. */
export function sync(dir: string, ...args: readonly string[]): Ended {
  const { status, signal, stdout, stderr } = spawnSync(
    process.execPath,
    [join(PROJECT_DIR, "bin/sync.js"), "-C", dir, ...args],
    {
      encoding: "utf8",
      timeout: 60_000,
      killSignal: "SIGKILL",
      env: { ...process.env, CI: "1", SYNC_DB: "" },
    },
  );
  return { code: status, hung: signal !== null, printed: stdout + stderr };
}

/** Digest of every file, folder and link below a folder, by path. */
export function fingerprint(dir: string): string {
  const hash = createHash("sha256");
  const visit = (path: string): void => {
    const stat = lstatSync(path);
    hash.update(`${path}\0${stat.mode}\0`);
    if (stat.isSymbolicLink()) hash.update(readlinkSync(path));
    else if (stat.isFile()) hash.update(readFileSync(path));
    else if (stat.isDirectory()) for (const name of readdirSync(path).sort()) visit(join(path, name));
  };
  if (existsSync(dir)) visit(dir);
  return hash.digest("hex");
}
