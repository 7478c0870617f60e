import { pngWith } from "./carriers.js";
import type { Expected, RecipeCase } from "./case.js";

/** What most lines below say. */
const KNOWN: Expected = { seed: "871230964", steps: 24, guidance_scale: 6.5, "source.model": "inkwash_v3" };
const LINE =
  "Steps: 24, Sampler: DPM++ 2M SDE, CFG scale: 6.5, Seed: 871230964, Size: 16x8, Model: inkwash_v3";
const FOX: Expected = { ...KNOWN, prompt: "a fox in the snow", negative_prompt: "rain, text" };

/** Texts that AUTOMATIC1111 and its kin write, and what they say. */
export const A1111_TEXTS: readonly {
  readonly name: string;
  readonly text: string;
  readonly expected: Expected;
}[] = [
  { name: "plain", text: `a fox in the snow\nNegative prompt: rain, text\n${LINE}`, expected: FOX },
  {
    name: "no blank behind the word",
    text: `a fox in the snow\nNegative prompt:rain, text\n${LINE}`,
    expected: FOX,
  },
  {
    name: "blanks before the word",
    text: `a fox in the snow\n\t Negative prompt:  rain, text \n${LINE}`,
    expected: FOX,
  },
  {
    name: "word alone on its line",
    text: `a fox in the snow\nNegative prompt:\nrain, text\n${LINE}`,
    expected: FOX,
  },
  {
    name: "carriage returns",
    text: `a fox in the snow\r\nNegative prompt: rain, text\r\n${LINE}\r\n`,
    expected: FOX,
  },
  {
    name: "blank lines around",
    text: `\n\na fox in the snow\nNegative prompt: rain, text\n${LINE}\n\n`,
    expected: FOX,
  },
  {
    name: "empty negative prompt",
    text: `a fox in the snow\nNegative prompt: \n${LINE}`,
    expected: { ...KNOWN, prompt: "a fox in the snow", negative_prompt: null },
  },
  {
    name: "no prompt at all",
    text: `Negative prompt: rain\n${LINE}`,
    expected: { ...KNOWN, prompt: null, negative_prompt: "rain" },
  },
  { name: "settings alone", text: LINE, expected: { ...KNOWN, prompt: null, negative_prompt: null } },
  {
    name: "several lines of each",
    text: `a fox\nin the snow: at dusk, near\nNegative prompt: rain\ntext: any\n${LINE}`,
    expected: { ...KNOWN, prompt: "a fox\nin the snow: at dusk, near", negative_prompt: "rain\ntext: any" },
  },
  {
    name: "steps are not first",
    text: "a fox in the snow\nNegative prompt: rain, text\nSize: 16x8, Seed: 871230964, Model: inkwash_v3, Steps: 24, Sampler: UniPC, CFG scale: 6.5, App: SD.Next, Version: 2b9c1e7",
    expected: FOX,
  },
  {
    name: "odd keys in between",
    text: 'a fox in the snow\nNegative prompt: rain, text\nSteps: 24, R&D.v2 (beta): on, CFG scale: 6.5, Regional "left": "x, y: z", 参数: 三, Seed: 871230964, no colon here, Model: inkwash_v3',
    expected: FOX,
  },
  {
    name: "JSON among the settings",
    text: 'a fox in the snow\nNegative prompt: rain, text\nSteps: 24, Hashes: {"model": "0a1b", "lora:x": "c3"}, CFG scale: 6.5, Civitai resources: [{"type":"checkpoint","modelVersionId":11},{"type":"lora","weight":0.7,"modelVersionId":12}], Seed: 871230964, Model: inkwash_v3, Civitai metadata: {}',
    expected: { ...FOX, loras: null },
  },
  {
    name: "brackets that do not close",
    text: 'a fox in the snow\nNegative prompt: rain, text\nSteps: 24, Broken: [1, CFG scale: 6.5, Quote: "a, Seed: 871230964, Size: 16x8, Model: inkwash_v3',
    expected: FOX,
  },
  {
    name: "Forge with two guidances",
    text: `a fox in the snow\nNegative prompt: rain, text\n${LINE}, Distilled CFG Scale: 3.5, Module 1: ae, Version: f2.0.1`,
    expected: FOX,
  },
  {
    name: "quoted settings that quote settings",
    text: `a fox in the snow\nNegative prompt: rain, text\nSteps: 24, Template: "a {fox|owl}, Seed: 1, Steps: 9", CFG scale: 6.5, Seed: 871230964, Hires prompt: "b\\nModel: z, x", Model: inkwash_v3`,
    expected: FOX,
  },
  {
    name: "a text behind the settings",
    text: `a fox in the snow\nNegative prompt: rain, text\n${LINE}\nTemplate: a {fox|owl}`,
    expected: FOX,
  },
  {
    name: "everything on one line",
    text: `a fox in the snow Negative prompt: rain, text ${LINE}`,
    expected: FOX,
  },
  {
    name: "one line without negative prompt",
    text: `a fox in the snow, at dusk. ${LINE}`,
    expected: { ...KNOWN, prompt: "a fox in the snow, at dusk.", negative_prompt: null },
  },
  {
    name: "two lines, the second with both",
    text: `a fox in the snow\nNegative prompt: rain, text, ${LINE}`,
    expected: FOX,
  },
  {
    name: "LoRAs in the prompt",
    text: `a fox <lora:ink-wash_v2:0.75> <lora:cards: old deck:-0.4:1> <lora:plain> <hypernet:h:1>\n${LINE}`,
    expected: {
      ...KNOWN,
      prompt: "a fox <lora:ink-wash_v2:0.75> <lora:cards: old deck:-0.4:1> <lora:plain> <hypernet:h:1>",
      loras: [
        { path: "ink-wash_v2", weight: 0.75 },
        { path: "cards: old deck", weight: -0.4 },
        { path: "plain" },
      ],
    },
  },
  {
    name: "LyCORIS and named weights",
    text: `a fox <lyco:loha:0.5> <lora:block:0.8:lbw=OUTD>\nNegative prompt: <lora:not_here:1>\n${LINE}`,
    expected: {
      ...KNOWN,
      loras: [
        { path: "loha", weight: 0.5 },
        { path: "block", weight: 0.8 },
      ],
    },
  },
  {
    name: "a seed of twenty digits",
    text: "a fox in the snow\nSteps: 24, Sampler: Euler, CFG scale: 6.5, Seed: 18446744073709551615, VAE: sharp.vae, Model: inkwash_v3",
    expected: { seed: "18446744073709551615", "source.vae": "sharp.vae", steps: 24 },
  },
  {
    name: "a prompt that looks like settings",
    text: `Palette: red, Mood: calm, Era: 1920s, Model: an old woman\nNegative prompt: rain\n${LINE}`,
    expected: {
      ...KNOWN,
      prompt: "Palette: red, Mood: calm, Era: 1920s, Model: an old woman",
      negative_prompt: "rain",
    },
  },
  {
    name: "Fooocus in this scheme",
    text: `a fox in the snow, cinematic still, sharp\nNegative prompt: rain, text, anime\nSteps: 24, Sampler: DPM++ 2M SDE Karras, Seed: 871230964, Size: 16x8, CFG scale: 6.5, Sharpness: 2.0, ADM Guidance: "(1.5, 0.8, 0.3)", Model: inkwash_v3, Performance: Speed, Scheduler: karras, VAE: Default (model), Raw prompt: a fox in the snow, Raw negative prompt: "rain, text", Lora hashes: "ink: 1a2b, offset: 3c4d", Lora weights: "ink: 0.75, offset: 0.1", Version: Fooocus v2.5.5`,
    expected: {
      ...FOX,
      loras: [
        { path: "ink", weight: 0.75 },
        { path: "offset", weight: 0.1 },
      ],
    },
  },
  {
    name: "few settings",
    text: "a fox in the snow\nNegative prompt: rain\nSteps: 24, Seed: 871230964",
    expected: { prompt: "a fox in the snow", negative_prompt: "rain", steps: 24, seed: "871230964" },
  },
  {
    name: "one setting that is known",
    text: "a fox in the snow\nNegative prompt: rain\nSeed: 871230964, Foo: x, Bar baz: y",
    expected: { prompt: "a fox in the snow", negative_prompt: "rain", seed: "871230964" },
  },
  {
    name: "prose with colons",
    text: "Title: a walk, Place: Vienna, Weather: rain",
    expected: { prompt: null, negative_prompt: null, seed: null, steps: null, "source.model": null },
  },
];

/** Each text as PNG `parameters`. */
export const A1111_CASES: readonly RecipeCase[] = A1111_TEXTS.map(({ name, text, expected }) => ({
  name: `A1111: ${name}`,
  file: "a.png",
  picture: pngWith({ parameters: text }),
  expected,
}));
