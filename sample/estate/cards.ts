import { ILLUMINATED } from "../card/illuminated.js";
import { NIGHT_FOREST } from "../card/night-forest.js";
import { drawCard } from "../card/picture.js";
import type { Suit } from "../card/suits.js";
import type { DeckTheme } from "../card/theme.js";
import { momentsFrom } from "../legacy/moments.js";
import { underscored } from "../legacy/paths.js";
import { readSet } from "../legacy/sets.js";
import type { SampleFolder, SamplePicture } from "./folder.js";

interface Run {
  readonly stamp: string;
  readonly start: string;
  readonly theme: string;
  readonly style: DeckTheme;
  /** How many cards of the set were made before the run ended. */
  readonly made: number;
}

/** The two interrupted runs of the card deck. */
export function cardFolders(projectDir: string): readonly SampleFolder[] {
  const runs: readonly Run[] = [
    {
      stamp: "20251013_213149",
      start: "2025-10-13T21:31:54",
      theme: "Night forest",
      style: NIGHT_FOREST,
      made: 9,
    },
    {
      stamp: "20251013_213519",
      start: "2025-10-13T21:35:24",
      theme: "Illuminated manuscript",
      style: ILLUMINATED,
      made: 34,
    },
  ];
  return runs.map((run) => ({
    path: `outputs/card_deck_${run.stamp}`,
    pictures: drawRun(projectDir, run),
  }));
}

function drawRun(projectDir: string, { stamp, start, theme, style, made }: Run): readonly SamplePicture[] {
  const { items, generation } = readSet(projectDir, "card-deck", theme);
  const moments = momentsFrom(start, 5, made);
  return moments.map((moment, index) => {
    const { cells, name, prompt } = items[index] as (typeof items)[number];
    const { value = "", suit = "" } = cells;
    return {
      file: `${moment.stamp}_${underscored(name)}.png`,
      sidecar: {
        prompt,
        negative_prompt: generation.negative_prompt,
        model: "runwayml/stable-diffusion-v1-5",
        width: 512,
        height: 512,
        steps: generation.steps,
        guidance_scale: generation.guidance_scale,
        seed: null,
        timestamp: moment.saved,
      },
      draw: () => drawCard(value, suit as Suit, style, `${stamp} ${name}`),
    };
  });
}
