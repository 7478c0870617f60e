import assert from "node:assert/strict";
import { describe, it } from "node:test";
import fc from "fast-check";
import { readComfyUi } from "../../../src/collect/recipes/comfyui/read-comfyui.js";
import { readEmbedded, readRecipeText } from "../../../src/collect/recipes/read-embedded.js";
import type { Json, JsonObject } from "../../../src/model/json.js";
import { makeTiffBlock } from "../../support/exif.js";
import {
  avifWithExif,
  jpegWithExif,
  jpegWithSegment,
  pngWith,
  webpWithExif,
} from "../../support/recipes/carriers.js";
import { apiPrompt, usual } from "../../support/recipes/comfy-graph.js";

const RUNS = { numRuns: 1000 };
const MEDIA_TYPES = ["image/png", "image/jpeg", "image/webp", "image/avif", "image/gif"];
describe("readers of recipes", () => {
  it("come through damaged pictures of every kind", () => {
    const block = makeTiffBlock(
      "MM",
      [{ tag: 0x010e, type: 2, value: Buffer.from("prompt:{}") }],
      [{ tag: 0x9286, type: 7, value: Buffer.from("UNICODE\0a\0b\0") }],
    );
    const pictures = [
      pngWith({ parameters: "a\nSteps: 1, Seed: 2, Size: 1x1" }),
      jpegWithExif(block),
      webpWithExif(block),
      avifWithExif(block),
      jpegWithSegment(0xfe, Buffer.from("x")),
    ];
    const damage = fc.record({ at: fc.nat(), byte: fc.nat(255) });
    fc.assert(
      fc.property(
        fc.constantFrom(...pictures),
        fc.array(damage, { maxLength: 8 }),
        fc.nat(),
        fc.constantFrom(...MEDIA_TYPES),
        (picture, damages, end, type) => {
          const bytes = Buffer.from(picture);
          for (const { at, byte } of damages) bytes[at % bytes.length] = byte;
          readEmbedded(bytes, type);
          readEmbedded(bytes.subarray(0, end % bytes.length), type);
        },
      ),
      RUNS,
    );
  });

  it("come through every text, and say nothing but text and numbers", () => {
    const word = fc.constantFrom(
      "Steps: 20",
      "Seed: 5",
      "Negative prompt:",
      "CFG scale: 7",
      "{",
      "}",
      "[",
      "]",
      '"',
      ",",
      ":",
      "\n",
      "a",
      " ",
      "<lora:",
      ">",
      "Model: m",
      "\\",
      "Size: 1x1",
    );
    const text = fc.oneof(
      fc.string({ unit: "binary" }),
      fc.array(word, { maxLength: 30 }).map((words) => words.join("")),
    );
    fc.assert(
      fc.property(text, (given) => {
        const recipe = readRecipeText(given) ?? {};
        for (const [fact, value] of Object.entries(recipe))
          assert.ok(
            fact === "loras" ? Array.isArray(value) : ["string", "number"].includes(typeof value),
            fact,
          );
      }),
      RUNS,
    );
  });

  it("come through any JSON under any keyword", () => {
    const keyword = fc.constantFrom(
      "parameters",
      "prompt",
      "workflow",
      "Comment",
      "sd-metadata",
      "invokeai_metadata",
      "Dream",
    );
    const key = fc.constantFrom(
      "image",
      "sui_image_params",
      "prompt",
      "c",
      "uc",
      "steps",
      "scale",
      "sampler",
      "loras",
      "nodes",
      "links",
      "definitions",
      "base_model",
      "performance",
      "app_id",
      "v4_prompt",
      "Comment",
    );
    const { value } = fc.letrec((tie) => ({
      value: fc.oneof(
        { depthSize: "small" },
        fc.string(),
        fc.double(),
        fc.boolean(),
        fc.constant(null),
        fc.array(tie("value"), { maxLength: 3 }),
        fc.dictionary(key, tie("value"), { maxKeys: 6 }),
      ),
    }));
    fc.assert(
      fc.property(fc.dictionary(keyword, value, { maxKeys: 4 }), (texts) => {
        readEmbedded(
          pngWith(
            Object.fromEntries(Object.entries(texts).map(([name, part]) => [name, JSON.stringify(part)])),
          ),
          "image/png",
        );
      }),
      RUNS,
    );
  });

  it("come to an end in graphs of any shape", () => {
    const id = fc.constantFrom("1", "2", "3", "4", "5", "6:1");
    const type = fc.constantFrom(
      "KSampler",
      "SaveImage",
      "ConditioningCombine",
      "ImpactSwitch",
      "Context Merge (rgthree)",
      "StringConcatenate",
      "Reroute",
      "ToBasicPipe",
      "LoRA Stacker",
      "SamplerCustomAdvanced",
      "x",
    );
    const name = fc.constantFrom(
      "positive",
      "negative",
      "model",
      "text",
      "seed",
      "steps",
      "sigmas",
      "noise",
      "guider",
      "images",
      "latent_image",
      "samples",
      "conditioning_1",
      "conditioning_2",
      "basic_pipe",
      "base_ctx",
      "ctx_01",
      "lora_stack",
      "string_a",
      "string_b",
      "select",
      "input1",
      "",
      "lora_name_1",
    );
    const input = fc.oneof(
      fc.tuple(id, fc.nat(5)),
      fc.string(),
      fc.integer(),
      fc.constant(null),
      fc.dictionary(name, fc.string()),
    );
    const node = fc.record({ class_type: type, inputs: fc.dictionary(name, input) });
    fc.assert(
      fc.property(fc.dictionary(id, node), (graph) => {
        const prompt = readComfyUi(graph as JsonObject)?.values?.prompt;
        assert.ok(prompt === undefined || typeof prompt === "string");
      }),
      RUNS,
    );
  });

  it("do not change what a graph says with the order of its nodes", () => {
    const nodes = apiPrompt(usual({}), "rising");
    const expected = readComfyUi(nodes);
    fc.assert(
      fc.property(
        fc.shuffledSubarray(Object.keys(nodes), { minLength: Object.keys(nodes).length }),
        (ids) => {
          assert.deepEqual(
            readComfyUi(Object.fromEntries(ids.map((id) => [id, nodes[id] as Json]))),
            expected,
          );
        },
      ),
      RUNS,
    );
  });
});
