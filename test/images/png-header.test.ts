import assert from "node:assert/strict";
import { describe, it } from "node:test";
import sharp from "sharp";
import { readHeader } from "../../src/images/header.js";
import { readPngHeader } from "../../src/images/png-header.js";

const raw = { width: 37, height: 21, channels: 4 } as const;
const picture = () => sharp(Buffer.alloc(37 * 21 * 4, 99), { raw });

describe("the header of a PNG", () => {
  it("says what libvips says", async () => {
    const kinds = [{}, { progressive: true }, { palette: true }, { compressionLevel: 0 }];
    const pictures = [
      ...(await Promise.all(kinds.map((options) => picture().png(options).toBuffer()))),
      await picture().toColourspace("rgb16").png().toBuffer(),
      await picture().toColourspace("b-w").removeAlpha().png().toBuffer(),
    ];
    for (const bytes of pictures) assert.deepEqual(readPngHeader(bytes), await readHeader(bytes, "x.png"));
  });

  it("is none where another format or too little is", async () => {
    const png = await picture().png().toBuffer();
    for (const bytes of [
      await picture().jpeg().toBuffer(),
      png.subarray(0, 32),
      png.subarray(1),
      Buffer.alloc(0),
    ])
      assert.equal(readPngHeader(bytes), undefined);
  });
});
