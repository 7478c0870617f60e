import { ILLUMINATED } from "../card/illuminated.js";
import { NIGHT_FOREST } from "../card/night-forest.js";
import { drawCard } from "../card/picture.js";
import type { Suit } from "../card/suits.js";
import type { DeckTheme } from "../card/theme.js";
import { labelsFor, type SampleAlbum, type SamplePicture } from "./album.js";
import { momentsFrom } from "./moments.js";
import { underscored } from "./paths.js";
import { readSet } from "./sets.js";

interface Run {
  readonly stamp: string;
  readonly start: string;
  readonly theme: string;
  readonly style: DeckTheme;
  /** How many cards of the set were made before the run ended. */
  readonly made: number;
}

/** The two interrupted runs of the card deck. */
export function cardAlbums(projectDir: string): readonly SampleAlbum[] {
  return [
    {
      ...cardAlbum(
        "20251013-213149",
        "Card deck, 13 October 2025, 21:31",
        "aborted after the Nine of Spades, 9 of 54 cards",
      ),
      pictures: drawRun(projectDir, {
        stamp: "20251013_213149",
        start: "2025-10-13T21:31:54",
        theme: "Night forest",
        style: NIGHT_FOREST,
        made: 9,
      }),
    },
    {
      ...cardAlbum(
        "20251013-213519",
        "Card deck, 13 October 2025, 21:35",
        "the same set begun again, aborted at 34 of 54 cards",
      ),
      pictures: drawRun(projectDir, {
        stamp: "20251013_213519",
        start: "2025-10-13T21:35:24",
        theme: "Illuminated manuscript",
        style: ILLUMINATED,
        made: 34,
      }),
    },
  ];
}

function cardAlbum(stamp: string, name: string, notes: string): Omit<SampleAlbum, "pictures"> {
  return {
    slug: `decks/card-deck-${stamp}`,
    name,
    type: "deck",
    setTemplate: "card-deck",
    public: true,
    trainingSource: false,
    provenance: { source: `outputs/card_deck_${stamp.replace("-", "_")}`, license: "own work", notes },
  };
}

function drawRun(projectDir: string, { stamp, start, theme, style, made }: Run): readonly SamplePicture[] {
  const { items, generation } = readSet(projectDir, "card-deck", theme);
  const moments = momentsFrom(start, 5, made);
  return moments.map((moment, index) => {
    const { cells, name, prompt } = items[index] as (typeof items)[number];
    const { value = "", suit = "" } = cells;
    return {
      sourceFile: `card_deck_${stamp}/${moment.stamp}_${underscored(name)}.png`,
      width: 512,
      height: 512,
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
      item: name,
      labels: labelsFor([value.toLowerCase(), suit.toLowerCase()]),
      draw: () => drawCard(value, suit as Suit, style, `${stamp} ${name}`),
    };
  });
}
