import assert from "node:assert/strict";
import { join } from "node:path";
import { describe, it } from "node:test";
import { PROJECT_DIR } from "../../support/paths.js";
import { createWorkspace } from "../../support/transcript.js";

describe("the record of a run", () => {
  it("names the commit that is checked out, and none outside git", async (t) => {
    const workspace = createWorkspace([join(PROJECT_DIR, "test/cli/fixtures/project")]);
    t.after(() => workspace.remove());
    await workspace.run("sync apply --yes");
    const git = "git -c user.name=Ana -c user.email=ana@example.org";
    const made = await workspace.run(
      `git init -q . && git add . && ${git} commit -qm First && sed -i 's/A red hill/A hill/' manifests/albums/walks.yaml && sync apply --yes && git rev-parse HEAD`,
    );
    const commit = made.stdout.trim().split("\n").at(-1);
    assert.match(commit ?? "", /^[0-9a-f]{40}$/);
    const { stdout } = await workspace.run("sync history --json");
    const commits = (JSON.parse(stdout) as { gitCommit: string | null }[]).map(({ gitCommit }) => gitCommit);
    assert.deepEqual(commits, [commit, null]);
  });
});
