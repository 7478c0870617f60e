import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { readComfyUi } from "../../../src/collect/recipes/comfyui/read-comfyui.js";
import { readEmbedded } from "../../../src/collect/recipes/read-embedded.js";
import type { JsonObject } from "../../../src/model/json.js";
import { pngWith } from "../../support/recipes/carriers.js";
import { sampling } from "../../support/recipes/comfy-graph.js";

/** Far more than any of these takes, on a slow machine too. */
const MOST_MS = 5000;

describe("inputs that are made to hurt", () => {
  const chain = (length: number, type: string, input: string): JsonObject =>
    Object.fromEntries(
      Array.from({ length }, (_, index) => [
        `c${index}`,
        { class_type: type, inputs: { [input]: [`c${index + 1}`, 0] } },
      ]),
    );
  const doubled = (length: number, type: string, inputs: readonly string[]): JsonObject =>
    Object.fromEntries(
      Array.from({ length }, (_, index) => [
        `c${index}`,
        { class_type: type, inputs: Object.fromEntries(inputs.map((name) => [name, [`c${index + 1}`, 0]])) },
      ]),
    );
  const sampler = (inputs: JsonObject): JsonObject => ({
    k: {
      class_type: "KSampler",
      inputs: sampling({
        model: ["m", 0],
        positive: ["m", 0],
        negative: ["m", 0],
        latent_image: ["m", 0],
        ...inputs,
      }),
    },
    s: { class_type: "SaveImage", inputs: { images: ["k", 0] } },
  });
  const uuid = (index: number): string => `sub-${index}`;
  const nested = Array.from({ length: 9 }, (_, index) => ({
    id: uuid(index),
    nodes: Array.from({ length: 50 }, (__, id) => ({ id, type: uuid(index + 1), inputs: [], outputs: [] })),
    links: [],
  }));

  const graphs: { readonly [name: string]: JsonObject } = {
    "a chain of 19,000 reroutes": {
      ...chain(19_000, "Reroute", ""),
      ...sampler({ positive: ["c0", 0], latent_image: ["c0", 0], model: ["c0", 0], seed: ["c0", 0] }),
    },
    "joins that double at each of 5,000 nodes": {
      ...doubled(5000, "ConditioningCombine", ["conditioning_1", "conditioning_2"]),
      ...sampler({ positive: ["c0", 0] }),
    },
    "texts that double": {
      ...doubled(60, "StringConcatenate", ["string_a", "string_b"]),
      ...sampler({ positive: ["t", 0] }),
      t: { class_type: "CLIPTextEncode", inputs: { text: ["c0", 0] } },
    },
    "pictures that double": {
      ...doubled(900, "ImageBlend", ["image1", "image2"]),
      ...sampler({ latent_image: ["c0", 0] }),
    },
    "30,000 nodes": chain(30_000, "KSampler", "latent_image"),
    "subgraphs that hold fifty of the next": {
      nodes: [{ id: 1, type: uuid(0) }],
      links: [],
      definitions: { subgraphs: nested },
    },
    "a subgraph that holds itself": {
      nodes: [{ id: 1, type: "me" }],
      links: [],
      definitions: {
        subgraphs: [
          {
            id: "me",
            nodes: [
              { id: 1, type: "me" },
              { id: 2, type: "me" },
            ],
            links: [],
          },
        ],
      },
    },
  };
  for (const [name, graph] of Object.entries(graphs)) it(name, () => assertQuick(() => readComfyUi(graph)));

  const big = 1_000_000;
  const texts: { readonly [name: string]: string } = {
    "a megabyte of brackets": `a\nSteps: 20, ${"[".repeat(big)}`,
    "a megabyte of blanks": `a${" ".repeat(big)}b\nSteps: 20, Seed: 5, Size: 1x1`,
    "a line of settings that open brackets": `Steps: 20, ${"A: [, ".repeat(big / 6)}`,
    "a megabyte of colons": ": ".repeat(big / 2),
    "half a million lines": "Steps: 1\n".repeat(big / 9),
    "LoRAs that do not close": `${"<lora:a:".repeat(big / 8)}\nSteps: 20, Seed: 5, Size: 1x1`,
    "words for one line": `${"Steps: 1 , ".repeat(big / 11)}`,
    zeros: "\0".repeat(big),
    "an open quote": `"${"\\".repeat(big)}`,
    "brackets of Dream": `"${"[".repeat(big)}" -s 1`,
  };
  for (const [name, text] of Object.entries(texts))
    it(name, () => {
      for (const keyword of ["parameters", "Dream", "Raw profile type exif", "XML:com.adobe.xmp"])
        assertQuick(() => readEmbedded(pngWith({ [keyword]: text }), "image/png"));
    });
});

function assertQuick(work: () => void): void {
  const began = performance.now();
  work();
  assert.ok(performance.now() - began < MOST_MS, `${Math.round(performance.now() - began)} ms`);
}
