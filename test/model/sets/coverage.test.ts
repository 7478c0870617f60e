import assert from "node:assert/strict";
import { describe, it } from "node:test";
import type { Album, Image, Resource, SetTemplate } from "../../../src/model/resource.js";
import { coverAlbums, listDoubled, listMissing } from "../../../src/model/sets/coverage.js";

const origin = { source: { file: "a.yaml", line: 1, column: 1 }, path: [] };
const base = { origin, protect: false };

const elements: SetTemplate = {
  ...base,
  kind: "set-template",
  address: "set-template:elements",
  fields: { item_key: "{name}", items: [{ name: "Earth" }, { name: "Water" }, { name: "Fire" }] },
};

function album(slug: string, template: string | null, images: readonly string[]): Album {
  return {
    ...base,
    kind: "album",
    address: `album:${slug}`,
    fields: { set_template: template },
    images: images.map((file) => `image:${file}` as const),
  };
}

function image(file: string, item: string | null): Image {
  return {
    ...base,
    kind: "image",
    address: `image:${file}`,
    fields: { item },
    albums: [],
    home: "album:x",
    filenames: [],
  };
}

describe("coverAlbums", () => {
  it("tells which items an album shows, in the order of the template", () => {
    const resources: Resource[] = [
      album("b", "elements", ["1.png", "2.png", "3.png", "4.png"]),
      album("a", "elements", []),
      album("other", null, ["1.png"]),
      album("nowhere", "gone", ["1.png"]),
      image("1.png", "Water"),
      image("2.png", "Water"),
      image("3.png", "Earth"),
      image("4.png", null),
      elements,
    ];
    const coverage = coverAlbums(resources);
    assert.deepEqual(
      coverage.map((one) => [one.album.address, listMissing(one.items)]),
      [
        ["album:a", ["Earth", "Water", "Fire"]],
        ["album:b", ["Fire"]],
      ],
    );
    assert.deepEqual(listDoubled(coverage[1]?.items ?? []), [
      { item: "Water", images: ["image:1.png", "image:2.png"] },
    ]);
  });
});
