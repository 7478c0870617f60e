import assert from "node:assert/strict";
import { describe, it } from "node:test";
import fc from "fast-check";
import { readComfyUi } from "../../../src/collect/recipes/comfyui/read-comfyui.js";
import { readA1111 } from "../../../src/collect/recipes/programs/a1111.js";
import { readInvokeAi } from "../../../src/collect/recipes/programs/invokeai.js";
import type { Json, JsonObject } from "../../../src/model/json.js";

const RUNS = { numRuns: 1000 };

describe("readA1111", () => {
  it("reads back what the program writes", () => {
    const line = fc
      .string({ unit: fc.constantFrom(..."abc ,():<>0123\"'ü"), minLength: 1, maxLength: 40 })
      .map((text) => text.trim());
    const prose = fc
      .array(line, { minLength: 1, maxLength: 3 })
      .map((lines) => lines.join("\n").trim())
      .filter((text) => text !== "");
    const recipe = fc.record({
      prompt: prose,
      negative: fc.option(prose),
      steps: fc.integer({ min: 1, max: 150 }),
      cfg: fc.constantFrom("7", "7.5", "12.25"),
      seed: fc.bigInt({ min: 0n, max: 2n ** 64n - 1n }),
      extra: fc.constantFrom(
        "",
        ', Lora hashes: "a: 1, b: 2"',
        ', Template: "x\ny, Steps: 9"',
        ", Version: v1.6",
      ),
    });
    fc.assert(
      fc.property(recipe, ({ prompt, negative, steps, cfg, seed, extra }) => {
        const middle = negative === null ? "" : `\nNegative prompt: ${negative}`;
        const text = `${prompt}${middle}\nSteps: ${steps}, Sampler: DPM++ 2M Karras, CFG scale: ${cfg}, Seed: ${seed}, Size: 512x768, Model hash: 6ce0161689, Model: v1-5${extra}`;
        assert.deepEqual(readA1111(text), {
          prompt,
          ...(negative !== null && { negative_prompt: negative }),
          steps,
          guidance_scale: Number(cfg),
          seed: String(seed),
          "source.model": "v1-5",
        });
      }),
      RUNS,
    );
  });

  it("knows other texts for what they are", () => {
    for (const text of ["", "a fox", '{"prompt": 1}', "Steps: many, Sampler: Euler"])
      assert.equal(readA1111(text), undefined);
  });
});

const COMFY = {
  "3": {
    class_type: "KSampler",
    inputs: {
      seed: "18446744073709551615",
      steps: 25,
      cfg: 8,
      model: ["11", 0],
      positive: ["20", 0],
      negative: ["7", 0],
      latent_image: ["5", 0],
    },
  },
  "4": { class_type: "CheckpointLoaderSimple", inputs: { ckpt_name: "sd15.safetensors" } },
  "6": { class_type: "CLIPTextEncode", inputs: { text: ["30", 0], clip: ["4", 1] } },
  "7": { class_type: "CLIPTextEncode", inputs: { text: "rain, text", clip: ["4", 1] } },
  "10": {
    class_type: "LoraLoader",
    inputs: { lora_name: "Tarot.safetensors", strength_model: 0.8, model: ["4", 0] },
  },
  "11": {
    class_type: "LoraLoader",
    inputs: { lora_name: "Cards.safetensors", strength_model: 0.4, model: ["10", 0] },
  },
  "20": { class_type: "ConditioningSetArea", inputs: { conditioning: ["6", 0] } },
  "30": { class_type: "PrimitiveString", inputs: { value: "a fox in the snow" } },
} satisfies Json;

describe("readComfyUi", () => {
  it("follows the sampler's inputs to texts, model and LoRAs", () => {
    assert.deepEqual(readComfyUi(COMFY)?.values, {
      prompt: "a fox in the snow",
      negative_prompt: "rain, text",
      seed: "18446744073709551615",
      steps: 25,
      guidance_scale: 8,
      "source.model": "sd15.safetensors",
      loras: [
        { path: "Tarot.safetensors", weight: 0.8 },
        { path: "Cards.safetensors", weight: 0.4 },
      ],
    });
  });

  it("comes to an end in graphs with loops and loose ends", () => {
    const id = fc.constantFrom("1", "2", "3", "4");
    const input = fc.oneof(
      fc.tuple(id, fc.nat(2)),
      fc.string(),
      fc.double({ noNaN: true }),
      fc.constant(null),
    );
    const names = fc.constantFrom(
      "positive",
      "negative",
      "model",
      "text",
      "seed",
      "conditioning",
      "lora_name",
    );
    const node = fc.record({ class_type: fc.string(), inputs: fc.dictionary(names, input) });
    fc.assert(
      fc.property(fc.dictionary(id, node), (graph) => {
        const facts = readComfyUi(graph as JsonObject)?.values;
        assert.ok(facts === undefined || typeof (facts.prompt ?? "") === "string");
      }),
      RUNS,
    );
  });

  it("knows other values for what they are", () => {
    fc.assert(
      fc.property(fc.jsonValue(), (value) => {
        assert.equal(readComfyUi({ value } as JsonObject), undefined);
        readInvokeAi(value as Json);
      }),
      RUNS,
    );
  });
});

describe("readInvokeAi", () => {
  it("reads the keys of both model formats", () => {
    const metadata = {
      positive_prompt: "a fox",
      negative_prompt: "",
      seed: 123,
      steps: 30,
      cfg_scale: 7.5,
      model: { key: "a1", name: "dreamshaper" },
      loras: [{ model: { name: "Tarot" }, weight: 0.5 }, { lora: { model_name: "Cards" }, weight: 1 }, 7],
    };
    assert.deepEqual(readInvokeAi(metadata), {
      prompt: "a fox",
      seed: "123",
      steps: 30,
      guidance_scale: 7.5,
      "source.model": "dreamshaper",
      loras: [
        { path: "Tarot", weight: 0.5 },
        { path: "Cards", weight: 1 },
      ],
    });
    assert.equal(readInvokeAi({ app_version: "5" }), undefined);
  });
});
