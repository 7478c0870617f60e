import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { readdirSync } from "node:fs";
import { join } from "node:path";
import { describe, it, type TestContext } from "node:test";
import Database from "better-sqlite3";
import { createGeneration } from "../support/generations.js";
import { PROJECT_DIR } from "../support/paths.js";
import { createWorkspace, type Workspace } from "../support/transcript.js";

// Small and read-only disks are mounted in a namespace of the test's own, which not every kernel allows.
const skip = spawnSync("unshare", ["-rm", "true"]).status === 0 ? false : "no mount namespaces here";

function openProject(t: TestContext): Workspace {
  const workspace = createWorkspace([join(PROJECT_DIR, "test/cli/fixtures/project")]);
  t.after(() => workspace.remove());
  return workspace;
}

/** Runs lines one after another where they may mount; what they print, and the exit code of each `sync`. */
async function runMounted(workspace: Workspace, ...lines: readonly string[]): Promise<string> {
  const script = lines.map((line) => (line.startsWith("sync") ? `${line}; echo "=> $?"` : line)).join("\n");
  const { stdout, stderr } = await workspace.run(`exec 2>&1; unshare -rm bash -s <<'END'\n${script}\nEND`);
  return `${stdout}${stderr}`;
}

describe("hardship", () => {
  it("a full disk takes the rows back and says so; with room it goes on", { skip }, async (t) => {
    const workspace = openProject(t);
    const output = await runMounted(
      workspace,
      "mkdir small; mount -t tmpfs -o size=132k tmpfs small",
      "sync apply --yes --db sqlite:small/albums.db | tail -n 0",
      "sync apply --yes --db sqlite:small/albums.db > /dev/null",
      "mount -o remount,size=4m small",
      "sync plan -q --detailed-exitcode --db sqlite:small/albums.db | grep Plan:",
      "sync apply --yes --db sqlite:small/albums.db > /dev/null",
      "sync plan --detailed-exitcode --db sqlite:small/albums.db",
    );
    assert.match(output, /error\[database-full\] \S+ can't grow: no space is left/);
    assert.match(output, /=> 1\nPlan: 5 to add/);
    assert.match(output, /=> 0\nNo changes\. The database matches the manifests\.\n=> 0\n$/);
  });

  it("a full disk under the thumbnails leaves rows, no torn file, and the rest to the next run", {
    skip,
  }, async (t) => {
    const output = await runMounted(
      openProject(t),
      "mkdir -p data/thumbnails; mount -t tmpfs -o size=8k tmpfs data/thumbnails",
      "sync apply --yes --workers 1 > /dev/null",
      "ls -A data/thumbnails",
      "mount -o remount,size=4m data/thumbnails",
      "sync thumbnails",
      "ls -A data/thumbnails | wc -l",
    );
    assert.match(output, /error\[disk-full\] \S+3\.webp can't be written: no space is left/);
    assert.match(output, /=> 1\n1\.webp\n2\.webp\nThumbnails complete\. 1 made, 0 failed, in .*\n=> 0\n3\n$/);
  });

  it("a thumbnail folder that can't be written is named; the rows stay", { skip }, async (t) => {
    const output = await runMounted(
      openProject(t),
      "mkdir -p data/thumbnails; mount --bind data/thumbnails data/thumbnails",
      "mount -o remount,bind,ro data/thumbnails",
      "sync apply --yes > /dev/null",
      "sync plan | tail -n 1",
      "umount data/thumbnails",
      "sync thumbnails",
    );
    assert.match(output, /error\[system\] \S+\.webp can't be written \(EROFS/);
    assert.match(output, /Thumbnails complete\. 3 made, 0 failed/);
  });

  it("a read-only database is left as it is", { skip }, async (t) => {
    const workspace = openProject(t);
    const output = await runMounted(
      workspace,
      "sync apply --yes > /dev/null",
      "sed -i 's/A red hill/A blue hill/' manifests/albums/walks.yaml",
      "mount --bind data data; mount -o remount,bind,ro data",
      "sync apply --yes > /dev/null",
      "umount data",
      "sync plan -q --detailed-exitcode | grep Plan:",
    );
    assert.match(output, /error\[database-read-only\] .*\n {2}help: .*\n=> 1\nPlan: 0 to add, 1 to change/);
  });

  it("a read-only database in a read-only folder is planned against, which is said", { skip }, async (t) => {
    const output = await runMounted(
      openProject(t),
      "sync apply --yes > /dev/null",
      "sed -i 's/A red hill/A blue hill/' manifests/albums/walks.yaml",
      "export TMPDIR=$PWD/tmp; mkdir tmp; mount --bind data data; mount -o remount,bind,ro data",
      "ls data/*-wal data/*-shm 2> /dev/null",
      "sync plan --detailed-exitcode",
      "sync ls albums",
      "sync db status -q",
      "ls -A tmp",
      "sync apply --yes > /dev/null",
      "ls -A tmp; echo end",
    );
    assert.match(output, /albums\.db can't be opened where it is, so a private copy of it was read\.\n/);
    assert.match(
      output,
      /0 to add, 1 to change[\s\S]*=> 2\n[\s\S]*Walks[\s\S]*=> 0\nDatabase: [\s\S]*=> 0\n/i,
    );
    assert.match(
      output,
      /error\[database-read-only\] nothing was written: .* is read-only here\n.*\n=> 1\nend\n$/,
    );
  });

  it("a copy of a read-only database holds what is in its log only", async (t) => {
    const workspace = openProject(t);
    assert.equal((await workspace.run("sync apply --yes")).status, 0);
    const file = join(workspace.dir, "data/albums.db");
    const writer = new Database(file);
    writer.pragma("wal_autocheckpoint = 0");
    writer.exec("UPDATE images SET steps = 99 WHERE id = 1");
    // As after a crash: the log is there, the shared memory is not.
    await workspace.run(
      "mkdir there; cp data/albums.db data/albums.db-wal there; chmod -R a+rX . ..; chmod 555 there",
    );
    writer.close();
    // Permissions hold nobody up who is root.
    const nobody = process.getuid?.() === 0 ? "setpriv --reuid=65534 --clear-groups env HOME=/tmp" : "env";
    const { status, stdout, stderr } = await workspace.run(
      `${nobody} node ${PROJECT_DIR}/bin/sync.js plan --db sqlite:there/albums.db`,
    );
    assert.equal(status, 0, stderr);
    assert.match(stderr, /a private copy of it was read/);
    assert.match(stdout, /steps {2}99 -> 30/);
    assert.deepEqual(readdirSync(join(workspace.dir, "there")), ["albums.db", "albums.db-wal"]);
    const apply = await workspace.run(
      `${nobody} node ${PROJECT_DIR}/bin/sync.js apply --yes --db sqlite:there/albums.db`,
    );
    assert.equal(apply.status, 1);
    assert.match(apply.stderr, /error\[database-read-only\]/);
  });

  it("a database that somebody holds is waited for, then left alone", async (t) => {
    const workspace = openProject(t);
    assert.equal((await workspace.run("sync apply --yes")).status, 0);
    const holder = new Database(join(workspace.dir, "data/albums.db"));
    t.after(() => holder.close());
    holder.exec("BEGIN IMMEDIATE");
    await workspace.run("sed -i 's/A red hill/A blue hill/' manifests/albums/walks.yaml");
    const held = await workspace.run("sync apply --yes --lock-timeout 500ms");
    assert.equal(held.status, 7, held.stderr);
    assert.match(held.stderr, /Waiting for another program that is writing to the database …/);
    assert.match(held.stderr, /error\[database-busy\] another program is writing to \S+ .* within 0\.5 s/);
    assert.match(held.stderr, /help: .*--lock-timeout/);
    const at = Date.now();
    assert.equal((await workspace.run("sync apply --yes --lock-timeout 0")).status, 7);
    assert.ok(Date.now() - at < 5000, "a timeout of 0 does not wait");
    // Longer than a single statement waits.
    const waiting = workspace.run("sync apply --yes --lock-timeout 2m");
    setTimeout(() => holder.exec("ROLLBACK"), 7000);
    assert.equal((await waiting).status, 0);
  });

  it("a database that somebody holds while it is migrated is waited for", async (t) => {
    const workspace = openProject(t);
    const file = join(workspace.dir, "data/albums.db");
    createGeneration(file, "A");
    const holder = new Database(file);
    t.after(() => holder.close());
    holder.exec("BEGIN IMMEDIATE");
    const held = await workspace.run("sync db migrate --lock-timeout 300ms");
    assert.equal(held.status, 7, held.stderr);
    assert.match(held.stderr, /error\[database-busy\]/);
    const waiting = workspace.run("sync db migrate --lock-timeout 2m");
    setTimeout(() => holder.exec("ROLLBACK"), 7000);
    assert.equal((await waiting).status, 0);
  });

  it("an asset root that vanished stops before anything is written", async (t) => {
    const workspace = openProject(t);
    const { status, stderr } = await workspace.run(
      "rm -r data/legacy; sync apply --yes; code=$?; ls data; exit $code",
    );
    assert.equal(status, 5);
    assert.match(stderr, /error\[asset-root-missing\]/);
    assert.equal((await workspace.run("test ! -e data/albums.db")).status, 0);
  });
});
