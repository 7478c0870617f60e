import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { mkdirSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, it } from "node:test";
import sharp from "sharp";
import { PictureProblem } from "../../src/apply/ports.js";
import { DEFAULT_LIMITS } from "../../src/images/header.js";
import { probeImage } from "../../src/images/probe.js";
import { ImageProblem, type ImageProblemCode } from "../../src/images/problem.js";
import { drawNoise, drawQuadrants, forgePng } from "../support/pictures.js";
import { makeTempDir } from "../support/temp-dir.js";

const SVG = '<?xml version="1.0"?><svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"></svg>';
const HEIC = Buffer.from("\0\0\0\x18ftypheic\0\0\0\0mif1heic", "latin1");
const LFS = "version https://git-lfs.github.com/spec/v1\noid sha256:00\nsize 12\n";

/** Name, content, code, and what the message must say. */
type Refused = readonly [name: string, content: string | Buffer, code: ImageProblemCode, says: RegExp];

const REFUSED: readonly Refused[] = [
  ["nothing.png", "", "empty", /is empty \(0 bytes\)\. Copy/],
  ["drawing.png", SVG, "unsupported", /is an SVG drawing, which is not supported\. Convert it to PNG/],
  ["page.png", "<!DOCTYPE html><html>404</html>", "not-an-image", /HTML page.*saved by a download/],
  ["note.jpg", "just words\n", "not-an-image", /is text, not a picture\. Replace/],
  ["random.png", Buffer.from([0, 1, 2, 3, 4, 5]), "not-an-image", /not a picture of a known format/],
  ["pointer.png", LFS, "lfs-pointer", /Git LFS pointer.*git lfs pull/],
  ["annex.png", "/annex/objects/SHA256E-s12--00.png\n", "lfs-pointer", /git annex get/],
  ["bitmap.png", Buffer.from("BM\x3a\0\0\0\0\0\0\0\x36\0", "latin1"), "unsupported", /is a BMP image/],
  ["photo.heic", HEIC, "unsupported", /is a HEIC image/],
  ["paper.png", "%PDF-1.7 …", "unsupported", /is a PDF document/],
  ["header.png", forgePng(9, 9).subarray(0, 12), "damaged", /is damaged or cut off.*Restore/],
  [
    "bomb.png",
    forgePng(50_000, 50_000),
    "too-big",
    /50000 × 50000 = 2500 megapixels, more than the 100 mega/,
  ],
  [
    "woven.png",
    forgePng(7_000, 6_000, true),
    "too-big",
    /42 megapixels and is interlaced.*without interlacing/,
  ],
];

describe("probeImage", () => {
  for (const [name, content, code, says] of REFUSED)
    it(`refuses ${name} as ${code}`, async (t) => {
      const path = join(makeTempDir(t), name);
      writeFileSync(path, content);
      await assert.rejects(probeImage(path, `data/${name}`), (error) => {
        assert.ok(error instanceof ImageProblem && error instanceof PictureProblem);
        assert.equal(error.code, code);
        assert.match(error.message, says);
        assert.ok(error.message.startsWith(`data/${name} `), error.message);
        return true;
      });
    });

  it("takes an interlaced PNG up to its own limit", async (t) => {
    const path = join(makeTempDir(t), "woven.png");
    writeFileSync(path, forgePng(7_000, 6_000, true));
    const facts = await probeImage(path, path, { ...DEFAULT_LIMITS, interlacedPixels: 42_000_000 });
    assert.equal(facts.progressive, true);
    assert.equal(facts.pixels, 42_000_000);
  });

  it("refuses what is missing, a folder, a pipe, a link to itself", async (t) => {
    const dir = makeTempDir(t);
    mkdirSync(join(dir, "folder.png"));
    writeFileSync(join(dir, "file"), "");
    execFileSync("mkfifo", [join(dir, "pipe.png")]);
    symlinkSync("loop.png", join(dir, "loop.png"));
    const names = ["missing.png", "folder.png", "pipe.png", "loop.png", "file/x.png"];
    const codes = names.map((name) => probeImage(join(dir, name)).catch((error: ImageProblem) => error.code));
    assert.deepEqual(await Promise.all(codes), [
      "missing",
      "not-an-image",
      "not-an-image",
      "unreadable",
      "missing",
    ]);
  });

  it("refuses a file that is longer than any picture within the limits", async (t) => {
    const path = join(makeTempDir(t), "long.tiff");
    writeFileSync(path, "");
    execFileSync("truncate", ["--size=65M", path]);
    const limits = { pixelsInFlight: 1000, interlacedPixels: 1000 };
    await assert.rejects(probeImage(path, path, limits), { code: "too-big" });
    await assert.rejects(probeImage(path), { code: "not-an-image" });
  });

  it("tells the true media type, whatever the name says", async (t) => {
    const path = join(makeTempDir(t), "picture.png");
    for (const format of ["png", "jpeg", "webp", "gif", "tiff", "avif"] as const) {
      writeFileSync(path, await drawQuadrants(30, 20).toFormat(format).toBuffer());
      const { mediaType, ...facts } = await probeImage(path);
      assert.equal(mediaType, `image/${format}`);
      assert.deepEqual(facts, { width: 30, height: 20, pages: 1, pixels: 600, progressive: false });
    }
  });

  it("turns width and height with the EXIF orientation", async (t) => {
    const path = join(makeTempDir(t), "turned.jpg");
    for (let orientation = 1; orientation <= 8; orientation++) {
      writeFileSync(path, await drawQuadrants(30, 20).jpeg().withMetadata({ orientation }).toBuffer());
      const { width, height } = await probeImage(path);
      assert.deepEqual([width, height], orientation < 5 ? [30, 20] : [20, 30], `orientation ${orientation}`);
    }
  });

  it("counts frames and reckons pixels by one of them", async (t) => {
    const path = join(makeTempDir(t), "moving.gif");
    const orders = ["rgby", "ybgr", "gryb"];
    const frames = await Promise.all(orders.map((order) => drawQuadrants(40, 30, order).png().toBuffer()));
    writeFileSync(
      path,
      await sharp(frames, { join: { animated: true } })
        .gif()
        .toBuffer(),
    );
    const facts = await probeImage(path);
    assert.deepEqual([facts.pages, facts.width, facts.height, facts.pixels], [3, 40, 30, 1200]);
  });

  it("sees progressive JPEG and interlaced PNG", async (t) => {
    const path = join(makeTempDir(t), "noise");
    for (const format of ["jpeg", "png"] as const) {
      writeFileSync(path, await drawNoise(64, 64).toFormat(format, { progressive: true }).toBuffer());
      assert.equal((await probeImage(path)).progressive, true);
    }
  });
});
