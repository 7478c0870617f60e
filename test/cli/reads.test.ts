import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import { readdirSync, readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import { describe, it } from "node:test";
import { PROJECT_DIR } from "../support/paths.js";
import { createWorkspace, type Workspace } from "../support/transcript.js";

const READERS = [
  "sync validate --assets hash",
  "sync plan",
  "sync plan --prune --restore all --retry --assets hash",
  "sync status",
  "sync ls images",
  "sync history",
  "sync history 1",
  "sync render elements",
  "sync db status",
];

/** Every file and folder with its bytes and the time of its last change; what SQLite needs for reading is its own. */
function snapshot(dir: string): readonly string[] {
  return readdirSync(dir, { recursive: true, encoding: "utf8" })
    .filter((name) => !/\.db-(wal|shm)$/.test(name))
    .sort()
    .map((name) => {
      const path = join(dir, name);
      const { mtimeMs, mode, size } = statSync(path);
      const bytes = statSync(path).isFile() ? readFileSync(path) : "";
      const changed = name === "data" ? "" : mtimeMs;
      return [name, mode, size, changed, createHash("sha256").update(bytes).digest("hex")].join(" ");
    });
}

async function assertReadsOnly(workspace: Workspace): Promise<void> {
  const before = snapshot(workspace.dir);
  for (const line of READERS) {
    const { status, stderr } = await workspace.run(line);
    assert.ok(status === 0 || line === "sync history 1", `${line}: ${stderr}`);
    assert.deepEqual(snapshot(workspace.dir), before, line);
  }
}

describe("reading", () => {
  const fixture = join(PROJECT_DIR, "test/cli/fixtures/project");

  it("writes nothing where no database is", async (t) => {
    const workspace = createWorkspace([fixture]);
    t.after(() => workspace.remove());
    await assertReadsOnly(workspace);
  });

  it("writes nothing where one is, with everything to do", async (t) => {
    const workspace = createWorkspace([fixture]);
    t.after(() => workspace.remove());
    await workspace.run(
      "sync apply --yes && sed -i 's/A red hill/A reddish hill/; /green_wood/,$d' manifests/albums/walks.yaml",
    );
    await workspace.run('sql "PRAGMA wal_checkpoint(TRUNCATE)"');
    await assertReadsOnly(workspace);
  });
});
