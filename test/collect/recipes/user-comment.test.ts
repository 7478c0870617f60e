import assert from "node:assert/strict";
import { describe, it } from "node:test";
import fc from "fast-check";
import sharp from "sharp";
import { drawBands, pngChunk } from "../../../sample/legacy/png-file.js";
import { isCutOff } from "../../../src/collect/facts/completeness.js";
import { readExifTexts } from "../../../src/collect/recipes/containers/exif-texts.js";
import { readEmbedded } from "../../../src/collect/recipes/read-embedded.js";
import { type CommentForm, makeExifBlock, putIntoJpeg, putIntoWebp } from "../../support/exif.js";

const RUNS = { numRuns: 1000 };
const FORMS: readonly CommentForm[] = (["II", "MM"] as const).flatMap((order) =>
  (["ascii", "utf16le", "utf16be", "undefined"] as const).map((text) => ({ order, text })),
);
const RECIPE = "ein Füchslein im Schnee\nSteps: 20, CFG scale: 7, Seed: 18446744073709551615";

describe("readUserComment", () => {
  it("reads English in every form", () => {
    const words = fc.string({ unit: fc.constantFrom(..."abc DEF, 123:()\n"), minLength: 4, maxLength: 80 });
    fc.assert(
      fc.property(words, fc.constantFrom(...FORMS), (text, form) => {
        fc.pre(text.trim() !== "");
        assert.deepEqual(readExifTexts(makeExifBlock(text, form)).texts, [
          { keyword: "UserComment", text: text.trim() },
        ]);
      }),
      RUNS,
    );
  });

  it("never throws", () => {
    const block = makeExifBlock(RECIPE, { order: "MM", text: "utf16be" });
    fc.assert(
      fc.property(fc.nat(block.length - 1), fc.nat(255), fc.nat(block.length), (at, byte, end) => {
        const bytes = Buffer.from(block);
        bytes[at] = byte;
        readExifTexts(bytes);
        readExifTexts(bytes.subarray(0, end));
      }),
      RUNS,
    );
  });
});

describe("recipes in EXIF", () => {
  const picture = sharp(drawBands("photo", 32, 32));
  const carriers = {
    "image/jpeg": async (block: Buffer) => putIntoJpeg(await picture.clone().jpeg().toBuffer(), block),
    "image/webp": async (block: Buffer) => putIntoWebp(await picture.clone().webp().toBuffer(), block),
    "image/png": async (block: Buffer) => drawBands("photo", 32, 32, { before: [pngChunk("eXIf", block)] }),
  };

  for (const [mediaType, carry] of Object.entries(carriers))
    for (const form of FORMS)
      it(`${mediaType}, ${form.order}, ${form.text}`, async () => {
        const file = await carry(makeExifBlock(RECIPE, form));
        assert.ok(!isCutOff(file, mediaType));
        const { recipe, raw, faults } = readEmbedded(file, mediaType);
        assert.deepEqual(recipe, {
          prompt: "ein Füchslein im Schnee",
          steps: 20,
          guidance_scale: 7,
          seed: "18446744073709551615",
        });
        assert.deepEqual([raw, faults], [{ "metadata.UserComment": RECIPE }, []]);
      });

  it("does not take the end of a preview for the end of a JPEG", async () => {
    const preview = await picture.clone().jpeg().toBuffer();
    const whole = putIntoJpeg(await picture.clone().resize(300).jpeg().toBuffer(), preview);
    assert.ok(!isCutOff(whole, "image/jpeg"));
    assert.ok(isCutOff(whole.subarray(0, whole.length - 200), "image/jpeg"));
  });
});
