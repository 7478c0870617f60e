import assert from "node:assert/strict";
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, it } from "node:test";
import Driver from "better-sqlite3";
import { makeHostileProject, sync } from "../support/hostile-project.js";

const DEEP = `${"[".repeat(50_000)}${"]".repeat(50_000)}`;
const IS_CRASH = /This is a bug|call stack/;

describe("values that are nested fifty thousand levels deep", () => {
  it("are named in a line of JSON, and left as they are by fmt", (t) => {
    const { dir } = makeHostileProject(t);
    const shard = join(dir, "manifests/deep.jsonl");
    writeFileSync(
      join(dir, "manifests/deep.yaml"),
      "kind: album\nslug: x\nname: X\nimages: { jsonl: [deep.jsonl] }\n",
    );
    const line = `{"file":"a.png","metadata":{"deep":${DEEP}}}\n`;
    writeFileSync(shard, line);
    for (const command of [["validate"], ["plan"]]) {
      const { code, printed } = sync(dir, ...command);
      assert.equal(code, 3, printed);
      assert.match(printed, /error\[nesting-too-deep\]/);
    }
    for (const command of [["fmt"], ["fmt", "--facts"]]) {
      const { code, printed } = sync(dir, ...command);
      assert.ok(code === 0 || code === 3, printed);
      assert.doesNotMatch(printed, IS_CRASH);
    }
    assert.equal(readFileSync(shard, "utf8"), line);
  });

  it("are no saved plan", (t) => {
    const { dir } = makeHostileProject(t);
    writeFileSync(join(dir, "plan.json"), `{"formatVersion":"1","x":${DEEP}}\n`);
    const { code, printed } = sync(dir, "show", "plan.json");
    assert.equal(code, 4, printed);
    assert.match(printed, /error\[plan-file-invalid\]/);
  });

  it("in a row of the database stop nothing", (t) => {
    const { dir } = makeHostileProject(t);
    assert.equal(sync(dir, "apply", "--yes").code, 0);
    const database = new Driver(join(dir, "data/albums.db"));
    t.after(() => database.close());
    database.prepare("UPDATE images SET lora_config = ?").run(`{"deep":${DEEP}}`);
    for (const command of [["plan"], ["status"], ["ls", "images"]]) {
      const { code, printed } = sync(dir, ...command);
      assert.equal(code, 0, printed);
      assert.doesNotMatch(printed, IS_CRASH);
    }
  });
});
