import assert from "node:assert/strict";
import { join } from "node:path";
import { describe, it } from "node:test";
import { digestJson } from "../../../src/model/digest.js";
import type { Album, Image, Resource } from "../../../src/model/resource.js";
import { PROJECT_DIR } from "../../support/paths.js";
import { estateIn, loadProject, makeProject } from "../../support/project.js";

const SHA_A = "a".repeat(64);
const SHA_B = "b".repeat(64);

const TEMPLATE = `kind: set-template
slug: card-deck
renamed_from: old-deck
adopts: Card Deck Template
name: Cards
items:
  csv: ../data/cards.csv
  key: "{value} of {suit}"
prompt_template: "{value} of {suit}"
generation: { steps: 30, sampler: { name: euler, eta: 0.5 } }
loras: [{ path: lora/a.safetensors, weight: 0.6 }]
protect: true
`;
const CSV = `value,suit\nAce,Spades\n"Two",Hearts\n`;
const ALBUM = `kind: album
slug: decks/first
name: First deck
type: deck
set_template: card-deck
provenance: { source: outputs/deck }
defaults:
  negative_prompt: blurry
  steps: 30
  lora: { path: lora/x.safetensors, weight: 1 }
  source: { model: sd-1.5 }
images:
  - file: decks/first/ace of spades.png
    sha256: "${SHA_A}"
    bytes: 10
    width: 2
    height: 3
    created_at: 2025-10-13T21:35:33.48122+02:00
    seed: "18446744073709551615"
    steps: null
    item: Ace of Spades
    labels:
      - { text: spades, type: tag }
      - { text: the card, type: caption }
    source: { file: out/Ace_of_Spades.png }
    metadata: { tool: x, nested: { list: [1] } }
    renamed_from: decks/old/ace.png
  - ref: singles/moon.png
`;
const SINGLES = `kind: album
slug: singles
name: Singles
images:
  - file: singles/moon.png
    sha256: "${SHA_B}"
    bytes: 11
    width: 4
    height: 5
    seed: 42
    loras: []
`;

const FILES = {
  "manifests/card-deck.yaml": TEMPLATE,
  "manifests/decks/first.yml": ALBUM,
  "manifests/singles.yaml": SINGLES,
  "data/cards.csv": CSV,
};

function find(resources: Iterable<Resource>, address: string): Resource {
  return [...resources].find((resource) => resource.address === address) as Resource;
}

describe("loadEstate", () => {
  it("lists all resources by address", (t) => {
    const { name, resources } = estateIn(makeProject(t, FILES));
    assert.equal(name, "main");
    assert.deepEqual(
      [...resources].map(({ address }) => address),
      [
        "album:decks/first",
        "album:singles",
        "image:decks/first/ace%20of%20spades.png",
        "image:singles/moon.png",
        "set-template:card-deck",
      ],
    );
  });

  it("expands a set template", (t) => {
    const { resources } = estateIn(makeProject(t, FILES));
    assert.deepEqual(find(resources, "set-template:card-deck"), {
      kind: "set-template",
      address: "set-template:card-deck",
      fields: {
        slug: "card-deck",
        type: "set",
        is_set_template: true,
        name: "Cards",
        items: [
          { value: "Ace", suit: "Spades" },
          { value: "Two", suit: "Hearts" },
        ],
        item_key: "{value} of {suit}",
        prompt_template: "{value} of {suit}",
        "generation.steps": 30,
        "generation.sampler": { name: "euler", eta: 0.5 },
        loras: [{ path: "lora/a.safetensors", weight: 0.6 }],
      },
      origin: { source: { file: "manifests/card-deck.yaml", line: 1, column: 1 }, path: [] },
      protect: true,
      renamedFrom: "set-template:old-deck",
      adopts: "Card Deck Template",
    });
  });

  it("expands an album with its order", (t) => {
    const album = find(estateIn(makeProject(t, FILES)).resources, "album:decks/first") as Album;
    const images = ["image:decks/first/ace%20of%20spades.png", "image:singles/moon.png"];
    assert.deepEqual(album.images, images);
    assert.deepEqual(album.fields, {
      slug: "decks/first",
      name: "First deck",
      type: "deck",
      set_template: "card-deck",
      "provenance.source": "outputs/deck",
      order: digestJson(images),
    });
  });

  it("expands an image, with the album's defaults where the entry is silent", (t) => {
    const { resources } = estateIn(makeProject(t, FILES));
    assert.deepEqual(find(resources, "image:decks/first/ace%20of%20spades.png"), {
      kind: "image",
      address: "image:decks/first/ace%20of%20spades.png",
      fields: {
        sha256: SHA_A,
        bytes: 10,
        width: 2,
        height: 3,
        created_at: "2025-10-13 19:35:33.481220",
        negative_prompt: "blurry",
        seed: "18446744073709551615",
        steps: null,
        loras: { path: "lora/x.safetensors", weight: 1 },
        item: "Ace of Spades",
        labels: [
          { text: "the card", type: "caption" },
          { text: "spades", type: "tag" },
        ],
        "source.file": "out/Ace_of_Spades.png",
        "metadata.tool": "x",
        "metadata.nested": { list: [1] },
        albums: ["album:decks/first"],
      },
      albums: ["album:decks/first"],
      home: "album:decks/first",
      filenames: ["decks__first__ace of spades.png", "out__Ace_of_Spades.png"],
      origin: {
        source: { file: "manifests/decks/first.yml", line: 13, column: 5 },
        path: ["images", 0],
        inherited: ["loras", "negative_prompt"],
      },
      protect: false,
      renamedFrom: "image:decks/old/ace.png",
    });
  });

  it("shows a referenced image in both albums and gives it no defaults of the other", (t) => {
    const moon = find(estateIn(makeProject(t, FILES)).resources, "image:singles/moon.png") as Image;
    assert.deepEqual(moon.albums, ["album:decks/first", "album:singles"]);
    assert.equal(moon.home, "album:singles");
    assert.deepEqual(moon.fields, {
      sha256: SHA_B,
      bytes: 11,
      width: 4,
      height: 5,
      seed: "42",
      loras: [],
      albums: moon.albums,
    });
  });

  it("changes the digest of a manifest with its CSV, and no other", (t) => {
    const before = estateIn(makeProject(t, FILES)).manifests;
    const after = estateIn(makeProject(t, { ...FILES, "data/cards.csv": `${CSV}Three,Clubs\n` })).manifests;
    const changed = after.filter(({ sha256 }, index) => sha256 !== before[index]?.sha256);
    assert.deepEqual(
      changed.map(({ file }) => file),
      ["manifests/card-deck.yaml"],
    );
  });

  it("reads the shipped manifests without a problem", (t) => {
    const dir = makeProject(t, {
      "sync.config.yaml": `estate: main\nallow_outside: [${PROJECT_DIR}]\nmanifests: [${join(PROJECT_DIR, "manifests")}]\n`,
    });
    const { estate, diagnostics } = loadProject(dir);
    assert.deepEqual(
      diagnostics.filter(({ severity }) => severity === "error"),
      [],
    );
    assert.ok(estate !== undefined && estate.resources.length >= 3);
  });
});
