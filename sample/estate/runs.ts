import type { Item } from "../../src/model/prompt.js";
import { drawTrump } from "../arcana/picture.js";
import { ILLUMINATED } from "../card/illuminated.js";
import { NIGHT_FOREST } from "../card/night-forest.js";
import { drawCard } from "../card/picture.js";
import type { Suit } from "../card/suits.js";
import type { DeckTheme } from "../card/theme.js";
import { promptFirst } from "../legacy/recipe.js";
import { RUNS, type Run, runItems } from "../legacy/runs.js";
import { readSet } from "../legacy/sets.js";
import { BRASS, type ChartTheme, drawSign, PARCHMENT } from "../zodiac/picture.js";
import type { SampleFolder } from "./folder.js";

/** Draws an item; `seed` names it and its run. */
type Artist = (item: { readonly cells: Item; readonly name: string }, seed: string) => string;

const cards =
  (theme: DeckTheme): Artist =>
  ({ cells: { value = "", suit } }, seed) =>
    drawCard(value, suit as Suit, theme, seed);
const signs =
  (theme: ChartTheme): Artist =>
  ({ cells: { element = "" }, name }, seed) =>
    drawSign(name, element, theme, seed);

const ARTISTS: { readonly [folder: string]: Artist } = {
  card_deck_20251013_213149: cards(NIGHT_FOREST),
  card_deck_20251013_213519: cards(ILLUMINATED),
  tarot_deck_20251014_224018: ({ cells, name }) => drawTrump(name, cells.numeral ?? ""),
  zodiac_20251013_204136: signs(BRASS),
  zodiac_20251013_210029: signs(PARCHMENT),
};

/** The runs of the replica that left pictures, drawn. */
export function runFolders(projectDir: string): readonly SampleFolder[] {
  return RUNS.filter(({ drawn }) => drawn).map((run) =>
    // The sample shipped with slower zodiacs than the replica has.
    drawRun(projectDir, run.set === "zodiac" ? { ...run, seconds: 7 } : run),
  );
}

function drawRun(projectDir: string, run: Run): SampleFolder {
  const { negative_prompt, steps, guidance_scale } = readSet(projectDir, run.set, run.theme).generation;
  const draw = ARTISTS[run.folder] as Artist;
  const stamp = run.folder.slice(-"YYYYMMDD_HHMMSS".length);
  const pictures = runItems(projectDir, run).map(({ cells, name, stem, sidecar }) => ({
    file: `${stem}.png`,
    sidecar: { ...promptFirst(sidecar), negative_prompt, steps, guidance_scale },
    draw: () => draw({ cells, name }, `${stamp} ${name}`),
  }));
  return { path: `outputs/${run.folder}`, pictures };
}
