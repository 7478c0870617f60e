import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, it } from "node:test";
import fc from "fast-check";
import { captionOf } from "../../src/export/caption.js";
import { flattenSlug, StemNames } from "../../src/export/formats/names.js";
import { TAR_END, tarEntry } from "../../src/export/formats/tar.js";
import type { Fields, Image } from "../../src/model/resource.js";
import { makeTempDir } from "../support/temp-dir.js";

function imageWith(fields: Fields): Image {
  return {
    kind: "image",
    address: "image:a.png",
    fields,
    origin: { source: { file: "m.yaml", line: 1, column: 1 }, path: [] },
    protect: false,
    albums: [],
    home: "album:a",
    filenames: ["a.png"],
  };
}

describe("captions", () => {
  const labels = [
    { text: "a lake ", type: "caption" },
    { text: "water", type: "tag" },
    { text: "still\n\nwater", type: "caption" },
  ];

  it("are what caption labels say, declared ones first, each once, on one line", () => {
    const image = imageWith({ labels, prompt: "never seen" });
    assert.equal(captionOf(image, []), "a lake, still water");
    assert.equal(captionOf(image, ["blue", "a lake"]), "a lake, still water, blue");
    assert.equal(captionOf(imageWith({ prompt: "p", labels: null }), ["blue"]), "blue");
  });

  it("fall back to the prompt, and to nothing", () => {
    const tagsOnly = [{ text: "water", type: "tag" }];
    assert.equal(captionOf(imageWith({ labels: tagsOnly, prompt: "A\tlake\n" }), [" "]), "A lake");
    assert.equal(captionOf(imageWith({ prompt: null }), []), "");
  });
});

describe("names", () => {
  it("have no dots, no folders, no end of their own, and differ in any case of letters", () => {
    const names = new StemNames();
    assert.equal(names.choose("x/My card.v1.2 é.PNG"), "My_card_v1_2_");
    assert.equal(names.choose("x/.png"), "_");
    assert.equal(names.choose("a/one.png"), "one");
    assert.match(names.choose("b/ONE.png"), /^ONE-[0-9a-f]{8}$/);
    assert.notEqual(names.choose("c/one.png"), names.choose("d/one.png"));
    assert.equal(names.choose(`${"l".repeat(300)}.png`), "l".repeat(64));
    assert.equal(names.choose(`e/${"l".repeat(300)}.png`).length, 64);
    assert.equal(flattenSlug("decks/one"), "decks-one");
  });

  it("are unique and plain for any paths", () => {
    fc.assert(
      fc.property(fc.uniqueArray(fc.string({ minLength: 1, unit: "binary" }), { maxLength: 20 }), (files) => {
        const names = new StemNames();
        const stems = files.map((file) => names.choose(file));
        assert.equal(new Set(stems.map((stem) => stem.toLowerCase())).size, files.length);
        for (const stem of stems) assert.match(stem, /^[A-Za-z0-9_-]{1,64}$/);
      }),
      { numRuns: 1000 },
    );
  });
});

describe("tar entries", () => {
  it("are read back by tar, whatever their size, and hold no time", (t) => {
    const dir = makeTempDir(t);
    const sizes = [0, 1, 511, 512, 513, 70_000];
    const contents = sizes.map((size) => Buffer.alloc(size, String(size)));
    const entries = contents.map((content, index) => tarEntry(`${sizes[index]}.bin`, content));
    writeFileSync(join(dir, "a.tar"), Buffer.concat([...entries, TAR_END]));
    mkdirSync(join(dir, "out"));
    execFileSync("tar", ["-xf", "a.tar", "-C", "out"], { cwd: dir });
    for (const [index, size] of sizes.entries())
      assert.deepEqual(readFileSync(join(dir, "out", `${size}.bin`)), contents[index]);
    assert.deepEqual(tarEntry("a", Buffer.from("x")), tarEntry("a", Buffer.from("x")));
  });

  it("refuse names that the format can't hold", () => {
    assert.throws(() => tarEntry("é.png", Buffer.alloc(0)), RangeError);
    assert.throws(() => tarEntry("n".repeat(101), Buffer.alloc(0)), RangeError);
  });
});
