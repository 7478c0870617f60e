import type { Sidecar } from "./sidecar.js";

const UNWANTED =
  "blurry, out of focus, low resolution, jpeg artefacts, watermark, signature, cropped, extra limbs, extra fingers, fused fingers, malformed hands, crossed eyes, duplicate, text, frame, border, oversaturated, underexposed, noisy, grainy, plastic skin, ";

/** The old generator's everlasting negative prompt: 1,739 characters. */
const NEGATIVE_PROMPT = UNWANTED.repeat(8).slice(0, 1739);

/** A sidecar as the old generator wrote it; `given` replaces what differs. */
export function recipe(given: Pick<Sidecar, "prompt" | "timestamp"> & Partial<Sidecar>): Sidecar {
  return {
    negative_prompt: NEGATIVE_PROMPT,
    model: "runwayml/stable-diffusion-v1-5",
    width: 512,
    height: 512,
    steps: 30,
    guidance_scale: 7.5,
    seed: null,
    ...given,
  };
}

/** A sidecar with its prompt first, as the sample has them. */
export function promptFirst(sidecar: Sidecar): Sidecar {
  const { prompt, ...rest } = sidecar;
  return { prompt, ...rest };
}
