// Made from schemas/set-template.schema.json by npm run generate. Edit the schema, not this file.

/**
 * A recipe for generating a set of images: items from a table, a prompt with placeholders, settings.
 */
export interface SetTemplateManifest {
  /**
   * What this file declares.
   */
  kind: "set-template";
  /**
   * Identity of the template. Moving or renaming the file changes nothing; changing the slug needs renamed_from.
   */
  slug: string;
  /**
   * The slug that this template had before. Keeps the row, its id and its links; has no effect once recorded.
   */
  renamed_from?: string;
  /**
   * Exact name of a row that is already in the database and belongs to nobody: it is taken over instead of making a new one.
   */
  adopts?: string;
  /**
   * Name that people read, at most 255 characters.
   */
  name: string;
  /**
   * What the set is about.
   */
  description?: string | null;
  /**
   * Show the template to everybody. A new row is not public unless this says so.
   */
  public?: boolean;
  /**
   * Offer the template's album for training.
   */
  training_source?: boolean;
  /**
   * The items of the set: the rows of a CSV file, or rows written here. Every value is text. Say either csv or rows.
   */
  items?: {
    /**
     * Path of a CSV file with a header line, relative to this manifest.
     */
    csv?: string;
    /**
     * The items themselves: objects with the same keys, all values text (quote numbers).
     *
     * @minItems 1
     */
    rows?: [
      {
        [k: string]: string;
      },
      ...{
        [k: string]: string;
      }[]
    ];
    /**
     * Names an item in plans, e.g. "{value} of {suit}". The result must be unique in the set.
     */
    key: string;
  } | null;
  /**
   * First part of every prompt.
   */
  base_prompt?: string | null;
  /**
   * The part that differs from item to item, e.g. "{value} of {suit}". Every {placeholder} is a column of the items.
   */
  prompt_template?: string | null;
  /**
   * Last part of every prompt.
   */
  style_suffix?: string | null;
  /**
   * A theme to show in examples; it becomes “Art style: …” in the prompt.
   */
  example_theme?: string | null;
  /**
   * Settings for generating the images. Each top-level key is owned by itself; keys that are not named here stay as the database has them.
   */
  generation?: {
    /**
     * Width of the images in pixels.
     */
    width?: number | null;
    /**
     * Height of the images in pixels.
     */
    height?: number | null;
    /**
     * What must not be in the picture.
     */
    negative_prompt?: string | null;
    /**
     * Number of sampling steps.
     */
    steps?: number | null;
    /**
     * How closely the picture follows the prompt.
     */
    guidance_scale?: number | null;
    [k: string]: unknown;
  };
  /**
   * LoRAs to generate with.
   */
  loras?: Lora[] | null;
  /**
   * Refuse to delete this object. The database remembers it: lifting takes one apply, deleting a later one.
   */
  protect?: boolean;
}
/**
 * A LoRA file and how strongly it acts.
 */
export interface Lora {
  /**
   * Path of the LoRA file, e.g. lora/Tarot.safetensors.
   */
  path: string;
  /**
   * Name of the LoRA, for people.
   */
  name?: string;
  /**
   * Strength of the LoRA, e.g. 0.6.
   */
  weight: number;
}
