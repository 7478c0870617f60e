import type { Image } from "../../model/resource.js";

/** A picture that is to be exported, before its bytes were read. */
export interface Sample {
  readonly image: Image;
  /** Slug of the album that it is exported with. */
  readonly album: string;
  /** One line; empty when nobody wrote one. */
  readonly caption: string;
}

/** A picture whose bytes are as declared and can be decoded. */
export interface CheckedSample extends Sample {
  readonly bytes: Buffer;
  /** Extension of what it is, without a dot. */
  readonly extension: string;
}

/** Writes the samples of a training set into a folder, in the order in which they come. */
export interface SampleWriter {
  add(sample: CheckedSample): void;
  /** Writes what belongs to the set as a whole. */
  finish(): void;
}

/** What a trainer may want to know of a picture beside its caption; every key is always there. */
export function describeSample({ image, album, caption }: Sample): { readonly [key: string]: unknown } {
  const { fields } = image;
  const value = (field: string): unknown => fields[field] ?? null;
  return {
    text: caption,
    album,
    item: value("item"),
    prompt: value("prompt"),
    negative_prompt: value("negative_prompt"),
    seed: value("seed"),
    width: value("width"),
    height: value("height"),
    sha256: value("sha256"),
  };
}
