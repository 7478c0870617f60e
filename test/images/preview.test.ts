import assert from "node:assert/strict";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, it } from "node:test";
import sharp from "sharp";
import { makePreview } from "../../src/images/preview.js";
import { ImageProblem } from "../../src/images/problem.js";
import { drawNoise } from "../support/pictures.js";
import { makeTempDir } from "../support/temp-dir.js";

describe("previews", () => {
  it("fit into 160 pixels and are upright WebP", async (t) => {
    const file = join(makeTempDir(t), "a.png");
    await drawNoise(400, 200).png().toFile(file);
    const { format, width, height } = await sharp(
      await makePreview(file, { hide: false, shownAs: "a.png" }),
    ).metadata();
    assert.deepEqual({ format, width, height }, { format: "webp", width: 160, height: 80 });
  });

  it("keep nothing of a hidden picture but ten coarse squares a side", async (t) => {
    const file = join(makeTempDir(t), "a.png");
    const black = { create: { width: 300, height: 300, channels: 3 as const, background: "black" } };
    const line = {
      input: { create: { width: 300, height: 2, channels: 3 as const, background: "white" } },
      top: 149,
      left: 0,
    };
    await sharp(black).composite([line]).png().toFile(file);
    const brightest = async (hide: boolean) => {
      const { channels } = await sharp(await makePreview(file, { hide, shownAs: "a.png" })).stats();
      return channels[0]?.max ?? 0;
    };
    assert.ok((await brightest(false)) > 150);
    assert.ok((await brightest(true)) < 60);
    const { data, info } = await sharp(await makePreview(file, { hide: true, shownAs: "a.png" }))
      .raw()
      .toBuffer({ resolveWithObject: true });
    assert.deepEqual([info.width, info.height], [160, 160]);
    for (let x = 1; x < 16; x++) assert.ok(Math.abs((data[x * 3] as number) - (data[0] as number)) < 12);
  });

  it("name a file that is no picture", async (t) => {
    const file = join(makeTempDir(t), "a.png");
    writeFileSync(file, "text");
    await assert.rejects(makePreview(file, { hide: false, shownAs: "a.png" }), ImageProblem);
  });
});
