import assert from "node:assert/strict";
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, it } from "node:test";
import fc from "fast-check";
import yaml from "yaml";
import type { DesiredEstate } from "../../../src/model/estate.js";
import type { DocumentPath } from "../../../src/model/source.js";
import { estateIn, makeProject } from "../../support/project.js";

const SHA = "a".repeat(64);

const FILES = {
  "manifests/cards.yaml": `kind: set-template
slug: cards
name: Cards
items:
  csv: ../data/cards.csv
  key: "{value}"
generation:
  steps: 30
  sampler: { name: euler }
loras:
  - path: lora/a.safetensors
    weight: 0.6
`,
  "data/cards.csv": 'value,meaning\n\n"Ace","one\nor eleven"\nTwo,a pair\n',
  "manifests/rows.yaml": `kind: set-template
slug: rows
name: Rows
items:
  rows:
    - { value: Ace }
    - { value: Two }
  key: "{value}"
`,
  "manifests/deck.yaml": `kind: album
slug: deck
name: Deck
provenance: { source: out }
defaults:
  prompt: shared
  source: &origin { model: sd }
  labels:
    - { text: moon, type: tag }
    - { text: a moon, type: caption }
images:
  - file: deck/a.png
    sha256: "${SHA}"
    bytes: 1
    width: 1
    height: 1
    lora: { path: x, weight: 0.5 }
  - file: deck/b.png
    sha256: "${"b".repeat(64)}"
    bytes: 2
    width: 1
    height: 1
    prompt: null
    source: *origin
    loras:
      - { path: x, weight: 0.5 }
      - { path: y, weight: 0.7 }
    labels: [{ type: tag, text: zebra }, { type: tag, text: ape }]
`,
  "manifests/more.yaml":
    "kind: album\nslug: more\nname: More\ndefaults: { prompt: all }\nimages: { jsonl: [more.jsonl] }\n",
  "manifests/more.jsonl": `{"ref": "deck/a.png"}\n\n{"file": "more/c.png", "sha256": "${"c".repeat(64)}", "bytes": 3, "width": 1, "height": 1, "labels": [{"text": "b", "type": "tag"}, {"text": "a", "type": "tag"}]}\n`,
  "manifests/refs.yaml":
    "kind: album\nslug: refs\nname: Refs\nimages:\n  - ref: deck/b.png\n  - ref: deck/a.png\n",
};

function place(estate: DesiredEstate, address: string, field: string, detail?: DocumentPath): string {
  const resource = [...estate.resources].find((candidate) => candidate.address === address);
  assert.ok(resource !== undefined, address);
  const source = estate.locate(resource, field, detail);
  return source === undefined ? "nowhere" : `${source.file}:${source.line}:${source.column}`;
}

describe("locate", () => {
  it("leads to fields of a template, its CSV cells and its rows", (t) => {
    const estate = estateIn(makeProject(t, FILES));
    const at = (field: string, detail?: DocumentPath) => place(estate, "set-template:cards", field, detail);
    assert.equal(at("name"), "manifests/cards.yaml:3:7");
    assert.equal(at("type"), "manifests/cards.yaml:1:7");
    assert.equal(at("item_key"), "manifests/cards.yaml:6:8");
    assert.equal(at("generation.steps"), "manifests/cards.yaml:8:10");
    assert.equal(at("generation.sampler", ["name"]), "manifests/cards.yaml:9:20");
    assert.equal(at("loras", [0, "weight"]), "manifests/cards.yaml:12:13");
    assert.equal(at("items"), "manifests/cards.yaml:5:3");
    assert.equal(at("items", [0]), "data/cards.csv:3:1");
    assert.equal(at("items", [0, "meaning"]), "data/cards.csv:3:7");
    assert.equal(at("items", [1, "meaning"]), "data/cards.csv:5:5");
    assert.equal(place(estate, "set-template:rows", "items", [1, "value"]), "manifests/rows.yaml:7:16");
  });

  it("leads to an entry's own values and to inherited ones", (t) => {
    const estate = estateIn(makeProject(t, FILES));
    const a = (field: string, detail?: DocumentPath) => place(estate, "image:deck/a.png", field, detail);
    const b = (field: string, detail?: DocumentPath) => place(estate, "image:deck/b.png", field, detail);
    assert.equal(a("sha256"), "manifests/deck.yaml:13:13");
    assert.equal(a("prompt"), "manifests/deck.yaml:6:11");
    assert.equal(b("prompt"), "manifests/deck.yaml:23:13");
    assert.equal(a("source.model"), "manifests/deck.yaml:7:28");
    assert.equal(b("source.model"), "manifests/deck.yaml:7:28");
    assert.equal(a("loras", ["weight"]), "manifests/deck.yaml:17:30");
    assert.equal(b("loras", [1, "weight"]), "manifests/deck.yaml:27:28");
    // Sorted by type, then text: the caption comes first, ape before zebra.
    assert.equal(a("labels", [0]), "manifests/deck.yaml:10:7");
    assert.equal(b("labels", [0, "text"]), "manifests/deck.yaml:28:61");
    assert.equal(b("labels"), "manifests/deck.yaml:28:13");
    assert.equal(a("nsfw"), "manifests/deck.yaml:12:5");
  });

  it("leads to albums, their lists and the refs that show an image", (t) => {
    const estate = estateIn(makeProject(t, FILES));
    assert.equal(place(estate, "album:deck", "provenance.source"), "manifests/deck.yaml:4:23");
    assert.equal(place(estate, "album:refs", "images"), "manifests/refs.yaml:5:3");
    assert.equal(place(estate, "album:refs", "order", [1]), "manifests/refs.yaml:6:5");
    // Shown in deck, more and refs.
    assert.equal(place(estate, "image:deck/a.png", "albums"), "manifests/deck.yaml:12:5");
    assert.equal(place(estate, "image:deck/a.png", "albums", [0]), "manifests/deck.yaml:12:5");
    assert.equal(place(estate, "image:deck/a.png", "albums", [2]), "manifests/refs.yaml:6:5");
  });

  it("leads into JSON Lines, whose lines are not parsed as YAML", (t) => {
    const estate = estateIn(makeProject(t, FILES));
    const parse = t.mock.method(yaml, "parseDocument");
    const at = (field: string, detail?: DocumentPath) => place(estate, "image:more/c.png", field, detail);
    assert.equal(at("bytes"), "manifests/more.jsonl:3:111");
    assert.equal(at("prompt"), "manifests/more.yaml:4:21");
    assert.equal(at("labels", [0, "text"]), "manifests/more.jsonl:3:189");
    assert.equal(parse.mock.callCount(), 0);
  });

  it("knows no place in a file that is gone", (t) => {
    const dir = makeProject(t, FILES);
    const estate = estateIn(dir);
    const [album] = estate.resources;
    assert.ok(album !== undefined);
    const elsewhere = {
      ...album,
      origin: { ...album.origin, source: { file: "gone.yaml", line: 1, column: 1 } },
    };
    assert.equal(estate.locate(elsewhere, "name"), undefined);
  });

  it("leads to the text that begins with the value, whatever the value and the spelling", (t) => {
    const dir = makeProject(t, {});
    const plain = fc
      .stringMatching(/^[a-z][a-z ,.]{0,20}[a-z]$/)
      .filter((word) => !/^(true|false|null)$/.test(word));
    const quoted = fc.string({ unit: "grapheme", maxLength: 30 }).filter((text) => !text.includes("\0"));
    const spelled = fc.oneof(
      plain.map((value) => ({ value, text: value })),
      quoted.map((value) => ({ value, text: JSON.stringify(value) })),
    );
    const entry = fc.record({
      prompt: spelled,
      negative_prompt: spelled,
      model: spelled,
      inherited: fc.boolean(),
    });
    fc.assert(
      fc.property(fc.array(entry, { minLength: 1, maxLength: 4 }), fc.boolean(), (entries, windows) => {
        const images = entries.map(
          ({ prompt, negative_prompt, model, inherited }, index) =>
            `  - file: f${index}.png\n    sha256: "${String(index).repeat(64)}"\n    bytes: 1\n    width: 1\n    height: 1\n` +
            (inherited ? "" : `    prompt:   ${prompt.text} # why\n`) +
            `    negative_prompt: ${negative_prompt.text}\n    source: { model: ${JSON.stringify(model.value)} }\n`,
        );
        const shared = entries[0]?.model as { value: string; text: string };
        const head = `kind: album\nslug: a\nname: A\ndefaults:\n  prompt: ${shared.text}\nimages:\n`;
        const text = (head + images.join("")).replaceAll("\n", windows ? "\r\n" : "\n");
        writeFileSync(join(dir, "manifests/a.yaml"), text);
        const estate = estateIn(dir);
        const lines = readFileSync(join(dir, "manifests/a.yaml"), "utf8").split("\n");
        for (const image of estate.resources) {
          if (image.kind !== "image") continue;
          for (const field of ["prompt", "negative_prompt", "source.model"]) {
            const source = estate.locate(image, field);
            const tail = lines[(source?.line ?? 0) - 1]?.slice((source?.column ?? 0) - 1) ?? "";
            const value = image.fields[field] as string;
            assert.ok(tail.startsWith(value) || tail.startsWith(JSON.stringify(value)), `${field}: ${tail}`);
          }
        }
      }),
      { numRuns: 1000 },
    );
  });
});
