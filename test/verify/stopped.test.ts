import assert from "node:assert/strict";
import { readFileSync, utimesSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, it, type TestContext } from "node:test";
import { DEFAULT_LIMITS } from "../../src/images/header.js";
import { createInspector, type InspectPicture } from "../../src/images/inspect.js";
import { ledgerFile } from "../../src/verify/undeclared-files.js";
import type { VerifyRequest } from "../../src/verify/verify.js";
import { makePictureProject } from "../support/picture-project.js";
import { drawNoise } from "../support/pictures.js";
import { settingsOf } from "../support/project.js";
import { inRoot, PICTURES, verify } from "../support/verify-project.js";

describe("a stopped run", () => {
  /** Verifies with a stop after so many files, and tells which files were decoded. */
  async function run(dir: string, after: number, request: Partial<VerifyRequest> = {}) {
    const seen: string[] = [];
    const inspect: InspectPicture = (path, shownAs) => {
      seen.push(shownAs);
      return createInspector(DEFAULT_LIMITS)(path, shownAs);
    };
    const isOver = () => seen.length >= after;
    const report = await verify(dir, { inspect, isOver, workers: 1, ...request });
    assert.ok(report);
    return { seen, report };
  }

  const stopTwice = async (t: TestContext) => {
    const dir = makePictureProject(t, PICTURES);
    const { report } = await run(dir, 2);
    assert.equal(report.complete, false);
    assert.deepEqual(report.pictures, { total: 4, checked: 2 });
    return dir;
  };

  it("goes on where it stopped", async (t) => {
    const dir = await stopTwice(t);
    const rest = await run(dir, 9, { resume: true });
    assert.deepEqual(rest.seen, ["art/2.png", "art/3.png"]);
    assert.equal(rest.report.takenOver, 2);
    assert.deepEqual(rest.report.pictures, { total: 4, checked: 4 });
    assert.ok(rest.report.complete);
    assert.equal(
      (await run(dir, 9, { resume: true })).seen.length,
      4,
      "a finished run leaves nothing to resume",
    );
  });

  it("begins anew unless it is told to go on", async (t) => {
    const dir = await stopTwice(t);
    assert.equal((await run(dir, 9)).seen.length, 4);
  });

  it("looks again at what changed since, in the manifest or on the disk, and at what was not sound", async (t) => {
    const dir = await stopTwice(t);
    utimesSync(inRoot(dir, "art/0.png"), 1, 1);
    const manifest = join(dir, "manifests/art.yaml");
    writeFileSync(manifest, readFileSync(manifest, "utf8").replace('"width": 8', '"width": 9'));
    const again = await run(dir, 9, { resume: true });
    assert.deepEqual(again.seen, ["art/0.png", "art/2.png", "art/3.png"]);
    assert.deepEqual(
      again.report.diagnostics.map(({ code }) => code),
      ["dimensions-differ"],
    );
    const half = await run(dir, 1);
    assert.equal(half.report.diagnostics.length, 1);
    const rest = await run(dir, 9, { resume: true });
    assert.deepEqual(rest.seen.length, 4);
    assert.equal(rest.report.diagnostics.length, 1);
  });

  it("survives a ledger that was cut off or is something else", async (t) => {
    const dir = await stopTwice(t);
    const file = ledgerFile(settingsOf(dir));
    writeFileSync(file, readFileSync(file, "utf8").slice(0, -20));
    assert.deepEqual((await run(dir, 1, { resume: true })).seen, ["art/1.png"]);
    assert.equal((await run(dir, 9, { resume: true })).report.takenOver, 2);
    writeFileSync(file, "not a ledger\n");
    assert.equal((await run(dir, 9, { resume: true })).seen.length, 4);
  });

  it("finds the same near duplicates as one that was not stopped", async (t) => {
    const twins = [1, 2].map((seed) => ({ file: `${seed}.png`, seed }));
    const declared = { width: 16, height: 16 };
    const dir = makePictureProject(
      t,
      await Promise.all(
        twins.map(async ({ file, seed }) => ({
          file,
          declared,
          bytes: await drawNoise(16, 16).png({ compressionLevel: seed }).toBuffer(),
        })),
      ),
    );
    const half = await run(dir, 1, { nearDuplicates: true });
    assert.deepEqual(half.report.diagnostics, []);
    const { report } = await run(dir, 9, { resume: true, nearDuplicates: true });
    assert.deepEqual(
      report.diagnostics.map(({ code }) => code),
      ["near-duplicate"],
    );
    assert.equal(report.takenOver, 1);
  });
});
