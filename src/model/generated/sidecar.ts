// Made from schemas/sidecar.schema.json by npm run generate. Edit the schema, not this file.

export type Tag =
  | string
  | {
      text: string;
      [k: string]: unknown;
    };

/**
 * What a generator wrote beside an image: a JSON file of the same name. Every key may be missing or null; an empty list or object says nothing either. Keys that are not listed are kept as metadata.
 */
export interface ImageSidecar {
  /**
   * The prompt that made the image.
   */
  prompt?: string | null;
  /**
   * What the prompt excluded.
   */
  negative_prompt?: string | null;
  /**
   * The model that made the image.
   */
  model?: string | null;
  /**
   * Width in pixels. The picture itself says how wide it is; another number is kept as metadata.
   */
  width?: number | string | null;
  /**
   * Height in pixels, as width.
   */
  height?: number | string | null;
  /**
   * Number of sampling steps, also as text.
   */
  steps?: number | string | null;
  /**
   * How closely the picture follows the prompt, also as text.
   */
  guidance_scale?: number | string | null;
  /**
   * Seed of the generator: a whole number of any size, also as text. Null when none was given.
   */
  seed?: number | string | null;
  /**
   * When the image was saved: ISO 8601, in the time zone of the configuration when it names none, or seconds or milliseconds since 1970.
   */
  timestamp?: string | number | null;
  /**
   * The same as timestamp.
   */
  created_at?: string | number | null;
  /**
   * The one LoRA that was used.
   */
  lora?: Lora | {} | [] | null;
  /**
   * Several LoRAs that were used.
   */
  loras?: Lora[] | {} | null;
  /**
   * Tags: a list, or text with commas between them.
   */
  tags?: string | Tag[] | null;
  /**
   * The same as tags.
   */
  labels?: string | Tag[] | null;
  /**
   * The same as tags.
   */
  keywords?: string | Tag[] | null;
  /**
   * What is to be seen.
   */
  caption?: string | null;
  [k: string]: unknown;
}
export interface Lora {
  /**
   * File of the LoRA.
   */
  path: string;
  /**
   * What the generator called it.
   */
  name?: string | null;
  /**
   * How strongly it was applied.
   */
  weight?: number | null;
  [k: string]: unknown;
}
