import assert from "node:assert/strict";
import { readdirSync, readFileSync, rmSync } from "node:fs";
import { join } from "node:path";
import { describe, it, type TestContext } from "node:test";
import Database from "better-sqlite3";
import { COMMANDS } from "../../src/cli/commands.js";
import { createGeneration, upgradeInPlace } from "../support/generations.js";
import { PROJECT_DIR } from "../support/paths.js";
import { createWorkspace, type Workspace } from "../support/transcript.js";

/** Commands that open the database, with what they need to get as far. */
const REFUSED: { readonly [command: string]: readonly string[] } = {
  plan: ["plan", "plan --out plan.json", "plan --refresh"],
  apply: ["apply --yes", "apply --yes --prune"],
  status: ["status", "status --json"],
  thumbnails: ["thumbnails"],
  verify: ["verify"],
  export: ["export singles/walks --format imagefolder --out train"],
  history: ["history", "history 1", "history --reverse 1", "history --keep 1"],
  unlock: ["unlock 0d7a"],
  forget: ["forget album:singles/walks"],
  ls: ["ls albums", "ls images", "ls templates"],
  adopt: ["adopt", "adopt --drift"],
  "db copy": ["db copy sqlite:data/albums.db sqlite:data/copy.db"],
  gc: ["gc --dry-run", "gc --yes", "gc --restore latest"],
};

/** Commands that don't open it, or still answer. */
const OTHERS = [
  "init",
  "validate",
  "fmt",
  "show",
  "collect sets",
  "collect",
  "add",
  "new set",
  "new album",
  "render",
  "serve",
  "db status",
  "db migrate",
  "db check",
  "db backup",
  "doctor",
  "explain",
  "completion",
  "worker",
];

function openProject(t: TestContext): Workspace {
  const workspace = createWorkspace([join(PROJECT_DIR, "test/cli/fixtures/project")]);
  t.after(() => workspace.remove());
  return workspace;
}

async function refuseEverywhere(workspace: Workspace): Promise<void> {
  const folder = join(workspace.dir, "data");
  const file = join(folder, "albums.db");
  const bytes = readFileSync(file);
  // SQLite itself makes -wal and -shm files beside a database in WAL mode, even to read it.
  const list = () => readdirSync(folder).filter((name) => !/-(wal|shm)$/.test(name));
  const names = list();
  for (const line of Object.values(REFUSED).flat()) {
    const { status, stderr, stdout } = await workspace.run(`sync ${line}`);
    assert.equal(status, 5, `${line}: ${stderr}`);
    assert.match(`${stderr}${stdout}`, /database-moved/, line);
    assert.ok(readFileSync(file).equals(bytes), line);
    assert.deepEqual(list(), names, line);
  }
  const status = await workspace.run("sync db status");
  assert.equal(status.status, 0, status.stderr);
  assert.match(status.stdout, /generation E\nProfile: E \(set templates are rows of batch_templates\)\n/);
  assert.match(status.stdout, /Run sync db migrate/);
  const json = JSON.parse((await workspace.run("sync db status --json")).stdout);
  assert.equal(json.generation, "E");
  assert.equal(json.problem.code, "database-moved");
  const doctor = await workspace.run("sync doctor");
  assert.match(doctor.stdout, /generation E/);
  assert.ok(readFileSync(file).equals(bytes));
}

describe("a database of a newer backend", () => {
  it("names every command", () => {
    assert.deepEqual(COMMANDS.map(({ name }) => name).sort(), [...Object.keys(REFUSED), ...OTHERS].sort());
  });

  it("is planned, migrated and applied as every other", async (t) => {
    const workspace = openProject(t);
    const file = join(workspace.dir, "data/albums.db");
    createGeneration(file, "E", { rows: false });
    await succeed(workspace, "sync plan --out plan.json");
    await succeed(workspace, "sync db migrate");
    await succeed(workspace, "sync apply --yes");
    assert.deepEqual(readSet(file), { name: "The elements", csv_path: "manifests/sets/elements.yaml" });
    assert.equal((await workspace.run("sync plan --detailed-exitcode")).status, 0);
  });

  it("is refused when it was ours before, until sync db migrate follows the templates", async (t) => {
    const workspace = openProject(t);
    const file = join(workspace.dir, "data/albums.db");
    await succeed(workspace, "sync apply --yes && sync plan --out saved.json");
    upgradeInPlace(file);
    for (const side of ["-wal", "-shm"]) rmSync(`${file}${side}`, { force: true });
    await refuseEverywhere(workspace);
    const { status, stderr } = await workspace.run("sync apply --yes saved.json");
    assert.equal(status, 5, stderr);
    const migrated = await succeed(workspace, "sync db migrate");
    assert.match(migrated.stdout, /Copied the database to .*\n\+ 009-batch-templates\n1 run\./);
    assert.deepEqual(readSet(file), { name: "The elements", csv_path: "manifests/sets/elements.yaml" });
    const plan = await workspace.run("sync plan --detailed-exitcode");
    assert.equal(plan.status, 0, plan.stdout);
    assert.match((await succeed(workspace, "sync db check")).stdout, /Nothing is damaged/);
  });
});

async function succeed(workspace: Workspace, line: string) {
  const outcome = await workspace.run(line);
  assert.equal(outcome.status, 0, `${line}: ${outcome.stdout}${outcome.stderr}`);
  return outcome;
}

/** The one row of a set template. */
function readSet(file: string): unknown {
  const database = new Database(file, { readonly: true });
  const rows = database.prepare("SELECT name, csv_path FROM batch_templates").all();
  database.close();
  assert.equal(rows.length, 1);
  return rows[0];
}
