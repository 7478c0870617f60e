import assert from "node:assert/strict";
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, it, type TestContext } from "node:test";
import fc from "fast-check";
import sharp, { type Sharp } from "sharp";
import { PictureProblem } from "../../src/apply/ports.js";
import { nameRecipe } from "../../src/images/recipe.js";
import { createThumbnailMaker, type ThumbnailSettings } from "../../src/images/thumbnails.js";
import { jobOf, removalOf } from "../support/memory-queue.js";
import {
  comparePictures,
  drawNoise,
  drawQuadrants,
  forgePng,
  hashBytes,
  readQuadrants,
} from "../support/pictures.js";
import { makeTempDir } from "../support/temp-dir.js";

/** Where the quadrants of "rgby" stand when a viewer honours EXIF orientation 1 to 8. */
const TURNED = ["rgby", "gryb", "ybgr", "byrg", "rbgy", "bryg", "ygbr", "gyrb"];
/** Two pictures below this mean difference look alike; a profile that is ignored makes 15. */
const ALIKE = 4;

interface Studio {
  readonly dir: string;
  /** The thumbnail of these bytes. */
  readonly shoot: (bytes: Buffer) => Promise<Buffer>;
}

function openStudio(t: TestContext, changed: Partial<ThumbnailSettings> = {}): Studio {
  const mediaDir = makeTempDir(t);
  const dir = join(mediaDir, "thumbnails");
  const settings = {
    mediaDir,
    effort: 0,
    pixelsInFlight: 100_000_000,
    showPath: () => "shown.png",
    ...changed,
  };
  const maker = createThumbnailMaker(settings);
  const source = join(mediaDir, "source");
  const shoot = async (bytes: Buffer): Promise<Buffer> => {
    writeFileSync(source, bytes);
    await maker.make(jobOf("x", 7, hashBytes(bytes)), source);
    return readFileSync(join(dir, "7.webp"));
  };
  return { dir, shoot };
}

describe("thumbnails", () => {
  it("are WebP inside 300 × 300, named by row id, without leftovers", async (t) => {
    const { dir, shoot } = openStudio(t);
    const { format, width, height, exif, icc, depth } = await sharp(
      await shoot(await drawQuadrants(512, 720).png().toBuffer()),
    ).metadata();
    assert.deepEqual(
      { format, width, height, exif, icc, depth },
      {
        format: "webp",
        width: 213,
        height: 300,
        exif: undefined,
        icc: undefined,
        depth: "uchar",
      },
    );
    assert.deepEqual(readdirSync(dir), ["7.webp"]);
  });

  it("stand upright for each EXIF orientation", async (t) => {
    const { shoot } = openStudio(t);
    for (let orientation = 1; orientation <= 8; orientation++) {
      const picture = await drawQuadrants(640, 480)
        .jpeg({ quality: 95 })
        .withMetadata({ orientation })
        .toBuffer();
      const thumbnail = await shoot(picture);
      const { width, height, orientation: left } = await sharp(thumbnail).metadata();
      const upright = await drawQuadrants(64, 64, TURNED[orientation - 1])
        .png()
        .toBuffer();
      assert.equal(await readQuadrants(thumbnail), TURNED[orientation - 1], `orientation ${orientation}`);
      assert.ok((await comparePictures(thumbnail, upright)) < ALIKE);
      assert.deepEqual(
        [width, height, left],
        orientation < 5 ? [300, 225, undefined] : [225, 300, undefined],
      );
    }
  });

  it("look as their picture does: CMYK, 16 bits, wide gamut, grey, palette", async (t) => {
    const { shoot } = openStudio(t);
    const plain = (): Sharp => drawQuadrants(400, 300);
    const reference = await plain().png().toBuffer();
    const grey = await plain().greyscale().png().toBuffer();
    const pictures: readonly (readonly [is: string, picture: Buffer, like: Buffer, within: number])[] = [
      ["png rgb16 ushort", await plain().toColourspace("rgb16").png().toBuffer(), reference, ALIKE],
      ["png srgb uchar icc", await plain().withIccProfile("p3").png().toBuffer(), reference, ALIKE],
      ["png grey16 ushort", await sharp(grey).toColourspace("grey16").png().toBuffer(), grey, ALIKE],
      ["png srgb uchar", await plain().png({ palette: true }).toBuffer(), reference, ALIKE],
      // The colours are outside what CMYK inks can show, so they come near only.
      [
        "jpeg cmyk uchar",
        await plain().toColourspace("cmyk").jpeg({ quality: 95 }).toBuffer(),
        reference,
        25,
      ],
    ];
    for (const [is, picture, like, within] of pictures) {
      const { format, space, depth, hasProfile } = await sharp(picture).metadata();
      assert.equal([format, space, depth, ...(hasProfile ? ["icc"] : [])].join(" "), is);
      const thumbnail = await shoot(picture);
      const distance = await comparePictures(thumbnail, like);
      assert.ok(distance < within, `${is} differs by ${distance}`);
      const made = await sharp(thumbnail).metadata();
      assert.deepEqual([made.space, made.depth, made.icc], ["srgb", "uchar", undefined], is);
    }
  });

  it("show the first frame", async (t) => {
    const { shoot } = openStudio(t);
    const frames = await Promise.all(
      ["rgby", "ybgr"].map((order) => drawQuadrants(80, 60, order).png().toBuffer()),
    );
    for (const format of ["gif", "webp"] as const) {
      const picture = await sharp(frames, { join: { animated: true } })
        .toFormat(format)
        .toBuffer();
      assert.equal((await sharp(picture).metadata()).pages, 2);
      const thumbnail = await shoot(picture);
      assert.equal(await readQuadrants(thumbnail), "rgby");
      assert.equal((await sharp(thumbnail).metadata()).pages, undefined);
    }
  });

  it("keep transparency", async (t) => {
    const { shoot } = openStudio(t);
    const clear = { r: 0, g: 0, b: 0, alpha: 0 };
    const picture = await sharp({ create: { width: 400, height: 400, channels: 4, background: clear } })
      .composite([{ input: await drawQuadrants(200, 400).png().toBuffer(), left: 0, top: 0 }])
      .png()
      .toBuffer();
    const { data, info } = await sharp(await shoot(picture))
      .raw()
      .toBuffer({ resolveWithObject: true });
    const alpha = (x: number): number | undefined => data[(150 * info.width + x) * info.channels + 3];
    assert.deepEqual([info.channels, alpha(40), alpha(260)], [4, 255, 0]);
  });

  it("are never larger than the picture, keep its shape and fit the box", async (t) => {
    const { shoot } = openStudio(t);
    const side = fc.oneof(fc.integer({ min: 1, max: 320 }), fc.integer({ min: 300, max: 1500 }));
    const format = fc.constantFrom("png", "jpeg", "webp", "tiff" as const);
    await fc.assert(
      fc.asyncProperty(side, side, format, async (width, height, type) => {
        const thumbnail = await shoot(await drawQuadrants(width, height).toFormat(type).toBuffer());
        const made = await sharp(thumbnail).metadata();
        const scale = Math.min(1, 300 / Math.max(width, height));
        assert.ok(
          Math.abs(made.width - Math.max(1, width * scale)) <= 1,
          `${width} × ${height}: ${made.width}`,
        );
        assert.ok(
          Math.abs(made.height - Math.max(1, height * scale)) <= 1,
          `${width} × ${height}: ${made.height}`,
        );
        assert.ok(made.width <= Math.min(300, width) && made.height <= Math.min(300, height));
        assert.equal(Math.max(made.width, made.height), Math.min(300, Math.max(width, height)));
      }),
      { numRuns: 40 },
    );
  });

  it("take the place of an older one, and go when they are removed", async (t) => {
    const { dir, shoot } = openStudio(t);
    mkdirSync(dir);
    writeFileSync(join(dir, "7.webp"), "of a deleted image that had this id");
    writeFileSync(join(dir, ".7.webp.tmp"), "left behind by a killed run");
    assert.equal(await readQuadrants(await shoot(await drawQuadrants(9, 9).png().toBuffer())), "rgby");
    assert.deepEqual(readdirSync(dir), ["7.webp"]);
    const maker = createThumbnailMaker({
      mediaDir: join(dir, ".."),
      effort: 0,
      pixelsInFlight: 1,
      showPath: String,
    });
    writeFileSync(join(dir, ".7.webp.tmp"), "left behind");
    assert.equal(await maker.remove(removalOf(7)), "removed");
    writeFileSync(join(dir, ".7.webp.tmp"), "left behind");
    assert.equal(await maker.remove(removalOf(7)), "absent");
    assert.deepEqual(readdirSync(dir), []);
  });

  it("have a recipe that names what they are made with", () => {
    assert.equal(nameRecipe(4), "webp-300-q85-e4-v1");
    const settings = { mediaDir: "/nowhere", effort: 2, pixelsInFlight: 1, showPath: String };
    assert.equal(createThumbnailMaker(settings).recipe, nameRecipe(2));
  });
});

describe("thumbnails that can't be made", () => {
  it("of a picture that is cut off: an error, and no file", async (t) => {
    const { dir, shoot } = openStudio(t);
    for (const format of ["png", "jpeg", "webp", "gif", "tiff", "avif"] as const) {
      const whole = await drawNoise(200, 150).toFormat(format).toBuffer();
      for (const length of [whole.length - 20, Math.floor(whole.length / 2), 40])
        await assert.rejects(
          shoot(whole.subarray(0, length)),
          (error) => {
            assert.ok(error instanceof PictureProblem);
            assert.match(error.message, /^shown\.png is damaged or cut off. Restore it from its source\.$/);
            return true;
          },
          `${format} cut to ${length} of ${whole.length}`,
        );
    }
    assert.equal(existsSync(dir), false);
  });

  it("of a PNG with a wrong checksum", async (t) => {
    const picture = await drawNoise(64, 64).png().toBuffer();
    picture.writeUInt8(picture.readUInt8(picture.length - 20) ^ 0xff, picture.length - 20);
    await assert.rejects(openStudio(t).shoot(picture), { code: "damaged" });
  });

  it("of a file that is not what was declared", async (t) => {
    const dir = makeTempDir(t);
    const maker = createThumbnailMaker({
      mediaDir: dir,
      effort: 0,
      pixelsInFlight: 1e6,
      showPath: () => "data/x.png",
    });
    const path = join(dir, "x.png");
    const declared = hashBytes(await drawQuadrants(30, 20).png().toBuffer());
    writeFileSync(path, await drawQuadrants(30, 20, "ybgr").png().toBuffer());
    const message = new RegExp(`^data/x\\.png does not match its declared sha256 .* declared ${declared}`);
    await assert.rejects(maker.make(jobOf("x", 7, declared), path), { code: "changed", message });
    writeFileSync(path, "version https://git-lfs.github.com/spec/v1\n");
    await assert.rejects(maker.make(jobOf("x", 7, declared), path), { code: "lfs-pointer" });
    await assert.rejects(maker.make(jobOf("x", 7, declared), join(dir, "y.png")), { code: "missing" });
    assert.deepEqual(readdirSync(dir), ["x.png"]);
  });

  it("of an SVG called .png, or of a picture above the budget", async (t) => {
    const svg = Buffer.from('<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"/>');
    await assert.rejects(openStudio(t).shoot(svg), { code: "unsupported" });
    await assert.rejects(openStudio(t).shoot(forgePng(50_000, 50_000)), { code: "too-big" });
    const narrow = openStudio(t, { pixelsInFlight: 10_000, interlacedPixels: 5_000 });
    await assert.rejects(narrow.shoot(await drawNoise(101, 100).png().toBuffer()), { code: "too-big" });
    const woven = await drawNoise(72, 70).png({ progressive: true }).toBuffer();
    await assert.rejects(narrow.shoot(woven), { code: "too-big", message: /interlaced/ });
    assert.ok(await narrow.shoot(await drawNoise(100, 100).png().toBuffer()));
    assert.ok(await narrow.shoot(await drawNoise(70, 70).png({ progressive: true }).toBuffer()));
  });

  it("because the folder can't be written: not the picture's fault", async (t) => {
    const { dir, shoot } = openStudio(t);
    writeFileSync(dir, "a file where the folder should be");
    await assert.rejects(shoot(await drawQuadrants(9, 9).png().toBuffer()), (error) => {
      assert.ok(error instanceof Error && !(error instanceof PictureProblem));
      assert.match(error.message, /thumbnails can't be written .*Check free space and permissions/);
      return true;
    });
  });
});
