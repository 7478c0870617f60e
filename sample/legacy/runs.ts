import { momentsFrom } from "./moments.js";
import { underscored } from "./paths.js";
import { recipe } from "./recipe.js";
import { readSet, type SetItem } from "./sets.js";
import type { Sidecar } from "./sidecar.js";
import type { ReplicaImage } from "./write-tree.js";

/** One run of the generator through a set. */
export interface Run {
  readonly folder: string;
  readonly set: string;
  readonly theme: string;
  readonly start: string;
  readonly seconds: number;
  readonly made: number;
  readonly height: number;
  /** False for a run whose pictures are gone. */
  readonly drawn: boolean;
}

const SQUARE = { height: 512, drawn: true, seconds: 5 } as const;
const TAROT = { set: "tarot-deck", theme: "Gilded midnight", seconds: 17, made: 22, height: 896 } as const;

/** The runs of sets: decks begun, broken off and begun again, a deck without pictures, the zodiac twice. */
export const RUNS: readonly Run[] = [
  {
    ...SQUARE,
    folder: "card_deck_20251013_213149",
    set: "card-deck",
    theme: "Night forest",
    start: "2025-10-13T21:31:54",
    made: 9,
  },
  {
    ...SQUARE,
    folder: "card_deck_20251013_213519",
    set: "card-deck",
    theme: "Illuminated manuscript",
    start: "2025-10-13T21:35:24",
    made: 34,
  },
  { ...TAROT, folder: "tarot_deck_20251014_223846", start: "2025-10-14T22:38:52", drawn: false },
  { ...TAROT, folder: "tarot_deck_20251014_224018", start: "2025-10-14T22:40:57", drawn: true },
  {
    ...SQUARE,
    folder: "zodiac_20251013_204136",
    set: "zodiac",
    theme: "Brass astrolabe",
    start: "2025-10-13T20:41:43",
    made: 8,
  },
  {
    ...SQUARE,
    folder: "zodiac_20251013_210029",
    set: "zodiac",
    theme: "Ink on parchment",
    start: "2025-10-13T21:00:36",
    made: 12,
  },
];

/** The pictures of all runs; their items come from the shipped sets under `projectDir`. */
export function setImages(projectDir: string): readonly ReplicaImage[] {
  return RUNS.flatMap((run) => runImages(projectDir, run));
}

function runImages(projectDir: string, run: Run): readonly ReplicaImage[] {
  return runItems(projectDir, run).map(({ stem, sidecar }) => ({
    stem: `${run.folder}/${stem}`,
    width: sidecar.width,
    height: sidecar.height,
    drawn: run.drawn,
    sidecar,
  }));
}

/** One item as a run made it: its file name without extension, and what the generator wrote beside it. */
interface RunItem extends SetItem {
  readonly stem: string;
  readonly sidecar: Sidecar;
}

/** What a run made, in order. */
export function runItems(projectDir: string, run: Run): readonly RunItem[] {
  const { items } = readSet(projectDir, run.set, run.theme);
  const lora = run.set === "tarot-deck" ? { lora: { path: "lora/Tarot.safetensors", weight: 0.8 } } : {};
  return momentsFrom(run.start, run.seconds, run.made).map(({ stamp, saved }, index) => {
    const item = items[index] as SetItem;
    return {
      ...item,
      stem: `${stamp}_${underscored(item.name)}`,
      sidecar: recipe({ prompt: item.prompt, timestamp: saved, height: run.height, ...lora }),
    };
  });
}
