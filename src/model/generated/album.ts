// Made from schemas/album.schema.json by npm run generate. Edit the schema, not this file.

/**
 * An album and its images, in the order in which the album shows them.
 */
export interface AlbumManifest {
  /**
   * What this file declares.
   */
  kind: "album";
  /**
   * Identity of the album. Moving or renaming the file changes nothing; changing the slug needs renamed_from.
   */
  slug: string;
  /**
   * The slug that this album had before. Keeps the row, its id and its links; has no effect once recorded.
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
   * What the album holds.
   */
  description?: string | null;
  /**
   * What kind of album this is.
   */
  type?:
    "singles" | "deck" | "zodiac" | "lora-experiment" | "reference-pack" | "upload" | "collection" | null;
  /**
   * Slug of the set template that made the images.
   */
  set_template?: string | null;
  /**
   * Show the album to everybody. A new row is not public unless this says so.
   */
  public?: boolean;
  /**
   * Offer the album for training.
   */
  training_source?: boolean;
  /**
   * Where the album came from. Each top-level key is owned by itself.
   */
  provenance?: {
    /**
     * Folder or address that the images came from.
     */
    source?: string | null;
    /**
     * Under which terms the images may be used.
     */
    license?: string | null;
    /**
     * Anything else worth knowing.
     */
    notes?: string | null;
    [k: string]: unknown;
  } | null;
  /**
   * Values declared for every file below that does not give its own. Lists and objects of an entry replace these; null empties them.
   */
  defaults?: {
    /**
     * When the image was made, e.g. 2025-10-13T21:35:33.481220Z. Without a zone it is taken as UTC.
     */
    created_at?: string;
    /**
     * The prompt that made the image.
     */
    prompt?: string | null;
    /**
     * What the prompt excluded.
     */
    negative_prompt?: string | null;
    /**
     * Seed of the generator. Quote it: numbers beyond 9007199254740991 lose digits otherwise.
     */
    seed?: string | number | null;
    /**
     * Number of sampling steps.
     */
    steps?: number | null;
    /**
     * How closely the picture follows the prompt.
     */
    guidance_scale?: number | null;
    /**
     * LoRAs that the image was made with.
     */
    loras?: ImageLora[] | null;
    /**
     * A single LoRA, kept as the sidecar wrote it. Say either lora or loras.
     */
    lora?: {
      [k: string]: unknown;
    } | null;
    /**
     * Not safe for work. Leave it out when another job decides it.
     */
    nsfw?: boolean;
    /**
     * Show the image to everybody. A new row follows its album unless this says otherwise.
     */
    public?: boolean;
    /**
     * Labels that the image carries. Other people's labels stay.
     */
    labels?: Label[] | null;
    /**
     * Where the image came from, verbatim. Each top-level key is owned by itself.
     */
    source?: {
      /**
       * Path under the folder that was collected.
       */
      file?: string;
      /**
       * Model that made the image.
       */
      model?: string | null;
      [k: string]: unknown;
    } | null;
    /**
     * Raw metadata that no other field has. Each top-level key is owned by itself.
     */
    metadata?: {
      [k: string]: unknown;
    } | null;
  };
  /**
   * The images in album order: a list of entries, or the names of JSON Lines files that hold them.
   */
  images: (ImageFile | ImageReference)[] | ImageShards;
  /**
   * Refuse to delete this object. The database remembers it: lifting takes one apply, deleting a later one.
   */
  protect?: boolean;
}
/**
 * A LoRA file and how strongly it acted.
 */
export interface ImageLora {
  /**
   * Path of the LoRA file.
   */
  path: string;
  /**
   * Name of the LoRA.
   */
  name?: string | null;
  /**
   * Strength of the LoRA.
   */
  weight?: number | null;
  [k: string]: unknown;
}
/**
 * One label.
 */
export interface Label {
  /**
   * The label's text.
   */
  text: string;
  /**
   * What kind of label this is.
   */
  type: "caption" | "tag" | "manual" | "user" | "ai_generated";
}
/**
 * An image file that this album owns.
 */
export interface ImageFile {
  /**
   * Path of the file under the asset root, with / between folders.
   */
  file: string;
  /**
   * SHA-256 of the bytes, 64 lower-case hex digits, always quoted. "sync fmt --facts" fills it in.
   */
  sha256: string;
  /**
   * Size of the file in bytes.
   */
  bytes: number;
  /**
   * Width in pixels.
   */
  width: number;
  /**
   * Height in pixels.
   */
  height: number;
  /**
   * The path that this file had before. Keeps the row, its id, links and labels; has no effect once recorded.
   */
  renamed_from?: string;
  /**
   * Which item of the set template this image shows, as the template's items.key names it.
   */
  item?: string | null;
  /**
   * When the image was made, e.g. 2025-10-13T21:35:33.481220Z. Without a zone it is taken as UTC.
   */
  created_at?: string;
  /**
   * The prompt that made the image.
   */
  prompt?: string | null;
  /**
   * What the prompt excluded.
   */
  negative_prompt?: string | null;
  /**
   * Seed of the generator. Quote it: numbers beyond 9007199254740991 lose digits otherwise.
   */
  seed?: string | number | null;
  /**
   * Number of sampling steps.
   */
  steps?: number | null;
  /**
   * How closely the picture follows the prompt.
   */
  guidance_scale?: number | null;
  /**
   * LoRAs that the image was made with.
   */
  loras?: ImageLora[] | null;
  /**
   * A single LoRA, kept as the sidecar wrote it. Say either lora or loras.
   */
  lora?: {
    [k: string]: unknown;
  } | null;
  /**
   * Not safe for work. Leave it out when another job decides it.
   */
  nsfw?: boolean;
  /**
   * Show the image to everybody. A new row follows its album unless this says otherwise.
   */
  public?: boolean;
  /**
   * Labels that the image carries. Other people's labels stay.
   */
  labels?: Label[] | null;
  /**
   * Where the image came from, verbatim. Each top-level key is owned by itself.
   */
  source?: {
    /**
     * Path under the folder that was collected.
     */
    file?: string;
    /**
     * Model that made the image.
     */
    model?: string | null;
    [k: string]: unknown;
  } | null;
  /**
   * Raw metadata that no other field has. Each top-level key is owned by itself.
   */
  metadata?: {
    [k: string]: unknown;
  } | null;
}
/**
 * An image that another album owns, shown in this album too.
 */
export interface ImageReference {
  /**
   * Path of the file, as the album that owns it declares it.
   */
  ref: string;
}
/**
 * Images kept in JSON Lines files, for big albums.
 */
export interface ImageShards {
  /**
   * Files with one image entry a line, relative to this manifest, in album order.
   *
   * @minItems 1
   */
  jsonl: [string, ...string[]];
}
