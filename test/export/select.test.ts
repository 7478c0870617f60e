import assert from "node:assert/strict";
import { describe, it, type TestContext } from "node:test";
import { type LiveFacts, type Selection, selectSamples } from "../../src/export/select.js";
import { albumOf } from "../support/picture-project.js";
import { estateIn, makeProject } from "../support/project.js";

const NOTHING_LIVE: LiveFacts = { trainingAlbums: new Set(), nsfw: new Set(), captions: new Map() };

const picture = (file: string, declared: object = {}) => ({
  file,
  bytes: Buffer.from(file),
  declared: { prompt: `prompt of ${file}`, ...declared },
});

/** Albums: `b/train` (a, b nsfw), `a/more` (c, and a again), `plain`, `silent` (d, says nothing of training). */
function prepare(t: TestContext) {
  const more = JSON.parse(albumOf("a/more", [picture("c.png")], { training_source: true })) as {
    images: object[];
  };
  more.images.push({ ref: "a.png" });
  const dir = makeProject(t, {
    "manifests/1.yaml": albumOf("b/train", [picture("a.png"), picture("b.png", { nsfw: true })], {
      training_source: true,
    }),
    "manifests/2.yaml": JSON.stringify(more),
    "manifests/3.yaml": albumOf("plain", [], { training_source: false }),
    "manifests/4.yaml": albumOf("silent", [picture("d.png")]),
  });
  const { resources } = estateIn(dir);
  return (slugs: readonly string[], wishes: Partial<Selection> = {}, live: Partial<LiveFacts> = {}) => {
    const selection = { slugs, anyAlbum: false, includeNsfw: false, ...wishes };
    const selected = selectSamples(resources, selection, { ...NOTHING_LIVE, ...live });
    if (!("samples" in selected)) return selected;
    const { samples, nsfwLeftOut } = selected;
    return [
      ...samples.map(({ image, album, caption }) => `${album} ${image.address} ${caption}`),
      nsfwLeftOut,
    ];
  };
}

describe("the samples of albums", () => {
  it("are sorted by album, in album order, each picture once", (t) => {
    const select = prepare(t);
    const expected = ["a/more image:c.png prompt of c.png", "a/more image:a.png prompt of a.png", 1];
    assert.deepEqual(select(["b/train", "a/more", "b/train"]), expected);
    assert.deepEqual(select(["a/more", "b/train"]), expected);
  });

  it("leave out what manifest or database call nsfw, unless asked", (t) => {
    const select = prepare(t);
    assert.deepEqual(select(["b/train"]), ["b/train image:a.png prompt of a.png", 1]);
    assert.deepEqual(select(["b/train"], {}, { nsfw: new Set(["image:a.png"]) }), [2]);
    assert.equal((select(["b/train"], { includeNsfw: true }) as unknown[]).length, 3);
  });

  it("come from training sources only, unless asked; the row counts where the manifest is silent", (t) => {
    const select = prepare(t);
    const trainingAlbums = new Set(["album:plain", "album:silent"]);
    assert.deepEqual(select(["plain", "silent", "b/train"]), { notForTraining: ["plain", "silent"] });
    assert.deepEqual(select(["plain", "silent"], {}, { trainingAlbums }), { notForTraining: ["plain"] });
    assert.deepEqual(select(["silent"], {}, { trainingAlbums }), ["silent image:d.png prompt of d.png", 0]);
    assert.deepEqual(select(["plain", "silent"], { anyAlbum: true }), [
      "silent image:d.png prompt of d.png",
      0,
    ]);
  });

  it("carry captions of others, and unknown albums are named", (t) => {
    const select = prepare(t);
    const captions = new Map([["image:c.png", ["a cat"]]]);
    assert.deepEqual(select(["a/more"], {}, { captions }), [
      "a/more image:c.png a cat",
      "a/more image:a.png prompt of a.png",
      0,
    ]);
    assert.deepEqual(select(["nope", "b/train", "a"]), { unknown: ["a", "nope"] });
  });
});
