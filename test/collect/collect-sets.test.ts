import assert from "node:assert/strict";
import { lstatSync, readFileSync, symlinkSync } from "node:fs";
import { join } from "node:path";
import { describe, it } from "node:test";
import { chooseKey } from "../../src/collect/old-set.js";
import { expandPrompt, itemsOf } from "../../src/model/prompt.js";
import { listTree, readTree, runSync } from "../support/collect-project.js";
import { estateIn, makeProject } from "../support/project.js";

const CONFIG = `card_deck:
  name: Playing Card Deck
  description: The 52 cards
  csv_path: data/sets/card_deck.csv
  base_prompt: The face of a card
  prompt_template: "{value} of {suit}, {meaning}"
  style_suffix: engraved
  example_theme: Night forest
  width: 512
  height: 720
  negative_prompt: "blurry, cropped"
  loras:
    - { path: lora/Card_Fronts-000008.safetensors, weight: 0.6 }
  sampler: euler
moons:
  name: Moons
  csv_path: moons.csv
  prompt_template: "{name}"
`;
const CARDS = '\ufeffvalue,suit,meaning\nAce,Spades,"a door, opened"\nTwo,Spades,peace\nAce,Hearts,joy\n';

describe("sync collect sets", () => {
  it("makes manifests and CSV copies that expand to the old prompts", async (t) => {
    const dir = makeProject(t, {
      "old/config.yaml": CONFIG,
      "old/card_deck.csv": CARDS,
      "old/moons.csv": "name\nIo\n",
    });
    const before = readTree(join(dir, "old"));
    const dry = await runSync(dir, ["collect", "sets", "old", "--dry-run"]);
    assert.ok(!listTree(dir).includes("manifests/sets"));
    const { status, stdout, stderr } = await runSync(dir, ["collect", "sets", "old"]);
    assert.deepEqual([status, stdout], [0, dry.stdout]);
    assert.equal(stdout, "+ manifests/sets/card-deck.yaml: 3 items\n+ manifests/sets/moons.yaml: 1 item\n");
    assert.match(stderr, /warning\[unknown-key\] sampler of the set card_deck was not imported/);
    assert.deepEqual(readTree(join(dir, "old")), before);
    assert.equal(
      readFileSync(join(dir, "manifests/sets/card-deck.yaml"), "utf8"),
      `kind: set-template
slug: card-deck
name: Playing Card Deck
description: The 52 cards
items:
  csv: ../../data/sets/card_deck.csv
  key: "{value} of {suit}"
base_prompt: The face of a card
prompt_template: "{value} of {suit}, {meaning}"
style_suffix: engraved
example_theme: Night forest
generation:
  width: 512
  height: 720
  negative_prompt: blurry, cropped
loras:
  - { path: lora/Card_Fronts-000008.safetensors, weight: 0.6 }
`,
    );
    assert.equal(readFileSync(join(dir, "data/sets/card_deck.csv"), "utf8"), CARDS);
    const template = [...estateIn(dir).resources].find(({ address }) => address === "set-template:card-deck");
    const [first] = itemsOf(template?.fields.items);
    assert.equal(
      expandPrompt(template?.fields ?? {}, first ?? {}),
      "The face of a card. Ace of Spades, a door, opened. engraved",
    );
  });

  it("leaves templates alone that are declared already", async (t) => {
    const dir = makeProject(t, {
      "old/config.yaml": CONFIG,
      "old/card_deck.csv": CARDS,
      "old/moons.csv": "name\nIo\n",
    });
    await runSync(dir, ["collect", "sets", "old"]);
    const before = readTree(dir);
    const { stdout } = await runSync(dir, ["collect", "sets", "old"]);
    assert.equal(
      stdout,
      "= card-deck: a manifest declares it already\n= moons: a manifest declares it already\n",
    );
    assert.deepEqual(readTree(dir), before);
  });

  it("makes no set of a CSV that is missing or damaged, and goes on with the others", async (t) => {
    const dir = makeProject(t, { "old/config.yaml": CONFIG, "old/moons.csv": "name\nIo\n" });
    const missing = await runSync(dir, ["collect", "sets", "old"]);
    assert.equal(missing.status, 3);
    assert.match(
      missing.stderr,
      /error\[csv-missing\] The file data\/sets\/card_deck\.csv does not exist .*\n {2}config\.yaml:4:13/,
    );
    assert.deepEqual(listTree(join(dir, "manifests")), ["sets", "sets/moons.yaml"]);
    const ragged = makeProject(t, {
      "old/config.yaml": CONFIG,
      "old/card_deck.csv": "value,suit\nAce\n",
      "old/moons.csv": "name\nIo\n",
    });
    const { status, stderr } = await runSync(ragged, ["collect", "sets", "old"]);
    assert.equal(status, 3);
    assert.match(stderr, /error\[csv-ragged-row\]/);
  });

  it("makes a set of a CSV with rows that are left out with a warning", async (t) => {
    const dir = makeProject(t, {
      "old/config.yaml": "moons:\n  name: Moons\n  csv_path: moons.csv\n",
      "old/moons.csv": "name,planet\nIo,Jupiter\n,\n",
    });
    const { status, stdout, stderr } = await runSync(dir, ["collect", "sets", "old"]);
    assert.deepEqual([status, stdout], [0, "+ manifests/sets/moons.yaml: 1 item\n"]);
    assert.match(stderr, /warning\[csv-blank-row\]/);
  });

  it("copies a CSV behind a link", async (t) => {
    const dir = makeProject(t, {
      "old/config.yaml": "moons:\n  name: Moons\n  csv_path: moons.csv\n",
      "old/other.csv": "name\nIo\n",
    });
    symlinkSync("other.csv", join(dir, "old/moons.csv"));
    const { status, stdout } = await runSync(dir, ["collect", "sets", "old"]);
    assert.deepEqual([status, stdout], [0, "+ manifests/sets/moons.yaml: 1 item\n"]);
    assert.ok(lstatSync(join(dir, "data/sets/moons.csv")).isFile());
  });

  it("replaces no link that stands where its copy goes", async (t) => {
    const dir = makeProject(t, {
      "old/config.yaml": "moons:\n  name: Moons\n  csv_path: moons.csv\n",
      "old/moons.csv": "name\nIo\n",
      "data/sets/mine.csv": "name\nOther\n",
    });
    symlinkSync("mine.csv", join(dir, "data/sets/moons.csv"));
    const { status, stderr } = await runSync(dir, ["collect", "sets", "old"]);
    assert.equal(status, 3);
    assert.match(stderr, /data\/sets\/moons\.csv already exists and differs/);
    assert.ok(lstatSync(join(dir, "data/sets/moons.csv")).isSymbolicLink());
  });

  it("does not write over another CSV, and needs a configuration", async (t) => {
    const files = { "old/config.yaml": CONFIG, "old/card_deck.csv": CARDS, "old/moons.csv": "name\nIo\n" };
    const dir = makeProject(t, { ...files, "data/sets/moons.csv": "name\nOther\n" });
    const { status, stderr } = await runSync(dir, ["collect", "sets", "old"]);
    assert.equal(status, 3);
    assert.match(stderr, /data\/sets\/moons\.csv already exists and differs/);
    assert.equal(readFileSync(join(dir, "data/sets/moons.csv"), "utf8"), "name\nOther\n");
    assert.equal((await runSync(dir, ["collect", "sets", "manifests"])).status, 3);
  });

  it("names items by the start of the prompt, else by what tells them apart", () => {
    const items = [
      { a: "x", b: "1" },
      { a: "x", b: "2" },
    ];
    assert.equal(chooseKey(["a", "b"], items, "{a} of {b}, more"), "{a} of {b}");
    assert.equal(chooseKey(["a", "b"], items, "{a}, {b}"), "{b}");
    assert.equal(chooseKey(["a", "b"], [...items, { a: "y", b: "1" }], "no placeholder"), "{a} {b}");
    const alike = [
      { a: "Io", b: "1" },
      { a: "io ", b: "2" },
    ];
    assert.equal(chooseKey(["a", "b"], alike, "{a} is a moon"), "{b}");
    assert.equal(chooseKey(["a", "b"], [...items, { a: "", b: "" }], "{a} of {b}"), "{a} {b}");
  });
});
