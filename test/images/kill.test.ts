import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { once } from "node:events";
import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, it } from "node:test";
import { setTimeout } from "node:timers/promises";
import sharp from "sharp";
import { createThumbnailMaker } from "../../src/images/thumbnails.js";
import { jobOf } from "../support/memory-queue.js";
import { drawNoise, hashBytes } from "../support/pictures.js";
import { makeTempDir } from "../support/temp-dir.js";

const LOOP = join(import.meta.dirname, "../support/thumbnail-loop.js");

describe("a process killed while it makes thumbnails", () => {
  it("leaves whole thumbnails, and nothing that the next run does not clear", async (t) => {
    const mediaDir = makeTempDir(t);
    const picture = join(mediaDir, "picture.png");
    writeFileSync(picture, await drawNoise(320, 240).png().toBuffer());
    const dir = join(mediaDir, "thumbnails");
    for (const delay of [0, 3, 7, 12, 18]) {
      const loop = spawn(process.execPath, [LOOP, mediaDir, picture], {
        stdio: ["ignore", "pipe", "inherit"],
      });
      await once(loop.stdout, "data");
      await setTimeout(delay);
      loop.kill("SIGKILL");
      await once(loop, "exit");
      const made = readdirSync(dir).filter((name) => !name.endsWith(".tmp"));
      assert.equal(made.length, 8);
      for (const name of made) await sharp(readFileSync(join(dir, name)), { failOn: "warning" }).stats();
    }
    const maker = createThumbnailMaker({ mediaDir, effort: 0, pixelsInFlight: 1_000_000, showPath: String });
    writeFileSync(join(dir, ".3.webp.tmp"), "half a thumb");
    const sha256 = hashBytes(readFileSync(picture));
    for (let rowId = 0; rowId < 8; rowId++) await maker.make(jobOf("x", rowId, sha256), picture);
    assert.deepEqual(
      readdirSync(dir).sort(),
      Array.from({ length: 8 }, (_, rowId) => `${rowId}.webp`),
    );
  });
});
