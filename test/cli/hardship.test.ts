import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { join } from "node:path";
import { describe, it, type TestContext } from "node:test";
import Database from "better-sqlite3";
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
    assert.match(output, /error\[database-unreadable\] .*\n {2}help: .*\n=> 1\nPlan: 0 to add, 1 to change/);
  });

  it("a database that somebody holds is waited for, then left alone", async (t) => {
    const workspace = openProject(t);
    assert.equal((await workspace.run("sync apply --yes")).status, 0);
    const holder = new Database(join(workspace.dir, "data/albums.db"));
    t.after(() => holder.close());
    holder.exec("BEGIN IMMEDIATE");
    await workspace.run("sed -i 's/A red hill/A blue hill/' manifests/albums/walks.yaml");
    const held = await workspace.run("sync apply --yes");
    assert.equal(held.status, 1);
    assert.match(held.stderr, /error\[database-busy\]/);
    holder.exec("ROLLBACK");
    assert.equal((await workspace.run("sync apply --yes")).status, 0);
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
