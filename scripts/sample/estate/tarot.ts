import { drawTrump } from "../arcana/picture.js";
import { labelsFor, type SampleAlbum } from "./album.js";
import { momentsFrom } from "./moments.js";
import { underscored } from "./paths.js";
import { readSet } from "./sets.js";

/** The complete run of the Major Arcana. */
export function tarotAlbum(projectDir: string): SampleAlbum {
  const { items, generation } = readSet(projectDir, "tarot-deck", "Gilded midnight");
  const moments = momentsFrom("2025-10-14T22:40:57", 17, items.length);
  const pictures = items.map(({ cells, name, prompt }, index) => ({
    sourceFile: `tarot_deck_20251014_224018/${moments[index]?.stamp}_${underscored(name)}.png`,
    width: 512,
    height: 896,
    sidecar: {
      prompt,
      negative_prompt: generation.negative_prompt,
      model: "runwayml/stable-diffusion-v1-5",
      width: 512,
      height: 896,
      steps: generation.steps,
      guidance_scale: generation.guidance_scale,
      seed: null,
      timestamp: moments[index]?.saved ?? "",
      lora: { path: "lora/Tarot.safetensors", weight: 0.8 },
    },
    item: name,
    labels: labelsFor(["major arcana", name.toLowerCase()]),
    draw: () => drawTrump(name, cells.numeral ?? ""),
  }));
  return {
    slug: "decks/tarot-deck-20251014-224018",
    name: "Tarot deck, 14 October 2025, 22:40",
    type: "deck",
    setTemplate: "tarot-deck",
    public: true,
    trainingSource: false,
    provenance: {
      source: "outputs/tarot_deck_20251014_224018",
      license: "own work",
      notes: "complete, all 22 trumps",
    },
    pictures,
  };
}
