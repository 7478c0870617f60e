import { drawTrump } from "../arcana/picture.js";
import { momentsFrom } from "../legacy/moments.js";
import { underscored } from "../legacy/paths.js";
import { readSet } from "../legacy/sets.js";
import type { SampleFolder } from "./folder.js";

/** The complete run of the Major Arcana. */
export function tarotFolder(projectDir: string): SampleFolder {
  const { items, generation } = readSet(projectDir, "tarot-deck", "Gilded midnight");
  const moments = momentsFrom("2025-10-14T22:40:57", 17, items.length);
  const pictures = items.map(({ cells, name, prompt }, index) => ({
    file: `${moments[index]?.stamp}_${underscored(name)}.png`,
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
    draw: () => drawTrump(name, cells.numeral ?? ""),
  }));
  return { path: "outputs/tarot_deck_20251014_224018", pictures };
}
