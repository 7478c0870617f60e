import type { Json, JsonObject } from "../../../src/model/json.js";
import { type GraphCase, type Nodes, sampling, USUAL, usual } from "./comfy-graph.js";

const BIRCH = { path: "birch.safetensors", weight: 0.65 };
const LYNX = { path: "b\\lynx:v2.safetensors", weight: -0.3 };

/** The sampler's model comes from `lora`. */
function loading(
  name: string,
  lora: Nodes[string],
  loras: readonly Json[] | null,
  more: Nodes = {},
): GraphCase {
  return {
    name,
    nodes: usual({ lora, sampler: ["KSampler", sampling({ model: "@lora" })], ...more }),
    expected: { ...USUAL, loras },
  };
}

const one = (name: Json, strength: Json, model: string): JsonObject => ({
  lora_name: name,
  strength_model: strength,
  strength_clip: 1,
  model,
  clip: "@loader:1",
});
const stacked = (stack: JsonObject): readonly [Nodes[string], Nodes] => [
  ["CR Apply LoRA Stack", { model: "@loader", clip: "@loader:1", lora_stack: "@stack" }],
  { stack: ["LoRA Stacker", stack] },
];

const [SIMPLE, SIMPLE_STACK] = stacked({
  input_mode: "simple",
  lora_count: 2,
  lora_name_1: BIRCH.path,
  lora_wt_1: 0.65,
  model_str_1: 9,
  lora_name_2: LYNX.path,
  lora_wt_2: -0.3,
  lora_name_3: "unused",
  lora_wt_3: 1,
});
const [ADVANCED, ADVANCED_STACK] = stacked({
  input_mode: "advanced",
  lora_count: 3,
  lora_name_1: BIRCH.path,
  lora_wt_1: 9,
  model_str_1: 0.65,
  clip_str_1: 1,
  lora_name_2: "None",
  model_str_2: 1,
  lora_name_3: LYNX.path,
  model_str_3: -0.3,
});

const EFFICIENT: JsonObject = {
  ckpt_name: "xl/ink.safetensors",
  vae_name: "Baked VAE",
  clip_skip: -2,
  lora_name: "None",
  lora_model_strength: 1,
  lora_clip_strength: 1,
  positive: "a lynx under a birch",
  negative: "snow, text",
  empty_latent_width: 16,
  empty_latent_height: 8,
  batch_size: 1,
};
const efficient = (changed: JsonObject, more: Nodes = {}): Nodes => ({
  loader: ["Efficient Loader", { ...EFFICIENT, ...changed }],
  sampler: [
    "KSampler (Efficient)",
    sampling({
      positive: "@loader:1",
      negative: "@loader:2",
      latent_image: "@loader:3",
      optional_vae: "@loader:4",
      vae_decode: "true",
    }),
  ],
  save: ["SaveImage", { images: "@sampler:5" }],
  ...more,
});

/** Models and LoRAs, one by one, stacked, switched off. */
export const LOADER_GRAPHS: readonly GraphCase[] = [
  loading("a chain of LoRAs", ["LoraLoader", one(LYNX.path, -0.3, "@first")], [BIRCH, LYNX], {
    first: ["LoraLoader", one(BIRCH.path, 0.65, "@loader")],
  }),
  loading(
    "LoRAs of nothing and of no weight",
    ["LoraLoader", one("None", 1, "@first")],
    [{ ...BIRCH, weight: 0 }],
    { first: ["LoraLoader", one(BIRCH.path, 0, "@loader")] },
  ),
  loading("a linked strength", ["LoraLoader", one(BIRCH.path, "@strength", "@loader")], [BIRCH], {
    strength: ["PrimitiveFloat", { value: 0.65 }],
  }),
  loading(
    "a strength that is worked out",
    ["LoraLoader", one(BIRCH.path, "@sum", "@loader")],
    [{ path: BIRCH.path }],
    { sum: ["MathFloat", { a: 0.5, b: 0.15 }] },
  ),
  loading(
    "names as objects",
    ["LoraLoader|pysssss", one({ content: BIRCH.path, image: null }, 0.65, "@loader")],
    [BIRCH],
    { loader: ["CheckpointLoader|pysssss", { ckpt_name: { content: "xl/ink.safetensors", image: null } }] },
  ),
  loading(
    "the power loader",
    [
      "Power Lora Loader (rgthree)",
      {
        PowerLoraLoaderHeaderWidget: { type: "x" },
        lora_1: { on: true, lora: BIRCH.path, strength: 0.65 },
        lora_2: { on: false, lora: "off", strength: 1 },
        lora_3: { on: true, lora: "None", strength: 1 },
        lora_4: { on: true, lora: LYNX.path, strength: -0.3, strengthTwo: 1 },
        model: "@loader",
        clip: "@loader:1",
      },
    ],
    [BIRCH, LYNX],
  ),
  loading(
    "the stack of rgthree",
    [
      "Lora Loader Stack (rgthree)",
      {
        lora_01: BIRCH.path,
        strength_01: 0.65,
        lora_02: "None",
        strength_02: 1,
        lora_03: LYNX.path,
        strength_03: -0.3,
        lora_04: "None",
        strength_04: 1,
        model: "@loader",
        clip: "@loader:1",
      },
    ],
    [BIRCH, LYNX],
  ),
  loading("a simple stack", SIMPLE, [BIRCH, LYNX], SIMPLE_STACK),
  loading("an advanced stack", ADVANCED, [BIRCH, LYNX], ADVANCED_STACK),
  loading(
    "a stack of Easy Use",
    ["easy loraStackApply", { model: "@loader", optional_clip: "@loader:1", lora_stack: "@stack" }],
    [BIRCH, LYNX],
    {
      stack: [
        "easy loraStack",
        {
          toggle: true,
          mode: "simple",
          num_loras: 2,
          lora_1_name: BIRCH.path,
          lora_1_strength: 0.65,
          lora_2_name: LYNX.path,
          lora_2_strength: -0.3,
          lora_3_name: "unused",
          lora_3_strength: 1,
        },
      ],
    },
  ),
  loading(
    "a stack with switches",
    ["CR Apply LoRA Stack", { model: "@loader", clip: "@loader:1", lora_stack: "@stack" }],
    [BIRCH],
    {
      stack: [
        "CR LoRA Stack",
        {
          switch_1: "On",
          lora_name_1: BIRCH.path,
          model_weight_1: 0.65,
          clip_weight_1: 1,
          switch_2: "Off",
          lora_name_2: LYNX.path,
          model_weight_2: 1,
        },
      ],
    },
  ),
  loading(
    "LoRAs in a wildcard text",
    [
      "ImpactWildcardEncode",
      {
        model: "@loader",
        clip: "@loader:1",
        wildcard_text: "__x__",
        populated_text: "a lynx <lora:birch:0.65>",
        mode: "populate",
        seed: 3,
      },
    ],
    [{ path: "birch", weight: 0.65 }],
  ),
  loading(
    "nodes that only change the model",
    ["ModelSamplingDiscrete", { sampling: "eps", model: "@free" }],
    null,
    { free: ["FreeU_V2", { b1: 1, b2: 1, s1: 1, s2: 1, model: "@loader" }] },
  ),
  {
    ...loading(
      "two models merged",
      ["ModelMergeSimple", { model1: "@loader", model2: "@second", ratio: 0.5 }],
      null,
      { second: ["CheckpointLoaderSimple", { ckpt_name: "b" }] },
    ),
    expected: { ...USUAL, "source.model": null, loras: null },
  },
  {
    ...loading("a model that nobody knows", ["LoraLoader", one(BIRCH.path, 1, "@riddle")], null, {
      riddle: ["RiddleModel", { guess: "ink" }],
    }),
    expected: { ...USUAL, "source.model": null, loras: null },
  },
  { name: "an efficient loader", nodes: usual(efficient({})), expected: { ...USUAL, loras: null } },
  {
    name: "an efficient loader with a LoRA",
    nodes: usual(efficient({ lora_name: BIRCH.path, lora_model_strength: 0.65 })),
    expected: { ...USUAL, loras: [BIRCH] },
  },
  {
    name: "an efficient loader with a stack and linked texts",
    nodes: usual(
      efficient(
        { positive: "@words", lora_stack: "@stack" },
        {
          words: ["PrimitiveString", { value: "a lynx under a birch" }],
          stack: [
            "LoRA Stacker",
            { input_mode: "simple", lora_count: 1, lora_name_1: BIRCH.path, lora_wt_1: 0.65 },
          ],
        },
      ),
    ),
    expected: { ...USUAL, loras: [BIRCH] },
  },
  {
    name: "the efficient loader of two models",
    nodes: usual({
      loader: [
        "Eff. Loader SDXL",
        {
          base_ckpt_name: "xl/ink.safetensors",
          base_clip_skip: -2,
          refiner_ckpt_name: "xl/refiner.safetensors",
          positive_ascore: 6,
          negative_ascore: 2,
          vae_name: "Baked VAE",
          positive: "a lynx under a birch",
          negative: "snow, text",
        },
      ],
      sampler: [
        "KSampler SDXL (Eff.)",
        {
          noise_seed: 904418262201,
          steps: 22,
          cfg: 6.5,
          sampler_name: "euler",
          scheduler: "normal",
          start_at_step: 0,
          refine_at_step: 18,
          sdxl_tuple: "@loader",
          latent_image: "@loader:1",
        },
      ],
      save: ["SaveImage", { images: "@sampler:3" }],
    }),
    expected: USUAL,
  },
];
