import { momentsFrom } from "./moments.js";
import { recipe } from "./recipe.js";
import type { NamedLora } from "./sidecar.js";
import type { ReplicaImage } from "./write-tree.js";

const LORAS: { readonly [test: string]: readonly string[] } = {
  test_single: [],
  single_lora_test: ["Tarot"],
  Tarot: ["Tarot"],
  "Card_Fronts-000008": ["Card_Fronts-000008"],
  "Devil Carnival-000001": ["Devil Carnival-000001"],
  multi_lora_test: ["Card_Fronts-000008", "Devil Carnival-000001"],
};
const WEIGHT = 0.6;

/** Six trials of LoRAs with one seed: `lora` for one, `loras` for several, a log beside each, no time in the names. */
export function loraImages(): readonly ReplicaImage[] {
  const moments = momentsFrom("2025-10-15T20:02:11", 9, Object.keys(LORAS).length);
  return Object.entries(LORAS).map(([test, names], index) => {
    const timestamp = moments[index]?.saved ?? "";
    const loras = names.map(
      (name): NamedLora => ({ path: `lora/${name}.safetensors`, name, weight: WEIGHT }),
    );
    const [first] = loras;
    const used =
      first === undefined
        ? {}
        : loras.length === 1
          ? { lora: { path: first.path, weight: first.weight } }
          : { loras };
    return {
      stem: `lora_tests/${test}`,
      width: 512,
      height: 720,
      log: `${timestamp} loading pipeline\n${timestamp} ${names.length} LoRAs\n${timestamp} saved\n`,
      sidecar: recipe({
        prompt: "A red fox sitting under a paper moon",
        timestamp,
        height: 720,
        seed: "42",
        ...used,
      }),
    };
  });
}
