import assert from "node:assert/strict";
import { describe, it } from "node:test";
import fc from "fast-check";
import sharp from "sharp";
import type { ImageFacts } from "../../../src/images/headers/image-facts.js";
import { readPlainJpeg } from "../../../src/images/headers/plain-jpeg.js";
import { readPlainWebp } from "../../../src/images/headers/plain-webp.js";
import { drawNoise } from "../../support/pictures.js";

/** What the library says of a picture; undefined when it refuses it. */
async function readByLibrary(picture: Buffer): Promise<ImageFacts | undefined> {
  try {
    const header = await sharp(picture, { limitInputPixels: false }).metadata();
    return {
      mediaType: header.mediaType ?? "",
      width: header.autoOrient.width,
      height: header.autoOrient.height,
      pages: header.pages ?? 1,
      pixels: header.width * header.height,
      progressive: header.isProgressive,
    };
  } catch {
    return undefined;
  }
}

const readPlain = (picture: Buffer) => readPlainJpeg(picture) ?? readPlainWebp(picture);
const noise = () => drawNoise(21, 13, 7);
const turned = (orientation: number) => noise().withExif({ IFD0: { Orientation: String(orientation) } });
const comment = { IFD2: { UserComment: "a lighthouse, Steps: 20, Sampler: Euler" } };
const frames = await Promise.all([1, 2].map((seed) => drawNoise(21, 13, seed).png().toBuffer()));

const PICTURES: readonly (readonly [string, Buffer, boolean])[] = await Promise.all(
  (
    [
      ["JPEG", noise().jpeg(), true],
      ["progressive JPEG", noise().jpeg({ progressive: true }), true],
      ["JPEG of full colour", noise().jpeg({ chromaSubsampling: "4:4:4" }), true],
      ["grey JPEG", noise().greyscale().jpeg(), true],
      ["JPEG with a comment", noise().withExif(comment).jpeg(), true],
      ["JPEG with a profile", noise().withIccProfile("p3").jpeg(), true],
      ["CMYK JPEG", noise().toColourspace("cmyk").jpeg(), false],
      ...[1, 3, 6, 8].map((way) => [`JPEG turned by ${way}`, turned(way).jpeg(), true] as const),
      ["WebP", noise().webp(), true],
      ["lossless WebP", noise().webp({ lossless: true }), true],
      ["clear WebP", noise().ensureAlpha(0.5).webp(), true],
      ["clear lossless WebP", noise().ensureAlpha(0.5).webp({ lossless: true }), true],
      ["WebP with a comment", noise().withExif(comment).webp(), true],
      ["WebP with a profile", noise().withIccProfile("p3").webp(), true],
      ...[1, 3, 6, 8].map((way) => [`WebP turned by ${way}`, turned(way).webp(), true] as const),
      ["WebP of frames", sharp(frames, { join: { animated: true } }).webp(), false],
      ["PNG", noise().png(), false],
    ] as const
  ).map(async ([name, picture, plain]) => [name, await picture.toBuffer(), plain] as const),
);

describe("readPlainJpeg and readPlainWebp", () => {
  for (const [name, picture, isPlain] of PICTURES) {
    it(`say what the library says, or nothing: ${name}`, async () => {
      const facts = readPlain(picture);
      assert.equal(facts !== undefined, isPlain);
      if (facts !== undefined) assert.deepEqual(facts, await readByLibrary(picture));
    });
  }

  it("say of a damaged picture what the library says, or nothing", async () => {
    let told = 0;
    const damaged = fc
      .tuple(fc.constantFrom(...PICTURES), fc.nat(1200), fc.nat(255), fc.nat(12))
      .map(([[name, picture], at, value, cut]) => {
        const copy = Buffer.from(cut === 0 ? picture.subarray(0, at % picture.length) : picture);
        if (cut > 0) copy[at % copy.length] = value;
        return { name, at, value, copy };
      });
    await fc.assert(
      fc.asyncProperty(damaged, async ({ name, at, value, copy }) => {
        const facts = readPlain(copy);
        if (facts === undefined) return;
        told++;
        assert.deepEqual(facts, await readByLibrary(copy), `${name}: ${value} at ${at}`);
      }),
      { numRuns: 4000 },
    );
    assert.ok(told > 1000, `only ${told} were read`);
  });
});
