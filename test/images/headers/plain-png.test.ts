import assert from "node:assert/strict";
import { describe, it } from "node:test";
import sharp from "sharp";
import { readPlainPng } from "../../../src/images/headers/plain-png.js";
import { drawNoise } from "../../support/pictures.js";

/** What the library says of a PNG; undefined when it refuses it. */
async function readByLibrary(png: Buffer) {
  try {
    const { width, height, isProgressive } = await sharp(png).metadata();
    return { width, height, progressive: isProgressive };
  } catch {
    return undefined;
  }
}

const noise = () => drawNoise(21, 13, 7);
const PICTURES: readonly (readonly [string, Buffer, boolean])[] = await Promise.all(
  (
    [
      ["plain", noise().png(), true],
      ["interlaced", noise().png({ progressive: true }), true],
      ["grey", noise().greyscale().png(), true],
      ["16 bits", noise().toColourspace("rgb16").png(), true],
      ["transparent", noise().ensureAlpha(0.5).png(), true],
      ["palette", noise().png({ palette: true }), false],
      ["profile", noise().withIccProfile("srgb").png(), false],
      [
        "turned",
        noise()
          .withExif({ IFD0: { Orientation: "6" } })
          .png(),
        false,
      ],
    ] as const
  ).map(async ([name, picture, plain]) => [name, await picture.toBuffer(), plain] as const),
);

describe("readPlainPng", () => {
  for (const [name, png, isPlain] of PICTURES) {
    it(`says what the library says, or nothing: ${name}`, async () => {
      const facts = readPlainPng(png);
      assert.equal(facts !== undefined, isPlain);
      if (facts === undefined) return;
      const { width, height, progressive } = facts;
      assert.deepEqual({ width, height, progressive }, await readByLibrary(png));
      assert.deepEqual([facts.mediaType, facts.pages, facts.pixels], ["image/png", 1, 21 * 13]);
    });
  }

  it("leaves every picture whose header is damaged to the library", async () => {
    const png = PICTURES[0]?.[1] as Buffer;
    const pixels = png.indexOf("IDAT");
    for (let at = 0; at < pixels; at++) {
      const damaged = Buffer.from(png);
      damaged[at] = (damaged[at] as number) ^ 0x20;
      const facts = readPlainPng(damaged);
      // The length of the pixels says nothing about the header.
      if (at < pixels - 4) assert.equal(facts, undefined, `byte ${at}`);
    }
    for (let length = 0; length < pixels; length++)
      assert.equal(readPlainPng(png.subarray(0, length)), undefined, `${length} bytes`);
  });
});
