import { makeTiffBlock } from "../exif.js";
import { jpegWithExif, pngWithChunk, webpWithExif } from "./carriers.js";
import type { RecipeCase } from "./case.js";
import { FIRST_WRITER_CASES } from "./first-writer-cases.js";
import { comment, json, png, SAYS } from "./writer-parts.js";

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
  FIRST_WRITER_CASES,
  FOOOCUS,
  EASY_DIFFUSION,
  DRAW_THINGS,
  UNKNOWN,
].flat();
