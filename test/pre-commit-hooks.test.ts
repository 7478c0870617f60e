import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, it } from "node:test";
import { parse } from "yaml";
import { PROJECT_DIR } from "./support/paths.js";
import { createWorkspace } from "./support/transcript.js";

describe(".pre-commit-hooks.yaml", () => {
  it("names commands that run", async (t) => {
    const workspace = createWorkspace([join(PROJECT_DIR, "test/cli/fixtures/project")]);
    t.after(() => workspace.remove());
    const text = readFileSync(join(PROJECT_DIR, ".pre-commit-hooks.yaml"), "utf8");
    const hooks = parse(text) as { entry: string; files: string }[];
    assert.deepEqual(
      hooks.map(({ entry }) => entry),
      ["album-sync validate", "album-sync fmt"],
    );
    for (const { entry, files } of hooks) {
      assert.ok(new RegExp(files).test("manifests/albums/walks.yaml"));
      assert.equal((await workspace.run(entry.replace("album-sync", "sync"))).status, 0);
    }
  });
});
