import { momentsFrom } from "../legacy/moments.js";
import { underscored } from "../legacy/paths.js";
import { promptFirst, recipe } from "../legacy/recipe.js";
import { drawScene, type Scene } from "../scene/picture.js";
import type { SampleFolder, SamplePicture } from "./folder.js";

interface Single {
  readonly scene: Scene;
  readonly start: string;
  readonly prompt: string;
  readonly tags: readonly string[];
  readonly caption?: string;
  readonly steps: number;
  readonly guidance: number;
  readonly seed: string | null;
}

// Every way in which the old generator was called: with and without a seed, and once with one beyond 2^53.
const SINGLES: readonly Single[] = [
  {
    scene: "lighthouse",
    start: "2025-10-02T18:15:30",
    prompt: "A striped lighthouse at dusk, its beam crossing a banded sky, flat poster colours",
    tags: ["lighthouse", "sea", "dusk"],
    caption: "a red and white lighthouse on a rock at dusk",
    steps: 25,
    guidance: 7,
    seed: null,
  },
  {
    scene: "lake",
    start: "2025-10-03T07:41:12",
    prompt: "A single snowy peak mirrored in a still mountain lake, fir trees on the near shore",
    tags: ["mountain", "lake", "forest"],
    steps: 25,
    guidance: 7,
    seed: "1123581321",
  },
  {
    scene: "dunes",
    start: "2025-10-04T19:22:05",
    prompt: "Three camels on the crest of a dune, low sun, evening bands of violet and orange",
    tags: ["desert", "camel", "dusk"],
    steps: 30,
    guidance: 7.5,
    seed: null,
  },
  {
    scene: "forest",
    start: "2025-10-05T06:58:44",
    prompt: "A pine forest in morning fog, four layers of green, a stag between the trunks",
    tags: ["forest", "fog"],
    caption: "a foggy pine forest with a pale sun",
    steps: 30,
    guidance: 7.5,
    seed: null,
  },
  {
    scene: "city",
    start: "2025-10-08T23:03:19",
    prompt: "A city skyline at midnight with lit windows and a slender tower under a full moon",
    tags: ["city", "night", "moon"],
    steps: 30,
    guidance: 8,
    seed: "9007199254740993",
  },
  {
    scene: "volcano",
    start: "2025-10-09T20:47:51",
    prompt: "A volcano at night with two streams of lava and sparks in the smoke, woodcut style",
    tags: ["volcano", "night"],
    steps: 40,
    guidance: 9,
    seed: null,
  },
  {
    scene: "ship",
    start: "2025-10-11T17:30:08",
    prompt: "A small sailing ship on scalloped waves in front of a setting sun, paper cut style",
    tags: ["ship", "sea", "dusk"],
    caption: "a sailing boat on blue waves at sunset",
    steps: 30,
    guidance: 7.5,
    seed: "2147483648",
  },
  {
    scene: "windmill",
    start: "2025-10-12T10:05:26",
    prompt: "A brick windmill behind rows of tulips in five colours, wide sky, children's book",
    tags: ["windmill", "flowers"],
    steps: 30,
    guidance: 7.5,
    seed: null,
  },
  {
    scene: "fjord",
    start: "2025-10-18T22:19:37",
    prompt: "Northern lights over a fjord, a red cabin with one lit window, cold clear night",
    tags: ["fjord", "night", "northern lights"],
    steps: 35,
    guidance: 7.5,
    seed: "20251018",
  },
  {
    scene: "harbour",
    start: "2025-10-21T12:12:12",
    prompt: "Narrow painted houses along a harbour, two small boats, bright calm noon",
    tags: ["harbour", "town", "sea"],
    steps: 30,
    guidance: 7.5,
    seed: null,
  },
];

const UNWANTED = "blurry, photograph, text, watermark, frame";

/** Ten pictures made one at a time in October 2025. */
export function singlesFolder(): SampleFolder {
  return { path: "outputs", pictures: SINGLES.map(toPicture) };
}

function toPicture({ scene, start, prompt, tags, caption, steps, guidance, seed }: Single): SamplePicture {
  const [{ stamp, saved } = { stamp: "", saved: "" }] = momentsFrom(start, 6, 1);
  const made = { prompt, steps, guidance_scale: guidance, seed, timestamp: saved };
  const described = caption === undefined ? { tags } : { tags, caption };
  return {
    file: `${stamp}_${underscored(prompt.slice(0, 50))}.png`,
    sidecar: promptFirst(recipe({ ...made, negative_prompt: UNWANTED, ...described })),
    draw: () => drawScene(scene),
  };
}
