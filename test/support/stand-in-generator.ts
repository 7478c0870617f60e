import { mkdirSync, writeFileSync } from "node:fs";
import { dirname } from "node:path";
import { pngWith } from "./recipes/carriers.js";

/** What a generator is asked for, as a line of `sync render --format jsonl` says it. */
export interface Wanted {
  readonly prompt: string;
  readonly negative_prompt?: string;
  readonly seed?: number | string;
  readonly steps?: number;
  readonly guidance_scale?: number;
}

/** Writes a picture that holds its recipe as AUTOMATIC1111 writes it. */
export function writeA1111(file: string, wanted: Wanted): void {
  const { prompt, negative_prompt: negative, seed = 1, steps = 20, guidance_scale: scale = 7 } = wanted;
  const lines = [
    prompt,
    ...(negative === undefined ? [] : [`Negative prompt: ${negative}`]),
    `Steps: ${steps}, Sampler: Euler a, CFG scale: ${scale}, Seed: ${seed}, Size: 16x8, Model: stand-in`,
  ];
  write(file, { parameters: lines.join("\n") });
}

/** Writes a picture that holds its recipe as ComfyUI writes it: the graph that made it. */
export function writeComfy(file: string, wanted: Wanted): void {
  const { prompt, negative_prompt: negative = "", seed = 1, steps = 20, guidance_scale: cfg = 7 } = wanted;
  const graph = {
    "1": { class_type: "CheckpointLoaderSimple", inputs: { ckpt_name: "stand-in.safetensors" } },
    "2": { class_type: "CLIPTextEncode", inputs: { text: prompt, clip: ["1", 1] } },
    "3": { class_type: "CLIPTextEncode", inputs: { text: negative, clip: ["1", 1] } },
    "4": { class_type: "EmptyLatentImage", inputs: { width: 16, height: 8, batch_size: 1 } },
    "5": {
      class_type: "KSampler",
      inputs: {
        seed: Number(seed),
        steps,
        cfg,
        sampler_name: "euler",
        scheduler: "normal",
        denoise: 1,
        model: ["1", 0],
        positive: ["2", 0],
        negative: ["3", 0],
        latent_image: ["4", 0],
      },
    },
    "6": { class_type: "VAEDecode", inputs: { samples: ["5", 0], vae: ["1", 2] } },
    "7": { class_type: "SaveImage", inputs: { images: ["6", 0], filename_prefix: "ComfyUI" } },
  };
  write(file, { prompt: JSON.stringify(graph) });
}

function write(file: string, texts: { readonly [keyword: string]: string }): void {
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, pngWith(texts));
}
