import { makeTiffBlock } from "../exif.js";
import { pngWith } from "./carriers.js";
import type { Expected, RecipeCase } from "./case.js";

/** What every writer's picture says. */
export const SAYS: Expected = {
  prompt: "an owl at dawn",
  negative_prompt: "fog",
  seed: "3120944871",
  steps: 36,
  guidance_scale: 5.5,
};
export const json = (value: unknown): string => JSON.stringify(value);
/** A case of a PNG with these texts. */
export const png = (
  name: string,
  texts: { readonly [keyword: string]: string },
  expected: Expected,
): RecipeCase => ({
  name,
  file: "a.png",
  picture: pngWith(texts),
  expected,
});
/** A TIFF block with a UserComment in UTF-16. */
export const comment = (text: string): Buffer =>
  makeTiffBlock(
    "II",
    [],
    [
      {
        tag: 0x9286,
        type: 7,
        value: Buffer.concat([Buffer.from("UNICODE\0"), Buffer.from(text, "utf16le")]),
      },
    ],
  );
