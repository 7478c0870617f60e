import assert from "node:assert/strict";
import { closeSync, copyFileSync, openSync, readFileSync, writeFileSync, writeSync } from "node:fs";
import { join } from "node:path";
import { describe, it, type TestContext } from "node:test";
import Database from "better-sqlite3";
import { PROJECT_DIR } from "../support/paths.js";
import { createWorkspace, type Workspace } from "../support/transcript.js";

/** The project after its first apply and a change that is recorded as run 2. */
async function openApplied(t: TestContext): Promise<Workspace & { readonly file: string }> {
  const workspace = createWorkspace([join(PROJECT_DIR, "test/cli/fixtures/project")]);
  t.after(() => workspace.remove());
  const { status, stderr } = await workspace.run(
    "sync apply --yes && sed -i 's/A red hill/A blue hill/' manifests/albums/walks.yaml && sync apply --yes",
  );
  assert.equal(status, 0, stderr);
  return { ...workspace, file: join(workspace.dir, "data/albums.db") };
}

function change(file: string, sql: string): void {
  const database = new Database(file);
  database.pragma("foreign_keys = OFF");
  assert.ok(database.prepare(sql).run().changes > 0, sql);
  database.pragma("wal_checkpoint(TRUNCATE)");
  database.close();
}

function query(file: string, sql: string): readonly unknown[] {
  const database = new Database(file, { readonly: true });
  try {
    return database.prepare(sql).raw().all();
  } finally {
    database.close();
  }
}

/** Overwrites the middle of the root page of a table or index. */
function breakPage(file: string, name: string): void {
  const [[page, size]] = query(
    file,
    `SELECT rootpage, (SELECT page_size FROM pragma_page_size) FROM sqlite_master WHERE name = '${name}'`,
  ) as [[number, number]];
  const handle = openSync(file, "r+");
  writeSync(handle, Buffer.alloc(size, 0xa5), 0, size, (page - 1) * size);
  closeSync(handle);
}

/** Lets an index hold another address than its table. */
function misspell(file: string, name: string): void {
  const [[page, size]] = query(
    file,
    `SELECT rootpage, (SELECT page_size FROM pragma_page_size) FROM sqlite_master WHERE name = '${name}'`,
  ) as [[number, number]];
  const bytes = readFileSync(file);
  const at = bytes.indexOf("red_hill", (page - 1) * size);
  assert.ok(at > 0 && at < page * size);
  bytes.write("red_hull", at);
  writeFileSync(file, bytes);
}

const IMAGE = "image:singles/2025-10/20251001_080000_red_hill.png";
const ROW = `WHERE address = '${IMAGE}'`;

/** What is damaged, the command that meets it, and the table and row that it names. */
const DAMAGES: readonly (readonly [sql: string, command: string, place: RegExp])[] = [
  [
    `UPDATE sync_objects SET fields = '{' ${ROW}`,
    "plan --refresh",
    /sync_objects is damaged at main image:\S+: fields is not valid JSON/,
  ],
  [
    `UPDATE sync_objects SET fields = '[]' ${ROW}`,
    "apply --yes --refresh",
    /sync_objects is damaged at main image:\S+: fields is not a JSON object/,
  ],
  [`UPDATE sync_objects SET fields = 'null' ${ROW}`, "status --refresh", /fields is not a JSON object/],
  [
    `UPDATE sync_objects SET fields = '{"labels": "x"}' ${ROW}`,
    "plan --refresh",
    /fields has labels that are not a list/,
  ],
  [`UPDATE sync_objects SET fields = x'00ff' ${ROW}`, "plan --refresh", /fields is not valid JSON/],
  [`UPDATE sync_objects SET fields = '7' ${ROW}`, `forget ${IMAGE}`, /sync_objects is damaged at main image/],
  [`UPDATE sync_objects SET state = 'ownd' ${ROW}`, "plan --refresh", /state is "ownd"/],
  [
    "UPDATE sync_manifests SET used = '[1'",
    "plan",
    /sync_manifests is damaged at main manifests\/\S+: used is not valid JSON/,
  ],
  ["UPDATE sync_manifests SET used = '[1]'", "plan", /used is not a list of files/],
  [
    "UPDATE sync_changes SET before = 'x' WHERE run = 2",
    "history 2",
    /sync_changes is damaged at 2 \S+: before is not valid JSON/,
  ],
  [
    "UPDATE sync_changes SET after = '[]' WHERE run = 2",
    "history 2",
    /sync_changes is damaged at 2 \S+: after is not a JSON object/,
  ],
  [
    `UPDATE sync_changes SET before = '{"former": {"state": 1}}' WHERE run = 2`,
    "history --reverse 2",
    /before has a member former of another shape/,
  ],
  [
    "UPDATE sync_runs SET summary = '{' WHERE id = 2",
    "history",
    /sync_runs is damaged at 2: summary is not valid JSON/,
  ],
  [
    "UPDATE sync_meta SET value = x'00' WHERE name = 'served_from'",
    "plan",
    /sync_meta is damaged at served_from/,
  ],
  ["DELETE FROM sync_meta WHERE name = 'database_id'", "plan", /sync_meta is damaged at database_id/],
];

describe("a damaged database", () => {
  it("is reported with table and row, and repaired by a new baseline", async (t) => {
    const workspace = await openApplied(t);
    const sound = `${workspace.file}.sound`;
    copyFileSync(workspace.file, sound);
    const repaired = new Set<string>();
    for (const [sql, command, place] of DAMAGES) {
      copyFileSync(sound, workspace.file);
      change(workspace.file, sql);
      const { status, stderr } = await workspace.run(`sync ${command}`);
      assert.equal(status, 1, `${sql}: ${stderr}`);
      assert.match(stderr, /^error\[database-corrupt\]/, sql);
      assert.match(stderr, place, sql);
      assert.match(stderr, /help: .*sync db check/, sql);
      assert.doesNotMatch(stderr, /bug|\n {4}at /, sql);
      const bytes = readFileSync(workspace.file);
      const check = await workspace.run("sync db check");
      assert.equal(check.status, 1, `${sql}: ${check.stdout}`);
      assert.ok(readFileSync(workspace.file).equals(bytes), sql);
      // What follows is the same for every damage of a column.
      const column = sql.replace(/ =.*/, "");
      if (repaired.has(column)) continue;
      repaired.add(column);
      const repair = await workspace.run(
        "sync db check --rebuild-baseline --yes && sync apply --yes && sync plan --refresh --detailed-exitcode",
      );
      assert.equal(repair.status, 0, `${sql}: ${repair.stdout}${repair.stderr}`);
      const images = "SELECT id, filename, prompt, steps FROM images ORDER BY id";
      assert.deepEqual(query(workspace.file, images), query(sound, images), sql);
    }
  });

  it("lets go of a damaged record: nothing is deleted, nor taken over that no manifest declares", async (t) => {
    const workspace = await openApplied(t);
    change(workspace.file, `UPDATE sync_objects SET fields = '{' ${ROW}`);
    const check = await workspace.run("sync db check --rebuild-baseline --yes");
    assert.match(check.stdout, new RegExp(`Released ${IMAGE}: its record was damaged`));
    assert.deepEqual(query(workspace.file, `SELECT state FROM sync_objects ${ROW}`), [["released"]]);
    const plan = await workspace.run("sync plan");
    assert.match(plan.stdout, /1 to adopt, 0 to release, 0 to delete, 0 blocked/);
  });

  it("keeps a tombstone whose record is damaged: the row does not come back by itself", async (t) => {
    const workspace = await openApplied(t);
    change(workspace.file, "DELETE FROM images WHERE filename LIKE '%red_hill%'");
    change(workspace.file, `UPDATE sync_objects SET fields = '{' ${ROW}`);
    const check = await workspace.run("sync db check --rebuild-baseline --yes");
    assert.match(check.stdout, new RegExp(`Emptied the record of ${IMAGE}`));
    const plan = await workspace.run("sync plan");
    assert.match(plan.stdout, /deleted-in-database|deleted in the database/);
    assert.match(plan.stdout, /Plan: 0 to add/);
  });

  it("asks before it rebuilds, and works under the lock", async (t) => {
    const workspace = await openApplied(t);
    change(workspace.file, `UPDATE sync_objects SET fields = '{' ${ROW}`);
    const bytes = readFileSync(workspace.file);
    const unasked = await workspace.run("sync db check --rebuild-baseline");
    assert.equal(unasked.status, 5);
    assert.match(unasked.stderr, /no-consent/);
    assert.ok(readFileSync(workspace.file).equals(bytes));
    change(
      workspace.file,
      "INSERT INTO sync_lock VALUES (1, 'x', 'ana', 'there', 'apply', '2026-01-01 00:00:00.000000', '2999-01-01 00:00:00.000000')",
    );
    const locked = await workspace.run("sync db check --rebuild-baseline --yes --lock-timeout 0");
    assert.equal(locked.status, 7, locked.stderr);
  });

  it("forgets nothing that others changed while a plan was made before the rebuild", async (t) => {
    const workspace = await openApplied(t);
    assert.equal((await workspace.run("sync plan --out saved.json")).status, 0);
    change(workspace.file, "UPDATE images SET steps = 99 WHERE filename LIKE '%red_hill%'");
    assert.equal((await workspace.run("sync db check --rebuild-baseline --yes")).status, 0);
    await workspace.run("sync apply --yes saved.json");
    const { stdout } = await workspace.run("sync plan");
    assert.match(stdout, /steps {2}99 -> 30/);
  });

  it("with broken pages says so, in the table and in an index, which is rebuilt", async (t) => {
    const workspace = await openApplied(t);
    change(workspace.file, "UPDATE sync_runs SET who = who");
    const sound = `${workspace.file}.sound`;
    copyFileSync(workspace.file, sound);
    for (const name of ["images", "sync_objects", "sync_manifests", "sqlite_autoindex_sync_objects_1"]) {
      copyFileSync(sound, workspace.file);
      breakPage(workspace.file, name);
      const { status, stderr } = await workspace.run("sync plan --refresh");
      assert.equal(status, 1, `${name}: ${stderr}`);
      assert.match(stderr, /^error\[database-corrupt\] \S+ is damaged: .*\n {2}help: .*sync db check/, name);
      const check = await workspace.run("sync db check");
      assert.equal(check.status, 1, `${name}: ${check.stderr}`);
      const table = name.replace(/^sqlite_autoindex_(.*)_1$/, "$1");
      assert.match(check.stdout, new RegExp(`^${table}\\b`, "m"), name);
    }
    const lost = await workspace.run("sync db check --rebuild-baseline --yes");
    assert.equal(lost.status, 1);
    assert.match(lost.stderr, /error\[database-corrupt\].*\n {2}help: .*restore a backup/);
    copyFileSync(sound, workspace.file);
    misspell(workspace.file, "sqlite_autoindex_sync_objects_1");
    const check = await workspace.run("sync db check");
    assert.equal(check.status, 1);
    assert.match(
      check.stdout,
      /^sync_objects, row \d+: row \d+ missing from index sqlite_autoindex_sync_objects_1$/m,
    );
    const repair = await workspace.run("sync db check --rebuild-baseline --yes");
    assert.equal(repair.status, 0, `${repair.stdout}${repair.stderr}`);
    assert.equal((await workspace.run("sync plan --refresh --detailed-exitcode")).status, 0);
  });

  it("that is no database at all says so", async (t) => {
    const workspace = await openApplied(t);
    for (const command of ["plan", "ls images", "db status", "db check", "db migrate", "verify"]) {
      const { status, stderr } = await workspace.run(
        `echo nonsense > other.db; sync ${command} --db sqlite:other.db`,
      );
      assert.equal(status, 1, stderr);
      assert.match(stderr, /^error\[database-corrupt\] \S+ is not a SQLite database/, command);
    }
  });

  it("names dangling links, and finds nothing in a sound database", async (t) => {
    const workspace = await openApplied(t);
    const sound = await workspace.run("sync db check");
    assert.equal(sound.status, 0);
    assert.equal(sound.stdout, "Nothing is damaged.\n");
    change(workspace.file, "DELETE FROM images WHERE filename LIKE '%red_hill%'");
    const { status, stdout } = await workspace.run("sync db check --json");
    assert.equal(status, 1);
    const { findings } = JSON.parse(stdout);
    assert.deepEqual(findings[0], {
      detail: "references a missing row of images",
      row: findings[0].row,
      table: findings[0].table,
    });
    assert.match(findings[0].row, /^row \d+$/);
  });
});
