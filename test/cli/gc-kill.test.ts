import assert from "node:assert/strict";
import { cpSync, existsSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { join } from "node:path";
import { after, before, describe, it } from "node:test";
import { pathToFileURL } from "node:url";
import { PROJECT_DIR } from "../support/paths.js";
import { createWorkspace, type Workspace } from "../support/transcript.js";

const KILLER = pathToFileURL(join(PROJECT_DIR, "dist/test/support/kill-at-move.js")).href;

describe("sync gc, killed at any point", () => {
  let workspace: Workspace;
  before(async () => {
    workspace = createWorkspace([join(PROJECT_DIR, "test/cli/fixtures/project")]);
    const { status, stderr } = await workspace.run(`set -e; touch data/legacy/.album-sync-root
      sed -i 's#^  - file: .*#&\\n    source: { file: old/x.png }#' manifests/albums/walks.yaml
      sync apply --yes -q > /dev/null
      echo '{}' > data/legacy/singles/2025-10/20251002_080000_blue_lake.json
      sed -i '/^  - file: .*blue_lake/,$d' manifests/albums/walks.yaml
      sync apply --yes --prune -q > /dev/null`);
    assert.equal(status, 0, stderr);
    cpSync(join(workspace.dir, "data"), join(workspace.dir, "as-it-was"), { recursive: true });
  });
  after(() => workspace.remove());

  const root = (): string => join(workspace.dir, "data/legacy");
  const trash = (): string => join(workspace.dir, "data/sync-trash");
  const filesIn = (dir: string): readonly (readonly [string, string])[] =>
    readdirSync(dir, { recursive: true, encoding: "utf8", withFileTypes: true })
      .filter((entry) => entry.isFile())
      .map((entry) => join(entry.parentPath, entry.name))
      .map((file) => [file.slice(dir.length), readFileSync(file, "base64")] as const)
      .sort(([a], [b]) => (a < b ? -1 : 1));

  async function collect(killAt: number): Promise<number> {
    rmSync(join(workspace.dir, "data"), { recursive: true });
    cpSync(join(workspace.dir, "as-it-was"), join(workspace.dir, "data"), { recursive: true });
    const countFile = join(workspace.dir, "count");
    await workspace.run("sync gc --yes", {
      NODE_OPTIONS: `--import=${KILLER}`,
      KILL_AT: String(killAt),
      WRITE_COUNT_FILE: countFile,
    });
    return killAt === 0 ? Number(readFileSync(countFile, "utf8")) : 0;
  }

  /** Restores, after taking the lock away from the killed run as the message says. */
  async function restore(): ReturnType<Workspace["run"]> {
    const first = await workspace.run("sync gc --restore latest --lock-timeout 0");
    const lock = /run (sync unlock [0-9a-f-]+) if that run is dead/.exec(first.stderr)?.[1];
    if (first.status !== 7 || lock === undefined) return first;
    assert.equal((await workspace.run(lock)).status, 0);
    return workspace.run("sync gc --restore latest --lock-timeout 0");
  }

  it("loses nothing: restoring gives every file back", async () => {
    const points = await collect(0);
    assert.ok(points >= 10, String(points));
    const original = filesIn(join(workspace.dir, "as-it-was/legacy"));
    const moved = original.length - filesIn(root()).length;
    assert.equal(moved, 3);
    for (let point = 1; point <= points; point++) {
      await collect(point);
      const { status, stderr } = await restore();
      // Before its list is written there is nothing to restore.
      assert.ok(status === 0 || (status === 64 && stderr.includes("the trash is empty")), stderr);
      assert.deepEqual(filesIn(root()), original, `killed at ${point} of ${points}`);
      if (status === 0 && existsSync(trash())) assert.deepEqual(readdirSync(trash()), [".gitignore"]);
    }
  });
});
