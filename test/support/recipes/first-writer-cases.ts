import { jpegWithExif, webpWithExif } from "./carriers.js";
import type { RecipeCase } from "./case.js";
import { comment, json, png, SAYS } from "./writer-parts.js";

const INVOKE_IMAGE = {
  steps: 36,
  cfg_scale: 5.5,
  seed: 3120944871,
  width: 16,
  height: 8,
  type: "txt2img",
  sampler: "k_heun",
};
const sdMetadata = (prompt: unknown): string =>
  json({
    model: "stable diffusion",
    model_weights: "ink-1.5",
    model_hash: "ab",
    app_id: "invoke-ai/InvokeAI",
    image: { prompt, ...INVOKE_IMAGE },
  });

const INVOKE: readonly RecipeCase[] = [
  png(
    "InvokeAI 3",
    {
      invokeai_metadata: json({
        positive_prompt: "an owl at dawn",
        negative_prompt: "fog",
        seed: 3120944871,
        steps: 36,
        cfg_scale: 5.5,
        model: { model_name: "ink", base_model: "sdxl" },
        loras: [{ lora: { model_name: "dusk" }, weight: 0.6 }],
      }),
    },
    { ...SAYS, "source.model": "ink", loras: [{ path: "dusk", weight: 0.6 }] },
  ),
  png(
    "InvokeAI 4",
    {
      invokeai_metadata: json({
        positive_prompt: "an owl at dawn",
        negative_prompt: "fog",
        seed: 3120944871,
        steps: 36,
        cfg_scale: 5.5,
        model: { key: "0b", name: "ink" },
        vae: { key: "1c", name: "soft" },
        loras: [{ model: { key: "2d", name: "dusk" }, weight: 0.6 }],
      }),
      invokeai_graph: "{}",
    },
    { ...SAYS, "source.model": "ink", "source.vae": "soft", loras: [{ path: "dusk", weight: 0.6 }] },
  ),
  png(
    "InvokeAI sd-metadata, text",
    { "sd-metadata": sdMetadata("an owl [fog] at dawn") },
    { ...SAYS, "source.model": "ink-1.5" },
  ),
  png(
    "InvokeAI sd-metadata, list",
    { "sd-metadata": sdMetadata([{ prompt: "an owl at dawn [fog]", weight: 1 }]) },
    SAYS,
  ),
  png(
    "InvokeAI sd-metadata before Dream",
    { Dream: '"an owl" -s 1 -S 2 -C 3', "sd-metadata": sdMetadata("an owl at dawn [fog]") },
    SAYS,
  ),
  png(
    "InvokeAI sd-metadata without negative prompt",
    { "sd-metadata": sdMetadata("an owl at dawn") },
    { ...SAYS, negative_prompt: null },
  ),
  png(
    "InvokeAI Dream",
    { Dream: '"an owl at dawn [fog]" -s 36 -S 3120944871 -W 16 -H 8 -C 5.5 -A ddim' },
    SAYS,
  ),
  png(
    "InvokeAI Dream, other order and quotes",
    { Dream: '"an \\"owl\\" at dawn [fog]" -A k_euler_a -C5.5 -W 16 -S3120944871 -s36' },
    { ...SAYS, prompt: 'an "owl" at dawn' },
  ),
];

const NAI = {
  steps: 36,
  scale: 5.5,
  seed: 3120944871,
  sampler: "k_dpmpp_2m",
  uc: "fog",
  height: 8,
  width: 16,
};
const NOVELAI: readonly RecipeCase[] = [
  png(
    "NovelAI 4",
    {
      Title: "NovelAI generated image",
      Description: "an owl at dawn",
      Software: "NovelAI",
      Source: "NovelAI Diffusion V4 37442FCA",
      Comment: json({
        prompt: "an owl at dawn",
        ...NAI,
        v4_prompt: { caption: { base_caption: "an owl at dawn" } },
      }),
    },
    { ...SAYS, "source.model": "NovelAI Diffusion V4 37442FCA" },
  ),
  png(
    "NovelAI of early releases",
    { Comment: json(NAI), Software: "NovelAI", Description: "an owl at dawn", Title: "AI generated image" },
    { ...SAYS, "source.model": null },
  ),
  png(
    "NovelAI with captions only",
    {
      Comment: json({
        ...NAI,
        uc: "",
        v4_prompt: { caption: { base_caption: "an owl at dawn" } },
        v4_negative_prompt: { caption: { base_caption: "fog" } },
      }),
    },
    SAYS,
  ),
  {
    name: "NovelAI WebP",
    file: "a.webp",
    picture: webpWithExif(
      comment(
        json({
          Comment: json({ prompt: "an owl at dawn", ...NAI }),
          Source: "NovelAI Diffusion V3",
          Software: "NovelAI",
        }),
      ),
    ),
    expected: { ...SAYS, "source.model": "NovelAI Diffusion V3" },
  },
];

const SWARM = {
  prompt: "an owl at dawn",
  negativeprompt: "fog",
  model: "sub/ink.safetensors",
  images: 1,
  seed: 3120944871,
  steps: 36,
  cfgscale: 5.5,
  width: 16,
  height: 8,
};
const SWARM_SAYS = { ...SAYS, "source.model": "sub/ink.safetensors" };
const SWARMUI: readonly RecipeCase[] = [
  png(
    "SwarmUI",
    {
      parameters: JSON.stringify(
        {
          sui_image_params: { ...SWARM, loras: ["dusk", "b/c"], loraweights: ["0.6", "1"] },
          sui_extra_data: { date: "x" },
        },
        null,
        2,
      ),
    },
    {
      ...SWARM_SAYS,
      loras: [
        { path: "dusk", weight: 0.6 },
        { path: "b/c", weight: 1 },
      ],
    },
  ),
  png(
    "SwarmUI, LoRAs as text",
    {
      parameters: json({
        sui_image_params: { ...SWARM, loras: "dusk,b/c", loraweights: "0.6,1", vae: "ae.sft" },
      }),
    },
    {
      ...SWARM_SAYS,
      "source.vae": "ae.sft",
      loras: [
        { path: "dusk", weight: 0.6 },
        { path: "b/c", weight: 1 },
      ],
    },
  ),
  png(
    "SwarmUI with a graph beside it",
    {
      prompt: json({ "1": { class_type: "KSampler", inputs: { seed: 1, steps: 2 } } }),
      parameters: json({ sui_image_params: SWARM }),
    },
    SWARM_SAYS,
  ),
  {
    name: "SwarmUI JPEG",
    file: "a.jpg",
    picture: jpegWithExif(comment(JSON.stringify({ sui_image_params: SWARM }, null, 2))),
    expected: SWARM_SAYS,
  },
];

/** InvokeAI, NovelAI and SwarmUI, each in the forms of its releases. */
export const FIRST_WRITER_CASES: readonly RecipeCase[] = [INVOKE, NOVELAI, SWARMUI].flat();
