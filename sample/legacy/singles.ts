import { momentsFrom } from "./moments.js";
import { underscored } from "./paths.js";
import { recipe } from "./recipe.js";
import type { ReplicaImage } from "./write-tree.js";

const SUBJECTS = [
  "A striped lighthouse, its beam crossing the bay",
  "Three camels on the crest of a dune",
  "An old tram climbing a cobbled street",
  "A heron among reeds in the morning fog",
  "Two chess players under a chestnut tree",
  "A greenhouse full of orchids, its panes wet with rain",
  "A clockmaker's bench with a hundred tiny wheels",
  "A fishing village seen from the hill above it",
  "An empty theatre with one lamp left burning",
  "A fox asleep on a red velvet armchair",
  "The staircase of a library that goes up for ever",
];
const MANNERS = [
  "flat poster colours",
  "ink and watercolour",
  "woodcut, two colours",
  "soft evening light",
  "seen from far above",
];
/** Every way in which a seed was written: none, small, one day's date, beyond 32 bits, beyond 2^53. */
const SEEDS = [
  null,
  "42",
  null,
  "20251004",
  null,
  "2147483648",
  null,
  "18446744073709551615",
  null,
  null,
  "0",
];
/** The old generator cut the prompt off here for the file name. */
const PROMPT_IN_NAME = 50;
const NAMED_BY_HAND = "lighthouse final version";

/** 55 pictures made one at a time; the last was renamed by hand and has lost time and sidecar. */
export function singleImages(): readonly ReplicaImage[] {
  const prompts = MANNERS.flatMap((manner) => SUBJECTS.map((subject) => `${subject}, ${manner}`)).slice(
    0,
    -1,
  );
  const moments = momentsFrom("2025-10-02T18:15:30", 25_411, prompts.length);
  const dated = prompts.map((prompt, index): ReplicaImage => {
    const { stamp = "", saved = "" } = moments[index] ?? {};
    const seed = SEEDS[index % SEEDS.length] as string | null;
    return {
      stem: `${stamp}_${underscored(prompt.slice(0, PROMPT_IN_NAME))}`,
      width: 512,
      height: 512,
      sidecar: recipe({ prompt, timestamp: saved, seed }),
    };
  });
  return [...dated, { stem: underscored(NAMED_BY_HAND), width: 512, height: 512 }];
}
