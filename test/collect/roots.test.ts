import assert from "node:assert/strict";
import { mkdirSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, it } from "node:test";
import { drawBands } from "../../sample/legacy/png-file.js";
import type { RootProblem } from "../../src/collect/source/collected-image.js";
import { readBytes } from "../../src/collect/source/read-bytes.js";
import { surveyRoot } from "../../src/collect/survey.js";
import { DEFAULT_LIMITS } from "../../src/images/header.js";
import { surveyWhole } from "../support/survey.js";
import { makeTempDir } from "../support/temp-dir.js";

const OPTIONS = { rules: [], timeZone: "UTC", templates: [], limits: DEFAULT_LIMITS };

describe("a root that can't be collected", () => {
  const refuse = async (root: string): Promise<RootProblem> => {
    const survey = await surveyRoot(root, OPTIONS);
    assert.ok("outcome" in survey);
    return survey;
  };

  it("is missing", async (t) => {
    const root = join(makeTempDir(t), "outputs");
    assert.deepEqual(await refuse(root), {
      outcome: "root",
      code: "root-missing",
      message: `The folder ${root} does not exist.`,
      help: "Check the path, or mount the disk it is on.",
    });
  });

  it("is empty, as the mount point of a disk that is not mounted", async (t) => {
    const root = makeTempDir(t);
    mkdirSync(join(root, "card_deck_1"));
    const { code, help } = await refuse(root);
    assert.equal(code, "root-empty");
    assert.match(help, /mount its disk first/);
  });

  it("is a file, or a link that leads nowhere", async (t) => {
    const dir = makeTempDir(t);
    writeFileSync(join(dir, "file"), "");
    symlinkSync("gone", join(dir, "link"));
    assert.equal((await refuse(join(dir, "file"))).code, "root-not-a-folder");
    assert.equal((await refuse(join(dir, "link"))).code, "root-missing");
  });
});

describe("a root", () => {
  it("may be a link to the folder", async (t) => {
    const dir = makeTempDir(t);
    mkdirSync(join(dir, "outputs"));
    writeFileSync(join(dir, "outputs/fox.png"), drawBands("fox", 4, 4));
    symlinkSync("outputs", join(dir, "link"));
    const { findings } = await surveyWhole(join(dir, "link"));
    assert.equal(findings[0]?.album.provenanceSource, "outputs");
  });

  it("may lie below a folder called thumbnails", async (t) => {
    const root = join(makeTempDir(t), "thumbnails/outputs");
    mkdirSync(root, { recursive: true });
    writeFileSync(join(root, "fox.png"), drawBands("fox", 4, 4));
    assert.equal((await surveyWhole(root)).findings.length, 1);
  });

  it("reports folders that lie too deep", async (t) => {
    const root = makeTempDir(t);
    const deep = join(root, "lora_tests", ...Array.from({ length: 70 }, () => "d"));
    mkdirSync(deep, { recursive: true });
    writeFileSync(join(deep, "fox.png"), drawBands("fox", 4, 4));
    const { folders, findings } = await surveyWhole(root);
    assert.deepEqual([findings.length, folders.map(({ code }) => code)], [0, ["folder-too-deep"]]);
  });
});

describe("readBytes", () => {
  it("reports a file that has vanished", async (t) => {
    const read = readBytes(Buffer.from(join(makeTempDir(t), "gone.png")), "gone.png", 10);
    assert.equal("code" in read && read.code, "vanished");
  });

  it("follows no link that took a file's place", async (t) => {
    const dir = makeTempDir(t);
    writeFileSync(join(dir, "secret"), "secret");
    symlinkSync("secret", join(dir, "fox.png"));
    const read = readBytes(Buffer.from(join(dir, "fox.png")), "fox.png", 10);
    assert.equal("code" in read && read.code, "unreadable");
  });
});
