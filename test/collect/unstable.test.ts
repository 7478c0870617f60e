import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { mkdirSync, readdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, it } from "node:test";
import { drawBands } from "../../sample/legacy/png-file.js";
import { stageFiles } from "../../src/collect/stage/stage-file.js";
import type { StageProblem } from "../../src/collect/stage/stage-problem.js";
import { runSync } from "../support/collect-project.js";
import { hashBytes } from "../support/pictures.js";
import { makeProject } from "../support/project.js";
import { makeTempDir } from "../support/temp-dir.js";

describe("a file that changes while it is read", () => {
  it("fails alone: all others are collected, and with the writer gone it is too", async (t) => {
    const root = join(makeTempDir(t), "outputs");
    mkdirSync(root);
    writeFileSync(join(root, "fox.png"), drawBands("fox", 4, 4));
    const growing = join(root, "growing.png");
    // What follows the end of a PNG is nobody's business.
    writeFileSync(growing, drawBands("owl", 4, 4));
    const dir = makeProject(t, {});
    const watch = { preload: "write-while-reading", env: { WRITTEN: growing } };
    const { status, stdout } = await runSync(dir, ["collect", root], watch);
    assert.equal(status, 6);
    assert.match(
      stdout,
      /error\[unstable\] growing\.png changed while it was read\.\n.*Wait until the program/,
    );
    assert.match(stdout, /2 files seen: 1 staged, 0 unchanged, 0 updated, 0 skipped, 1 failed/);
    const again = await runSync(dir, ["collect", root]);
    assert.equal(again.status, 0, again.stderr);
    assert.match(again.stdout, /: 1 staged, 1 unchanged/);
  });

  for (const mode of ["copy", "hardlink"] as const) {
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

  it("is not waited for when a pipe took its place", async (t) => {
    const dir = makeTempDir(t);
    assert.equal(spawnSync("mkfifo", [join(dir, "a.png")]).status, 0);
    const source = Buffer.from(join(dir, "a.png"));
    const [problem] = await stageFiles([[{ source, target: join(dir, "staged/a.png"), sha256: "" }]], "copy");
    assert.equal(problem?.code, "unreadable");
    assert.deepEqual(readdirSync(join(dir, "staged")), []);
  });
});
