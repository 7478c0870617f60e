import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdirSync, readdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, it, type TestContext } from "node:test";
import { drawBands } from "../../scripts/sample/outputs/png-file.js";
import { readBytes } from "../../src/collect/read-bytes.js";
import { STAGE_MODES, type StageProblem, stageFiles } from "../../src/collect/stage-file.js";
import { runSync } from "../support/collect-project.js";
import { hashBytes } from "../support/pictures.js";
import { makeProject } from "../support/project.js";
import { makeTempDir } from "../support/temp-dir.js";

/** Long enough to read for the writer to come in between. */
const LONG = 40_000_000;

describe("a file that changes while it is read", () => {
  it("is refused by name", async (t) => {
    const path = join(makeTempDir(t), "growing.png");
    writeFileSync(path, Buffer.alloc(LONG));
    await changeFile(t, path);
    const read = readBytes(Buffer.from(path), "growing.png", 10 * LONG);
    assert.ok(!("bytes" in read));
    assert.equal(read.code, "unstable");
    assert.match(read.message, /^growing\.png changes while it is read/);
    assert.match(read.help, /Wait until the program that writes it has ended/);
  });

  it("fails alone: all others are collected, and with the writer gone it is too", async (t) => {
    const root = join(makeTempDir(t), "outputs");
    mkdirSync(root);
    writeFileSync(join(root, "fox.png"), drawBands("fox", 4, 4));
    const growing = join(root, "growing.png");
    // What follows the end of a PNG is nobody's business.
    writeFileSync(growing, Buffer.concat([drawBands("owl", 4, 4), Buffer.alloc(LONG)]));
    const stop = await changeFile(t, growing);
    const dir = makeProject(t, {});
    const { status, stdout } = await runSync(dir, ["collect", root]);
    await stop();
    assert.equal(status, 6);
    assert.match(stdout, /error\[unstable\] growing\.png changes while it is read/);
    assert.match(stdout, /2 files seen: 1 staged, 0 unchanged, 0 updated, 0 skipped, 1 failed/);
    const again = await runSync(dir, ["collect", root]);
    assert.deepEqual([again.status, /: 1 staged, 1 unchanged/.test(again.stdout)], [0, true], again.stdout);
  });

  for (const mode of STAGE_MODES.filter((name) => name !== "reflink")) {
    it(`is not staged (${mode}) when it is another than its facts came from, nor is what belongs to it`, async (t) => {
      const dir = makeTempDir(t);
      const target = join(dir, "staged");
      const request = (name: string, sha256 = hashBytes(Buffer.from(name))) => {
        writeFileSync(join(dir, name), name);
        return { source: Buffer.from(join(dir, name)), target: join(target, name), sha256 };
      };
      const groups = [
        [request("a.png"), request("a.json")],
        [request("b.png"), request("b.json", hashBytes(Buffer.from("what it was")))],
        [request("c.png", hashBytes(Buffer.from("what it was"))), request("c.json")],
      ];
      const problems = await stageFiles(groups, mode);
      assert.deepEqual(
        problems.map((problem: StageProblem | undefined) => problem?.code),
        [undefined, "unstable", "unstable"],
      );
      assert.deepEqual(readdirSync(target).sort(), ["a.json", "a.png"]);
    });
  }
});

/** Lets another process make a file longer and shorter without a pause. Returns when it began; the result ends it. */
async function changeFile(t: TestContext, path: string): Promise<() => Promise<void>> {
  const script = `const fs = require("node:fs"); const handle = fs.openSync(process.argv[1], "r+");
    const { size } = fs.fstatSync(handle); fs.ftruncateSync(handle, size + 1); console.log("began");
    for (let more = 0; ; more = 1 - more) fs.ftruncateSync(handle, size + more);`;
  const child = spawn(process.execPath, ["-e", script, path], { stdio: ["ignore", "pipe", "inherit"] });
  const ended = once(child, "close");
  t.after(() => child.kill("SIGKILL"));
  await once(child.stdout, "data");
  return async () => {
    child.kill("SIGKILL");
    await ended;
  };
}
