import assert from "node:assert/strict";
import { existsSync } from "node:fs";
import { join } from "node:path";
import { it } from "node:test";
import { PROJECT_DIR } from "../../support/paths.js";
import { createWorkspace } from "../../support/transcript.js";

// What a commit can bring along: a folder that git takes for a bare repository, whose configuration names a program.
const PLANT = `
git init -q --bare . && git config core.bare false && git config core.worktree . &&
git config filter.evil.smudge "touch canary; cat" && git config user.name x && git config user.email x@example.org &&
echo "*.yaml filter=evil" > .gitattributes && git add .gitattributes sync.config.yaml manifests data/sets && git commit -qm x && git config core.bare true &&
git config --unset core.worktree && rm -f canary`;

it("uses no repository that lies in a checkout like any other folder", async () => {
  const workspace = createWorkspace([join(PROJECT_DIR, "test/cli/fixtures/project")]);
  const canary = join(workspace.dir, "canary");
  try {
    const planted = await workspace.run(PLANT);
    assert.equal(planted.status, 0, planted.stderr);
    const refused = await workspace.run("sync plan --base HEAD");
    assert.equal(refused.status, 64, refused.stderr);
    assert.match(refused.stderr, /safe\.bareRepository/);
    assert.ok(!existsSync(canary));
    const applied = await workspace.run("sync apply --yes && sync history 1");
    assert.equal(applied.status, 0, applied.stderr);
    const commit = (await workspace.run("git rev-parse HEAD")).stdout.trim();
    assert.match(commit, /^[0-9a-f]{40}$/);
    assert.ok(!applied.stdout.includes(commit.slice(0, 7)));
  } finally {
    workspace.remove();
  }
});

it("compares with a revision that has a file whose name is not UTF-8", async () => {
  const workspace = createWorkspace([join(PROJECT_DIR, "test/cli/fixtures/project")]);
  try {
    const commit = "git -c user.name=x -c user.email=x@example.org commit -qm x";
    const made = await workspace.run(
      `git init -q . && echo text > "$(printf 'caf\\351.txt')" && git add . && ${commit}`,
    );
    assert.equal(made.status, 0, made.stderr);
    const { status, stdout, stderr } = await workspace.run("sync plan --base HEAD");
    assert.equal(status, 0, stderr);
    assert.match(stdout, /No changes/);
  } finally {
    workspace.remove();
  }
});
