import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, it } from "node:test";
import { encodeTinyPng } from "../../bench/estates/encode-png.js";
import { writeEstate } from "../../bench/estates/rows.js";
import { readCanonical } from "../../src/manifest/yaml/canonical-read.js";
import { makeTempDir } from "../support/temp-dir.js";
import { createWorkspace } from "../support/transcript.js";

const draw = (number: number) => ({ bytes: encodeTinyPng(number), width: 1, height: 1 });

function listFiles(dir: string): readonly string[] {
  return readdirSync(dir, { recursive: true, encoding: "utf8" }).sort();
}

describe("writeEstate", () => {
  it("writes a valid project whose files are what the manifests say", async (t) => {
    const dir = makeTempDir(t);
    writeEstate(dir, 250, draw);
    const workspace = createWorkspace([dir]);
    t.after(() => workspace.remove());
    const { status, stdout, stderr } = await workspace.run("sync validate --assets hash");
    assert.equal(status, 0, stderr);
    assert.match(stdout + stderr, /250 images/);
    const changed = execFileSync("git", ["status", "--porcelain"], { cwd: dir, encoding: "utf8" });
    assert.equal(changed, "");
  });

  it("writes manifests in the form that is read fast", (t) => {
    const dir = makeTempDir(t);
    writeEstate(dir, 200, null);
    for (const name of ["album-00000", "album-00001"]) {
      const text = readFileSync(join(dir, `manifests/bench/${name}.yaml`), "utf8");
      assert.equal(readCanonical(text)?.canonical, true);
    }
  });

  it("leaves files and repository away without pictures", (t) => {
    const dir = makeTempDir(t);
    writeEstate(dir, 100, null);
    assert.deepEqual(listFiles(join(dir, "data")), ["legacy", "legacy/.album-sync-root"]);
    assert.ok(!listFiles(dir).includes(".git"));
  });
});
