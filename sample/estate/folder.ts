import type { Sidecar } from "../legacy/sidecar.js";

/** One picture of the sample: its file, how it is drawn, and what lay beside it. */
export interface SamplePicture {
  /** Its name in its folder. */
  readonly file: string;
  readonly draw: () => string;
  readonly sidecar?: Sidecar;
  /** The file time of a picture that nothing else gives a time. */
  readonly modified?: Date;
}

/** One folder of the old trees, its pictures in the order in which they were made. */
export interface SampleFolder {
  /** Below the folder that holds both trees: `outputs/…` or `image packs/…`. */
  readonly path: string;
  readonly pictures: readonly SamplePicture[];
}
