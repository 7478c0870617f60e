import assert from "node:assert/strict";
import { describe, it } from "node:test";
import fc from "fast-check";
import { readNamedItem, readSidecarLabels } from "../../../src/collect/facts/labels.js";
import { readSidecarFacts } from "../../../src/collect/sidecars/sidecar-facts.js";
import type { KnownTemplate } from "../../../src/collect/source/collected-image.js";
import { readName } from "../../../src/collect/source/name-parts.js";
import { nameFiles } from "../../../src/recipe/file-names.js";
import { LAW_OPTIONS } from "../../support/runs.js";
import { SHIPPED_TEMPLATES } from "../../support/sample-sets.js";

const CARDS = SHIPPED_TEMPLATES.find(({ slug }) => slug === "card-deck");

function listTemplate(items: readonly string[]): KnownTemplate {
  const rows = items.map((key) => ({ key, cells: {} }));
  return { slug: "t", name: "T", keyColumns: [], items: rows };
}

function nameTags(
  words: string,
  albumType: Parameters<typeof readNamedItem>[1],
  template = CARDS,
): readonly unknown[] {
  const { item, labels } = readNamedItem(words, albumType, template);
  return [item?.key, labels.map(({ text }) => text)];
}

describe("labels of names", () => {
  it("are rank and suit, arcana, sign and element, with a template and without", () => {
    assert.deepEqual(nameTags("Two of Spades", "deck"), ["Two of Spades", ["spades", "two"]]);
    assert.deepEqual(nameTags("two-of-SPADES 2", "deck"), ["Two of Spades", ["spades", "two"]]);
    assert.deepEqual(nameTags("Red Joker of All Suits", "deck"), [
      "Red Joker of All Suits",
      ["all suits", "red joker"],
    ]);
    assert.deepEqual(readNamedItem("Two of Spades", "deck", undefined), {
      item: undefined,
      labels: [
        { text: "spades", type: "tag" },
        { text: "two", type: "tag" },
      ],
    });
    assert.deepEqual(nameTags("The Fool", "deck"), [undefined, ["major arcana", "the fool"]]);
    assert.deepEqual(nameTags("Aries", "zodiac"), [undefined, ["aries", "fire"]]);
    assert.deepEqual(nameTags("Pisces", "zodiac"), [undefined, ["pisces", "water"]]);
  });

  it("are those of files that ComfyUI made under the name that render gives, never those of the web UI", () => {
    fc.assert(
      fc.property(
        fc.uniqueArray(fc.stringMatching(/^[a-z]{1,3}( \d{1,6})?$|^\d{1,6}$/), {
          minLength: 1,
          maxLength: 6,
        }),
        fc.integer({ min: 1, max: 99_999 }),
        (items, count) => {
          const template = listTemplate(items);
          for (const [index, file] of nameFiles(items).entries()) {
            const name = file.replace(/\.png$/, `_${String(count).padStart(5, "0")}_.png`);
            // A number of five digits with another one behind it may be a name of the web UI.
            if (/^\d{5}_[1-9]/.test(name) || items.includes(readName(name, "UTC").words)) continue;
            const { item } = readNamedItem(readName(name, "UTC").words, "deck", template);
            assert.equal(item?.key, items[index], name);
          }
        },
      ),
      LAW_OPTIONS,
    );
    const numbers = listTemplate(["00012", "12", "7"]);
    for (const name of ["00012-123456.png", "00012-4711.png", "00012-12345.png", "00012-0.png"])
      assert.equal(readNamedItem(readName(name, "UTC").words, "deck", numbers).item, undefined, name);
    for (const [name, item] of [
      ["00012_00001_.png", "00012"],
      ["12_00001_.png", "12"],
      ["7_00012_.png", "7"],
    ] as const)
      assert.equal(readNamedItem(readName(name, "UTC").words, "deck", numbers).item?.key, item, name);
  });

  it("are none for what is no item, for prompts and for uploads", () => {
    assert.deepEqual(nameTags("Eleven of Spades", "deck"), [undefined, []]);
    assert.deepEqual(nameTags("", "deck"), [undefined, []]);
    assert.deepEqual(nameTags("Two of Spades", "singles"), [undefined, []]);
    assert.deepEqual(nameTags("Two of Spades", "upload"), [undefined, []]);
  });

  it("are the telling names of reference pictures", () => {
    assert.deepEqual(nameTags("004 Star Tiles", "reference-pack"), [undefined, ["star tiles"]]);
    for (const words of ["IMG 2041", "a8f3e2", "border-001-large-copy-of-it", "12"])
      assert.deepEqual(nameTags(words, "reference-pack"), [undefined, []], words);
  });
});

describe("labels of sidecars", () => {
  it("are tags and a caption", () => {
    assert.deepEqual(readSidecarLabels({ tags: ["Fox", " snow "], keywords: "red, fox", caption: "a fox" }), {
      labels: [
        { text: "a fox", type: "caption" },
        { text: "Fox", type: "tag" },
        { text: "red", type: "tag" },
        { text: "snow", type: "tag" },
      ],
      spentKeys: ["tags", "keywords", "caption"],
    });
  });

  it("are never a time or the whole prompt; such a list stays in metadata too", () => {
    const sidecar = { prompt: "A fox!", tags: ["213529", "2025-10-13 21:35", "a fox", "snow"] };
    assert.deepEqual(readSidecarLabels(sidecar), { labels: [{ text: "snow", type: "tag" }], spentKeys: [] });
    assert.deepEqual(readSidecarLabels({ tags: 7, caption: 8 }), { labels: [], spentKeys: [] });
  });
});

describe("readSidecarFacts", () => {
  const size = { width: 512, height: 720 };

  it("keeps sizes that differ from the picture's, and every unknown key, never as nsfw", () => {
    assert.deepEqual(
      readSidecarFacts(
        { width: 512, height: 512, nsfw: true, scheduler: "ddim", seed: null, loras: [], model: "m" },
        size,
        "UTC",
      ),
      {
        values: {
          "metadata.height": 512,
          "metadata.nsfw": true,
          "metadata.scheduler": "ddim",
          "source.model": "m",
        },
        misfits: [],
      },
    );
  });

  it("takes one of lora and loras, one of two times, and keeps the other", () => {
    const lora = { path: "a", weight: 1 };
    assert.deepEqual(
      readSidecarFacts({ lora, loras: [lora], timestamp: "2025-01-01", created_at: 1760391333 }, size, "UTC"),
      {
        values: {
          lora,
          "metadata.loras": [lora],
          created_at: "2025-01-01T00:00:00Z",
          "metadata.created_at": 1760391333,
        },
        misfits: [],
      },
    );
  });
});
