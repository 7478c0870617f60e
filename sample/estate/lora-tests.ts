import { drawFoxScene, type Rendering } from "../fox/picture.js";
import { RENDERINGS } from "../fox/renderings.js";
import { momentsFrom } from "../legacy/moments.js";
import { promptFirst, recipe } from "../legacy/recipe.js";
import type { NamedLora } from "../legacy/sidecar.js";
import type { SampleFolder, SamplePicture } from "./folder.js";

const lora = (name: string, weight: number): NamedLora => ({
  path: `lora/${name}.safetensors`,
  name,
  weight,
});

// In the order in which they were made. The names carry no time.
const TESTS: readonly { readonly name: string; readonly loras: readonly NamedLora[] }[] = [
  { name: "test_single", loras: [] },
  { name: "single_lora_test", loras: [lora("Tarot", 0.5)] },
  { name: "Tarot", loras: [lora("Tarot", 1)] },
  { name: "Card_Fronts-000008", loras: [lora("Card_Fronts-000008", 1)] },
  { name: "Devil Carnival-000001", loras: [lora("Devil Carnival-000001", 1)] },
  { name: "multi_lora_test", loras: [lora("Card_Fronts-000008", 0.6), lora("Devil Carnival-000001", 0.4)] },
];

/** The same prompt and seed through each LoRA, alone and together. */
export function loraTestsFolder(): SampleFolder {
  const moments = momentsFrom("2025-10-15T20:02:11", 9, TESTS.length);
  const pictures = TESTS.map(({ name, loras }, index): SamplePicture => {
    const one = name === "single_lora_test" ? loras[0] : undefined;
    const several = one === undefined && loras.length > 0 ? { loras } : {};
    return {
      file: `${name}.png`,
      sidecar: promptFirst(
        recipe({
          prompt: "A red fox sitting under a paper moon, rolling hills, night, storybook illustration",
          negative_prompt: "blurry, photograph, extra tails, watermark",
          height: 720,
          seed: "42",
          timestamp: moments[index]?.saved ?? "",
          ...(one === undefined ? several : { lora: { path: one.path, weight: one.weight } }),
        }),
      ),
      draw: () => drawFoxScene(RENDERINGS[name] as Rendering),
    };
  });
  return { path: "outputs/lora_tests", pictures };
}
