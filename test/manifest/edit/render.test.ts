import assert from "node:assert/strict";
import { describe, it } from "node:test";
import fc from "fast-check";
import { isPlainText, renderValue } from "../../../src/manifest/edit/edit-values.js";
import { renderManifest } from "../../../src/manifest/edit/render.js";
import { readYaml } from "../../../src/manifest/yaml/yaml-read.js";
import { equalJson, type Json, type JsonObject } from "../../../src/model/json.js";

const ENTRY = { sha256: "3456e789".repeat(8), bytes: 4, width: 8, height: 8 };

describe("rendering a manifest", () => {
  it("writes an album in canonical form", () => {
    const shared = { negative_prompt: "blurry, cropped", steps: 30, guidance_scale: 7.5 };
    const album: JsonObject = {
      images: [
        {
          source: { file: "deck/Two of Spades.png", model: "runwayml/stable-diffusion-v1-5" },
          labels: [{ text: "spades", type: "tag" }],
          seed: "18446744073709551615",
          prompt: "Two of Spades: the Diplomat # 2",
          created_at: "2025-10-13T21:35:33.481220Z",
          ...ENTRY,
          ...shared,
          loras: [{ path: "lora/Tarot.safetensors", weight: 0.3 }],
          file: "decks/a/two.png",
        },
        { file: "decks/a/three.png", ...ENTRY, ...shared, prompt: null },
        { ref: "decks/b/four.png" },
      ],
      provenance: { source: "outputs/deck", notes: "" },
      name: "Card deck, 13 October 2025, 21:35",
      slug: "decks/a",
      kind: "album",
    };
    const [{ text }, ...others] = renderManifest("/p/manifests/legacy/decks/a.yaml", album, "/p/schemas");
    assert.deepEqual(others, []);
    assert.equal(
      text,
      `# yaml-language-server: $schema=../../../schemas/album.schema.json
kind: album
slug: decks/a
name: Card deck, 13 October 2025, 21:35
provenance:
  source: outputs/deck
  notes: ""
defaults:
  negative_prompt: blurry, cropped
  steps: 30
  guidance_scale: 7.5
images:
  - file: decks/a/two.png
    sha256: "${ENTRY.sha256}"
    bytes: 4
    width: 8
    height: 8
    created_at: 2025-10-13T21:35:33.481220Z
    prompt: "Two of Spades: the Diplomat # 2"
    seed: "18446744073709551615"
    loras: [{ path: lora/Tarot.safetensors, weight: 0.3 }]
    labels: [{ text: spades, type: tag }]
    source: { file: deck/Two of Spades.png, model: runwayml/stable-diffusion-v1-5 }
  - file: decks/a/three.png
    sha256: "${ENTRY.sha256}"
    bytes: 4
    width: 8
    height: 8
    prompt: null
  - ref: decks/b/four.png
`,
    );
  });

  it("keeps more than a thousand images in JSON Lines files", () => {
    const images = Array.from({ length: 5_001 }, (_, index) => ({
      file: `a/${index}.png`,
      ...ENTRY,
      steps: 3,
    }));
    const [manifest, ...shards] = renderManifest(
      "/p/big.yaml",
      { kind: "album", slug: "a", name: "A", images },
      undefined,
    );
    assert.deepEqual(readYaml(manifest.text).value, {
      kind: "album",
      slug: "a",
      name: "A",
      defaults: { steps: 3 },
      images: { jsonl: ["big-1.jsonl", "big-2.jsonl"] },
    });
    const lines = shards.flatMap(({ text }) => text.trimEnd().split("\n"));
    assert.deepEqual(
      lines.map((line) => JSON.parse(line)),
      images.map(({ steps: _, ...image }) => image),
    );
    assert.deepEqual([shards.length, shards[1]?.text.split("\n").length], [2, 2]);
  });

  it("writes every value so that it is read back", () => {
    const json = fc
      .jsonValue({ noUnicodeString: false, maxDepth: 3 })
      .filter((value) => !/\\u0000/.test(JSON.stringify(value)));
    fc.assert(
      fc.property(json, fc.constantFrom("block", "flow"), (value, place) => {
        const rendered = renderValue(value as Json, "yaml", place as "block" | "flow");
        const text = place === "block" ? `a: ${rendered}` : `a: [${rendered}]`;
        const expected = { a: place === "block" ? value : [value] } as Json;
        const read = readYaml(text);
        assert.deepEqual(read.problems, [], text);
        assert.ok(equalJson(read.value, expected), text);
      }),
      { numRuns: 1000 },
    );
  });

  it("quotes what some reader of YAML takes for something else", () => {
    const odd = [
      "yes",
      "No",
      "12",
      "1e3",
      "0x1f",
      "0xfe",
      "20251013_213529",
      "12:30:45",
      "2025-10-13",
      "93ca55649213fd7e223f60e7",
      "~",
      "",
      "- a",
      "a: b",
    ];
    assert.deepEqual(
      odd.filter((text) => isPlainText(text, "block")),
      [],
    );
    assert.deepEqual(
      odd.filter((text) => isPlainText(text, "flow")),
      [],
    );
    assert.deepEqual(isPlainText("54 playing cards", "block"), true);
    assert.deepEqual(renderValue(1e21, "yaml", "block"), "1.0e+21");
  });
});
