import { makeTiffBlock } from "../exif.js";
import { jpegWithExif, pngWith, pngWithChunk, webpWithExif } from "./carriers.js";
import type { Expected, RecipeCase } from "./case.js";

const SAYS: Expected = {
  prompt: "an owl at dawn",
  negative_prompt: "fog",
  seed: "3120944871",
  steps: 36,
  guidance_scale: 5.5,
};
const json = (value: unknown): string => JSON.stringify(value);
const png = (
  name: string,
  texts: { readonly [keyword: string]: string },
  expected: Expected,
): RecipeCase => ({
  name,
  file: "a.png",
  picture: pngWith(texts),
  expected,
});
const comment = (text: string): Buffer =>
  makeTiffBlock(
    "II",
    [],
    [
      {
        tag: 0x9286,
        type: 7,
        value: Buffer.concat([Buffer.from("UNICODE\0"), Buffer.from(text, "utf16le")]),
      },
    ],
  );

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

const FOO = {
  adm_guidance: "(1.5, 0.8, 0.3)",
  base_model: "ink_xl",
  performance: "Speed",
  prompt: "an owl at dawn",
  negative_prompt: "fog",
  guidance_scale: 5.5,
  steps: 36,
  seed: "3120944871",
  full_prompt: ["an owl at dawn, cinematic"],
  styles: "['Fooocus V2']",
  vae: "Default (model)",
  version: "Fooocus v2.5.5",
};
const FOO_SAYS = { ...SAYS, "source.model": "ink_xl" };
const FOOOCUS: readonly RecipeCase[] = [
  png(
    "Fooocus",
    {
      parameters: json({ ...FOO, loras: [["dusk", 0.6, "ab"]], lora_combined_1: "dusk : 0.6" }),
      fooocus_scheme: "fooocus",
    },
    { ...FOO_SAYS, loras: [{ path: "dusk", weight: 0.6 }] },
  ),
  png(
    "Fooocus, LoRAs that can be off",
    {
      parameters: json({
        ...FOO,
        lora_combined_1: "True : dusk : 0.6",
        lora_combined_2: "False : b : 1",
        lora_combined_3: "None : 1",
      }),
      fooocus_scheme: "fooocus",
    },
    { ...FOO_SAYS, loras: [{ path: "dusk", weight: 0.6 }] },
  ),
  png(
    "Fooocus, list only",
    {
      parameters: json({
        ...FOO,
        loras: [
          ["dusk", 0.6, "ab"],
          ["c", 1, "d"],
        ],
      }),
    },
    {
      ...FOO_SAYS,
      loras: [
        { path: "dusk", weight: 0.6 },
        { path: "c", weight: 1 },
      ],
    },
  ),
  png(
    "Fooocus, labels",
    {
      parameters: json({
        Prompt: "an owl at dawn",
        "Negative Prompt": "fog",
        Performance: "Quality",
        "Base Model": "ink_xl",
        "Guidance Scale": 5.5,
        Steps: 36,
        Seed: 3120944871,
        "LoRA 1": "dusk : 0.6",
      }),
    },
    { ...FOO_SAYS, loras: [{ path: "dusk", weight: 0.6 }] },
  ),
  {
    name: "Fooocus WebP, without code in the main directory",
    file: "a.webp",
    picture: webpWithExif(
      makeTiffBlock("II", [
        { tag: 0x0131, type: 2, value: Buffer.from("Fooocus v2.5.5\0") },
        { tag: 0x9286, type: 2, value: Buffer.from(`${json(FOO)}\0`) },
      ]),
    ),
    expected: FOO_SAYS,
  },
];

const EASY = {
  prompt: "an owl at dawn",
  negative_prompt: "fog",
  seed: 3120944871,
  num_inference_steps: 36,
  guidance_scale: 5.5,
  use_stable_diffusion_model: "ink-1.5",
  sampler_name: "euler_a",
  width: 16,
  height: 8,
  use_vae_model: null,
};
const EASY_SAYS = { ...SAYS, "source.model": "ink-1.5" };
const asTexts = (value: { readonly [key: string]: unknown }): { readonly [key: string]: string } =>
  Object.fromEntries(Object.entries(value).map(([key, part]) => [key, String(part)]));
const EASY_DIFFUSION: readonly RecipeCase[] = [
  png("Easy Diffusion", asTexts(EASY), { ...EASY_SAYS, "source.vae": null }),
  png(
    "Easy Diffusion with LoRAs",
    asTexts({ ...EASY, use_lora_model: "['dusk', 'c']", lora_alpha: "[0.6, 1.0]" }),
    {
      ...EASY_SAYS,
      loras: [
        { path: "dusk", weight: 0.6 },
        { path: "c", weight: 1 },
      ],
    },
  ),
  png(
    "Easy Diffusion, labels",
    {
      Prompt: "an owl at dawn",
      "Negative Prompt": "fog",
      Seed: "3120944871",
      "Stable Diffusion model": "ink-1.5",
      Steps: "36",
      "Guidance Scale": "5.5",
      "LoRA model": "dusk",
      "LoRA Strength": "0.6",
    },
    { ...EASY_SAYS, loras: [{ path: "dusk", weight: 0.6 }] },
  ),
  {
    name: "Easy Diffusion JPEG",
    file: "a.jpg",
    picture: jpegWithExif(comment(json(EASY))),
    expected: EASY_SAYS,
  },
];

const DRAW = {
  c: "an owl at dawn",
  uc: "fog",
  seed: 3120944871,
  steps: 36,
  scale: 5.5,
  model: "ink_q6p.ckpt",
  sampler: "Euler A Trailing",
  size: "16x8",
  strength: 1,
  lora: [{ model: "dusk_f16.ckpt", weight: 0.6 }],
  v2: { width: 16 },
};
const packet = `<x:xmpmeta><rdf:RDF><rdf:Description xmp:CreatorTool="Draw Things"><exif:UserComment><rdf:Alt><rdf:li xml:lang="x-default">${json(DRAW).replaceAll('"', "&quot;")}</rdf:li></rdf:Alt></exif:UserComment></rdf:Description></rdf:RDF></x:xmpmeta>`;
const DRAW_THINGS: readonly RecipeCase[] = [
  {
    name: "Draw Things",
    file: "a.png",
    picture: pngWithChunk("iTXt", "XML:com.adobe.xmp", packet),
    expected: { ...SAYS, "source.model": "ink_q6p.ckpt", loras: [{ path: "dusk_f16.ckpt", weight: 0.6 }] },
  },
];

const UNKNOWN: readonly RecipeCase[] = [
  png("JSON of nobody", { parameters: json({ seed: 5, note: "an owl" }) }, { prompt: null, seed: null }),
  png(
    "a description",
    { Description: "an owl, by me", Software: "GIMP" },
    { prompt: null, negative_prompt: null },
  ),
];

/** Programs besides AUTOMATIC1111 and ComfyUI, each in the forms of its releases. */
export const WRITER_CASES: readonly RecipeCase[] = [
  INVOKE,
  NOVELAI,
  SWARMUI,
  FOOOCUS,
  EASY_DIFFUSION,
  DRAW_THINGS,
  UNKNOWN,
].flat();
