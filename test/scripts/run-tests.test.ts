import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { cpSync, mkdirSync } from "node:fs";
import { join } from "node:path";
import { it } from "node:test";
import { PROJECT_DIR } from "../support/paths.js";
import { makeTempDir } from "../support/temp-dir.js";

it("says to build first where nothing is compiled", (t) => {
  const dir = makeTempDir(t);
  mkdirSync(join(dir, "scripts"));
  const script = join(dir, "scripts/test.mjs");
  cpSync(join(PROJECT_DIR, "scripts/test.mjs"), script);
  const { status, stderr } = spawnSync(process.execPath, [script], { encoding: "utf8" });
  assert.deepEqual([status, stderr], [1, "Nothing is compiled yet; run node scripts/build.mjs first.\n"]);
});
