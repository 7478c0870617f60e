import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { chmodSync, copyFileSync, existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, it, type TestContext } from "node:test";
import Database from "better-sqlite3";
import { ask } from "../support/ask-server.js";
import { leftovers, rowsOfFile } from "../support/copied-databases.js";
import { writeSmallProject } from "../support/crash-project.js";
import { runProcess } from "../support/crash-runs.js";
import { onServer } from "../support/each-database.js";
import { findInstalled, startInstalled } from "../support/installed-postgres.js";
import { PROJECT_DIR } from "../support/paths.js";
import { createServerDatabase } from "../support/postgres.js";
import { makeTempDir } from "../support/temp-dir.js";

const NOTHING = /^No changes\. The database matches the manifests\.$/m;

describe("a backup of a file", () => {
  it("is whole while others write, is planned on as the original, and never takes the place of a file", async (t) => {
    const dir = await makeProject(t);
    await mustRun(dir, ["apply", "--yes", "--workers", "1"]);
    const file = join(dir, "data/albums.db");
    const other = new Database(file);
    t.after(() => other.close());
    const before = rowsOfFile(file);
    other.exec("BEGIN IMMEDIATE; UPDATE images SET prompt = 'half written'");
    const { output } = await mustRun(dir, ["db", "backup", "backups/a.db"]);
    assert.match(output, /Backed up .* to backups\/a\.db \(\d+ bytes\), and read it back/);
    assert.deepEqual(leftovers(join(dir, "backups")), ["a.db"]);
    assert.deepEqual(rowsOfFile(join(dir, "backups/a.db")), before);
    const again = await runSync(dir, ["db", "backup", "backups/a.db"]);
    assert.deepEqual([again.status, /backup-exists/.test(again.output)], [5, true]);
    other.exec("COMMIT");
    other.close();
    // What docs/operations.md says about restoring.
    for (const side of ["-wal", "-shm"]) if (existsSync(file + side)) writeFileSync(file + side, "");
    copyFileSync(join(dir, "backups/a.db"), file);
    assert.match((await mustRun(dir, ["plan"])).output, NOTHING);
  });

  it("that is damaged is refused and not kept", async (t) => {
    const dir = await makeProject(t);
    await mustRun(dir, ["apply", "--yes", "--no-thumbnails"]);
    const file = join(dir, "data/albums.db");
    const bytes = readFileSync(file);
    bytes.fill(0xff, bytes.length >> 1);
    writeFileSync(file, bytes);
    const { status, output } = await runSync(dir, ["db", "backup", "b.db"]);
    assert.equal(status, 1, output);
    assert.match(output, /error\[(?:database-corrupt|backup-damaged)\]/);
    assert.deepEqual(
      leftovers(dir).filter((name) => name.includes("b.db")),
      [],
    );
  });
});

onServer("a backup of a database on a server", () => {
  it("is made by pg_dump, and restored by pg_restore to the same plan", async (t) => {
    const dir = await makeProject(t);
    const found = await findDumpable(t);
    if ("why" in found) {
      t.diagnostic(`NOT RUN: ${found.why}`);
      return t.skip(found.why);
    }
    const { bin, url, copy } = found;
    const path = `${bin}:${process.env.PATH}`;
    await mustRun(dir, ["apply", "--yes", "--workers", "1", "--db", url]);
    await mustRun(dir, ["db", "backup", "b.dump", "--db", url], path);
    // What docs/operations.md says about restoring.
    execFileSync(join(bin, "pg_restore"), [
      "--no-owner",
      "--exit-on-error",
      `--dbname=${copy}`,
      join(dir, "b.dump"),
    ]);
    const { output } = await mustRun(dir, ["plan", "--db", copy]);
    assert.match(output, NOTHING);
    assert.doesNotMatch(output, /dirty-tracking-lost/);
  });

  it("tells pg_dump the password by its environment, and who has none the command to run", async (t) => {
    const dir = await makeProject(t);
    const bin = join(dir, "bin");
    mkdirSync(bin);
    const url = "postgres://ana:hush@host:1/albums?sslmode=require&password=hush2";
    const none = await runSync(dir, ["db", "backup", "b.dump", "--db", url], bin);
    assert.deepEqual(none.output.trim().split("\n"), [
      "error[pg-dump-missing] no backup was made: pg_dump is not on PATH",
      `  help: Run it where pg_dump is at least as new as the server: pg_dump -Fc -f ${join(dir, "b.dump")} 'postgres://ana@host:1/albums?sslmode=require'`,
    ]);
    writeTool(bin, "pg_dump", 'printf "%s\\n" "$@" "env=$PGPASSWORD" > seen; echo dump > .b.dump.tmp');
    writeTool(bin, "pg_restore", "exit 0");
    const made = await runSync(dir, ["db", "backup", "b.dump", "--json", "--db", url], bin);
    assert.equal(made.status, 0, made.output);
    assert.deepEqual(JSON.parse(made.output), {
      bytes: 5,
      database: "postgres://ana:***@host:1/albums?sslmode=require&password=***",
      file: "b.dump",
      format: "pg_dump",
    });
    const seen = readFileSync(join(dir, "seen"), "utf8").trim().split("\n");
    assert.equal(seen.pop(), "env=hush2");
    assert.deepEqual(seen.slice(0, 2), ["--format=custom", "--no-password"]);
    assert.doesNotMatch(seen.join(), /hush/);
    writeTool(bin, "pg_restore", "echo 'input file is too short: hush postgres://ana:hush@host' >&2; exit 1");
    const broken = await runSync(dir, ["db", "backup", "c.dump", "--db", url], bin);
    assert.match(broken.output, /^error\[pg-dump-failed\] no backup was made: input file is too short/);
    assert.doesNotMatch(broken.output, /ana:hush/);
    assert.equal(existsSync(join(dir, "c.dump")), false);
  });
});

async function makeProject(t: TestContext): Promise<string> {
  const dir = makeTempDir(t);
  await writeSmallProject(dir);
  return dir;
}

function writeTool(bin: string, name: string, script: string): void {
  writeFileSync(join(bin, name), `#!/bin/sh\n${script}\n`);
  chmodSync(join(bin, name), 0o755);
}

function runSync(dir: string, args: readonly string[], path = process.env.PATH ?? "") {
  return runProcess(process.execPath, [join(PROJECT_DIR, "bin/sync.js"), ...args], dir, {
    PATH: path,
  });
}

async function mustRun(dir: string, args: readonly string[], path?: string) {
  const result = await runSync(dir, args, path);
  assert.equal(result.status, 0, result.output);
  return result;
}

/**
 * Two empty databases and the folder of a pg_dump that can read them: of the server of the tests, or else of one that is installed
 * with it. Otherwise why there is none; fails then where NEED_POSTGRES is set.
 */
async function findDumpable(t: TestContext) {
  const installed = findInstalled();
  const [first, second] = [await createServerDatabase(), await createServerDatabase()];
  t.after(first.remove);
  t.after(second.remove);
  const [row] = await ask(first.url, "SHOW server_version_num");
  const server = Math.floor(Number(row?.server_version_num) / 10_000);
  const newer = installed.find(({ version }) => version >= server);
  if (newer !== undefined) return { bin: newer.bin, url: first.url, copy: second.url };
  const own = installed.find(({ bin }) => existsSync(join(bin, "postgres")));
  if (own !== undefined) {
    const urlOf = await startInstalled(t, own.bin);
    for (const name of ["albums", "copy"]) await ask(urlOf("postgres"), `CREATE DATABASE ${name}`);
    return { bin: own.bin, url: urlOf("albums"), copy: urlOf("copy") };
  }
  const why = `no pg_dump ${server} is installed, nor an older one with its server`;
  if (process.env.NEED_POSTGRES) assert.fail(why);
  return { why };
}
