import assert from "node:assert/strict";
import { describe, it } from "node:test";
import fc from "fast-check";
import { toFilename } from "../../../src/manifest/read/filename.js";

const path = fc
  .array(fc.string({ unit: "grapheme", minLength: 1, maxLength: 90 }), { minLength: 1, maxLength: 6 })
  .map((parts) => `${parts.join("/")}.png`);

describe("toFilename", () => {
  it("writes folders with two underscores", () => {
    assert.equal(toFilename("decks/card deck/ace.png"), "decks__card deck__ace.png");
    assert.equal(toFilename("ace.png"), "ace.png");
  });

  it("keeps a name of 255 characters and shortens one of 256", () => {
    const longest = `${"é".repeat(251)}.png`;
    assert.equal(toFilename(longest), longest);
    const shortened = toFilename(`x${longest}`);
    assert.equal([...shortened].length, 255);
    assert.match(shortened, /^xé+~[0-9a-f]{12}\.png$/);
  });

  it("never gives more than 255 characters, and keeps long names of one folder apart", () => {
    fc.assert(
      fc.property(path, (file) => {
        const name = toFilename(file);
        assert.ok([...name].length <= 255);
        assert.equal(toFilename(file), name);
        assert.ok(!name.includes("/") && name.endsWith(".png"));
        const folder = "long/".repeat(60);
        assert.notEqual(toFilename(`${folder}${file}`), toFilename(`${folder}x${file}`));
      }),
      { numRuns: 1000 },
    );
  });
});
