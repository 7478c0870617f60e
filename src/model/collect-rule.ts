/** What an album holds; the `type` of an album manifest. */
export const ALBUM_TYPES = [
  "singles",
  "deck",
  "zodiac",
  "lora-experiment",
  "reference-pack",
  "upload",
  "collection",
] as const;
export type AlbumType = (typeof ALBUM_TYPES)[number];

/** A rule of `collect.rules`: which folders of a legacy tree it is for, and the album that their images go to. */
export interface CollectRule {
  /**
   * Path of a folder below the root, or from the root's own name on: `*` and `?` match within a name, `**` any depth.
   * Everything below the folder belongs to it. `.` means the files directly in the root.
   */
  readonly pattern: string;
  readonly type: AlbumType;
  /** Album slug; `{folder}` is the slug of the matched folder's name, `{month}` `yyyy-mm` or `undated`. */
  readonly slug: string;
  /** Album name; `{folder}` is the matched folder's name as words, `{time}` the time at its end, `{month}` as in `October 2025`. */
  readonly name: string;
  readonly public?: boolean;
  readonly training_source?: boolean;
  /** Under which terms the images may be used. */
  readonly license?: string;
  /** Slug of a set template; ignored when the estate has no such template. */
  readonly set_template?: string;
}

/** How a legacy tree is collected. */
export interface CollectSettings {
  /** IANA name of the zone of times without one. */
  readonly timeZone: string;
  /** They go before the default rules. */
  readonly rules: readonly CollectRule[];
}
