/** What a picture is. */
export interface ImageFacts {
  /** The true media type, whatever the file is called. */
  readonly mediaType: string;
  /** Size in pixels after the EXIF orientation was applied. */
  readonly width: number;
  readonly height: number;
  /** Frames or pages. */
  readonly pages: number;
  /** Pixels of one page. */
  readonly pixels: number;
  /** Interlaced PNG or progressive JPEG: the decoder holds all of it at once. */
  readonly progressive: boolean;
}
