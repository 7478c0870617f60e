import type { JsonObject } from "../../../src/model/json.js";
import { type GraphCase, type Nodes, sampling, USUAL, usual } from "./comfy-graph.js";

const FLUX: Nodes = {
  unet: ["UNETLoader", { unet_name: "flux/dev.safetensors", weight_dtype: "default" }],
  lora: ["LoraLoaderModelOnly", { lora_name: "birch.safetensors", strength_model: 0.65, model: "@unet" }],
  shift: ["ModelSamplingFlux", { max_shift: 1.15, base_shift: 0.5, width: 16, height: 8, model: "@lora" }],
  guidance: ["FluxGuidance", { guidance: 3.5, conditioning: "@good" }],
  noise: ["RandomNoise", { noise_seed: 904418262201 }],
  sigmas: ["BasicScheduler", { scheduler: "simple", steps: 22, denoise: 1, model: "@shift" }],
  method: ["KSamplerSelect", { sampler_name: "euler" }],
  guider: ["BasicGuider", { model: "@shift", conditioning: "@guidance" }],
  sampler: [
    "SamplerCustomAdvanced",
    { noise: "@noise", guider: "@guider", sampler: "@method", sigmas: "@sigmas", latent_image: "@empty" },
  ],
};
const FLUX_SAYS = {
  ...USUAL,
  negative_prompt: null,
  guidance_scale: null,
  "source.model": "flux/dev.safetensors",
  loras: [{ path: "birch.safetensors", weight: 0.65 }],
};

const CUSTOM: JsonObject = {
  add_noise: true,
  noise_seed: 904418262201,
  cfg: 6.5,
  model: "@loader",
  positive: "@good",
  negative: "@bad",
  sampler: "@method",
  sigmas: "@sigmas",
  latent_image: "@empty",
};
const METHOD: Nodes = { method: ["KSamplerSelect", { sampler_name: "euler" }] };

/** Samplers whose parts are nodes of their own. */
export const SPREAD_GRAPHS: readonly GraphCase[] = [
  { name: "Flux", nodes: usual(FLUX), expected: FLUX_SAYS },
  {
    name: "Flux, second output",
    nodes: usual({ ...FLUX, decode: ["VAEDecode", { samples: "@sampler:1", vae: "@loader:2" }] }),
    expected: FLUX_SAYS,
  },
  {
    name: "Flux with its own encoder",
    nodes: usual({
      ...FLUX,
      good: [
        "CLIPTextEncodeFlux",
        { clip_l: "a lynx under a birch", t5xxl: "a lynx under a birch", guidance: 3.5, clip: "@loader:1" },
      ],
    }),
    expected: FLUX_SAYS,
  },
  {
    name: "a guider with a negative prompt",
    nodes: usual({
      ...FLUX,
      guider: ["CFGGuider", { model: "@shift", positive: "@guidance", negative: "@bad", cfg: 6.5 }],
    }),
    expected: { ...FLUX_SAYS, negative_prompt: "snow, text", guidance_scale: 6.5 },
  },
  {
    name: "sigmas cut and stretched on the way",
    nodes: usual({
      ...FLUX,
      split: ["SplitSigmas", { sigmas: "@sigmas", step: 9 }],
      more: [
        "ExtendIntermediateSigmas",
        { sigmas: "@split", steps: 2, start_at_sigma: -1, end_at_sigma: 12, spacing: "linear" },
      ],
      sampler: [
        "SamplerCustomAdvanced",
        { noise: "@noise", guider: "@guider", sampler: "@method", sigmas: "@more", latent_image: "@empty" },
      ],
    }),
    expected: FLUX_SAYS,
  },
  {
    name: "two halves, the second without noise",
    nodes: usual({
      ...FLUX,
      split: ["SplitSigmas", { sigmas: "@sigmas", step: 9 }],
      still: ["DisableNoise", {}],
      sampler: [
        "SamplerCustomAdvanced",
        { noise: "@noise", guider: "@guider", sampler: "@method", sigmas: "@split", latent_image: "@empty" },
      ],
      half: [
        "SamplerCustomAdvanced",
        {
          noise: "@still",
          guider: "@guider",
          sampler: "@method",
          sigmas: "@split:1",
          latent_image: "@sampler",
        },
      ],
      decode: ["VAEDecode", { samples: "@half", vae: "@loader:2" }],
    }),
    expected: FLUX_SAYS,
  },
  ...[
    ["KarrasScheduler", { steps: 22, sigma_max: 14, sigma_min: 0.02, rho: 7 }],
    ["SDTurboScheduler", { steps: 22, denoise: 1, model: "@loader" }],
    ["AlignYourStepsScheduler", { model_type: "SDXL", steps: 22, denoise: 1 }],
  ].map(([type, inputs]) => ({
    name: `SamplerCustom with ${String(type)}`,
    nodes: usual({
      ...METHOD,
      sigmas: [type as string, inputs as JsonObject],
      sampler: ["SamplerCustom", CUSTOM],
    }),
    expected: USUAL,
  })),
  {
    name: "numbers from nodes of their own",
    nodes: usual({
      number: ["Seed (rgthree)", { seed: 904418262201 }],
      count: ["PrimitiveInt", { value: 22 }],
      scale: ["PrimitiveFloat", { value: 6.5 }],
      way: ["Reroute", { "": "@count" }],
      sampler: ["KSampler", sampling({ seed: "@number", steps: "@way", cfg: "@scale" })],
    }),
    expected: USUAL,
  },
  {
    name: "numbers that are worked out",
    nodes: usual({
      sum: ["MathInt", { a: 11, b: 11, operation: "add" }],
      dice: ["RandomInt", { minimum: 1, maximum: 9, again: true }],
      sampler: ["KSampler", sampling({ steps: "@sum", seed: "@dice" })],
    }),
    expected: { ...USUAL, steps: null, seed: null },
  },
  {
    name: "settings of rgthree",
    nodes: usual({
      config: [
        "KSampler Config (rgthree)",
        { steps_total: 22, refiner_step: 18, cfg: 6.5, sampler_name: "euler", scheduler: "normal" },
      ],
      sampler: ["KSampler", sampling({ steps: "@config", cfg: "@config:2" })],
    }),
    expected: USUAL,
  },
  {
    name: "a basic pipe",
    nodes: usual({
      pipe: [
        "ToBasicPipe",
        { model: "@loader", clip: "@loader:1", vae: "@loader:2", positive: "@bad", negative: "@bad" },
      ],
      edit: ["EditBasicPipe", { basic_pipe: "@pipe", positive: "@good" }],
      sampler: [
        "ImpactKSamplerBasicPipe",
        { seed: 904418262201, steps: 22, cfg: 6.5, basic_pipe: "@edit", latent_image: "@empty" },
      ],
      decode: ["VAEDecode", { samples: "@sampler:1", vae: "@sampler:2" }],
    }),
    expected: USUAL,
  },
  {
    name: "a pipe taken apart",
    nodes: usual({
      pipe: [
        "ToDetailerPipe",
        {
          model: "@loader",
          clip: "@loader:1",
          vae: "@loader:2",
          positive: "@good",
          negative: "@bad",
          wildcard: "otter",
        },
      ],
      apart: ["FromDetailerPipe_v2", { detailer_pipe: "@pipe" }],
      sampler: ["KSampler", sampling({ model: "@apart:1", positive: "@apart:4", negative: "@apart:5" })],
    }),
    expected: USUAL,
  },
  {
    name: "contexts of rgthree",
    nodes: usual({
      one: [
        "Context (rgthree)",
        { model: "@loader", clip: "@loader:1", positive: "@good", negative: "@bad", latent: "@empty" },
      ],
      two: ["Context (rgthree)", { base_ctx: "@one", seed: "@number" }],
      number: ["Seed (rgthree)", { seed: 904418262201 }],
      pick: ["Context Switch (rgthree)", { ctx_02: "@two", ctx_03: "@one" }],
      sampler: [
        "KSampler",
        sampling({
          model: "@pick:1",
          positive: "@pick:4",
          negative: "@pick:5",
          latent_image: "@pick:6",
          seed: "@two:8",
        }),
      ],
    }),
    expected: USUAL,
  },
  {
    name: "a sampler of Easy Use, settings before it",
    nodes: usual({
      loader: [
        "easy fullLoader",
        {
          ckpt_name: "xl/ink.safetensors",
          vae_name: "Baked VAE",
          lora_name: "None",
          positive: "a lynx under a birch",
          negative: "snow, text",
          batch_size: 1,
        },
      ],
      before: [
        "easy preSampling",
        {
          pipe: "@loader",
          steps: 22,
          cfg: 6.5,
          sampler_name: "euler",
          scheduler: "normal",
          denoise: 1,
          seed: 904418262201,
        },
      ],
      sampler: ["easy kSampler", { pipe: "@before", image_output: "Hide", link_id: 0, save_prefix: "x" }],
      save: ["SaveImage", { images: "@sampler:1" }],
      good: ["Note", {}],
      bad: ["Note", {}],
      decode: ["Note", {}],
    }),
    expected: USUAL,
  },
];
