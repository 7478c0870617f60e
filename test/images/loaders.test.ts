import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, it } from "node:test";
import { loadSharp } from "../../src/images/loaders.js";
import { drawQuadrants } from "../support/pictures.js";
import { makeTempDir } from "../support/temp-dir.js";

const SVG = '<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"></svg>';
const SOURCES = join(import.meta.dirname, "../../src");

describe("picture loaders", () => {
  it("open nothing but the six formats, whatever comes before the content", async () => {
    const sharp = await loadSharp();
    for (const blocked of [SVG, `<!--${" ".repeat(2000)}-->${SVG}`, "P3 1 1 255 0 0 0"])
      await assert.rejects(sharp(Buffer.from(blocked)).metadata(), /unsupported image format/);
    for (const format of ["png", "jpeg", "webp", "gif", "tiff", "avif"] as const)
      assert.ok(await sharp(await drawQuadrants(4, 4).toFormat(format).toBuffer()).metadata());
  });

  it("open no file by its path", async (t) => {
    const path = join(makeTempDir(t), "x.png");
    writeFileSync(path, await drawQuadrants(4, 4).png().toBuffer());
    await assert.rejects((await loadSharp())(path).metadata(), /unsupported image format/);
  });

  it("are not loaded before a picture is touched", () => {
    const script = `
      await import("./images/probe.js");
      const { createThumbnailMaker } = await import("./images/thumbnails.js");
      createThumbnailMaker({ mediaDir: "/nowhere", effort: 4, pixelsInFlight: 1, showPath: String });
      const loaded = () => process.report.getReport().sharedObjects.some((name) => name.includes("vips"));
      const before = loaded();
      await (await import("./images/loaders.js")).loadSharp();
      console.log(before, loaded());`;
    const args = ["--input-type=module", "--eval", script];
    assert.equal(execFileSync(process.execPath, args, { cwd: SOURCES, encoding: "utf8" }), "false true\n");
  });
});
