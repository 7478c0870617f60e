import type { SampleFolder } from "./folder.js";
import { loraTestsFolder } from "./lora-tests.js";
import { referencePackFolder } from "./reference-pack.js";
import { runFolders } from "./runs.js";
import { singlesFolder } from "./singles.js";

/** The two trees that the sample estate is collected from. */
export const SAMPLE_ROOTS = ["outputs", "image packs"] as const;

/** Every folder of those trees; prompts come from the sets under `projectDir`. */
export function sampleFolders(projectDir: string): readonly SampleFolder[] {
  return [...runFolders(projectDir), loraTestsFolder(), referencePackFolder(), singlesFolder()];
}
