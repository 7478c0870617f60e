import assert from "node:assert/strict";
import { describe, it } from "node:test";
import fc from "fast-check";
import {
  drawBands,
  packedTextChunk,
  pngChunk,
  textChunk,
  unicodeTextChunk,
} from "../../../sample/legacy/png-file.js";
import { isCutOff } from "../../../src/collect/facts/completeness.js";
import { readPngTexts } from "../../../src/collect/recipes/containers/png-texts.js";
import { readEmbedded } from "../../../src/collect/recipes/read-embedded.js";

const RUNS = { numRuns: 1000 };
const keyword = fc.string({ unit: fc.constantFrom(..."abcdefgh XYZ"), minLength: 1, maxLength: 79 });

describe("readPngTexts", () => {
  it("reads back what was written, in each kind of chunk, before and behind the pixels", () => {
    const text = fc
      .string({ unit: "grapheme", maxLength: 50 })
      .filter((value) => !value.startsWith("\ufeff"));
    const one = fc.record({
      keyword,
      text,
      kind: fc.constantFrom("tEXt", "zTXt", "iTXt", "packed"),
      behind: fc.boolean(),
    });
    fc.assert(
      fc.property(fc.array(one, { maxLength: 5 }), (entries) => {
        const chunks = entries.map((entry) => ({ ...entry, chunk: writeChunk(entry) }));
        const png = drawBands("x", 2, 2, {
          before: chunks.filter(({ behind }) => !behind).map(({ chunk }) => chunk),
          after: chunks.filter(({ behind }) => behind).map(({ chunk }) => chunk),
        });
        const expected = [
          ...chunks.filter(({ behind }) => !behind),
          ...chunks.filter(({ behind }) => behind),
        ];
        assert.deepEqual(readPngTexts(png), {
          texts: expected.map((entry) => ({ keyword: entry.keyword, text: entry.text })),
          exif: undefined,
          faults: [],
        });
      }),
      RUNS,
    );
  });

  it("never throws, whatever the bytes", () => {
    const png = drawBands("x", 4, 4, {
      before: [textChunk("a", "b"), packedTextChunk("c", Buffer.from("d")), unicodeTextChunk("e", "f", true)],
    });
    const damage = fc.record({ at: fc.nat(png.length - 1), byte: fc.nat(255), end: fc.nat(png.length) });
    fc.assert(
      fc.property(fc.array(damage, { minLength: 1, maxLength: 6 }), fc.uint8Array(), (damages, noise) => {
        const bytes = Buffer.from(png);
        for (const { at, byte } of damages) bytes[at] = byte;
        for (const broken of [bytes, bytes.subarray(0, damages[0]?.end), Buffer.from(noise)])
          for (const type of ["image/png", "image/jpeg", "image/webp", "image/gif"]) {
            readEmbedded(broken, type);
            isCutOff(broken, type);
          }
      }),
      RUNS,
    );
  });

  it("says which packed text is damaged, and goes on", () => {
    const broken = pngChunk("zTXt", Buffer.from("notes\0\0no deflate", "latin1"));
    const png = drawBands("x", 2, 2, { before: [broken, textChunk("Title", "Fox")] });
    assert.deepEqual(readPngTexts(png), {
      texts: [{ keyword: "Title", text: "Fox" }],
      exif: undefined,
      faults: ['the text "notes" can\'t be unpacked'],
    });
  });

  it("notices a missing end at every length", () => {
    const png = drawBands("x", 8, 8);
    for (let length = 0; length < png.length; length++)
      assert.ok(isCutOff(png.subarray(0, length), "image/png"), String(length));
    assert.ok(!isCutOff(png, "image/png"));
    assert.ok(!isCutOff(Buffer.concat([png, Buffer.from("something behind it")]), "image/png"));
  });
});

function writeChunk({ keyword: key, text, kind }: { keyword: string; text: string; kind: string }): Buffer {
  if (kind === "tEXt") return textChunk(key, text, "utf8");
  if (kind === "zTXt") return packedTextChunk(key, Buffer.from(text));
  return unicodeTextChunk(key, text, kind === "packed");
}
