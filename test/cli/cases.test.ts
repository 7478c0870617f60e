import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, it } from "node:test";
import { assertGolden } from "../support/golden.js";
import { PROJECT_DIR } from "../support/paths.js";
import { createWorkspace, playTranscript } from "../support/transcript.js";

const CASES = join(PROJECT_DIR, "test/cli/cases");
const names = readdirSync(CASES).sort();

// Each folder shows one behaviour: transcript.txt is played in a copy of test/cli/fixtures/project (or of nothing,
// when its first line says "empty") with the case's own files laid over it.
describe("command line", { concurrency: 2 }, () => {
  it("has cases", () => assert.ok(names.length > 0));

  for (const name of names) {
    it(name, async () => {
      const folder = join(CASES, name);
      const text = readFileSync(join(folder, "transcript.txt"), "utf8");
      const base = text.startsWith("# empty") ? [] : [join(PROJECT_DIR, "test/cli/fixtures/project")];
      const workspace = createWorkspace([...base, join(folder, "files")]);
      try {
        assertGolden(`cli/cases/${name}/transcript.txt`, await playTranscript(text, workspace));
      } finally {
        workspace.remove();
      }
    });
  }
});
