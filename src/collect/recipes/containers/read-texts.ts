import { cutZeros, decodeUtf8OrLatin1 } from "../../source/decode-text.js";
import { findAvifBlocks } from "./avif-items.js";
import { readExifTexts } from "./exif-texts.js";
import { findJpegBlocks, type PictureBlocks } from "./jpeg-segments.js";
import { type PngText, readPngTexts } from "./png-texts.js";
import { readRawProfile } from "./raw-profile.js";
import { findWebpBlocks } from "./webp-chunks.js";
import { readXmp } from "./xmp.js";

/** Every text that a picture carries. */
interface PictureTexts {
  readonly texts: readonly PngText[];
  /** When it was taken, as its EXIF says: ISO 8601, without a zone unless there is one. */
  readonly takenAt: string | undefined;
  /** Why some of it could not be read: parts of sentences. */
  readonly faults: readonly string[];
}

/** Keyword of an XMP packet in a PNG. */
export const XMP_KEYWORD = "XML:com.adobe.xmp";
const FINDERS: { readonly [mediaType: string]: (picture: Buffer) => PictureBlocks } = {
  "image/jpeg": findJpegBlocks,
  "image/webp": findWebpBlocks,
  "image/avif": findAvifBlocks,
};

/** The texts of a PNG, JPEG, WebP or AVIF; none of other formats. Never throws. */
export function readPictureTexts(picture: Buffer, mediaType: string): PictureTexts {
  if (mediaType === "image/png") return readPng(picture);
  const { exif, xmp, comment } = FINDERS[mediaType]?.(picture) ?? {};
  const plain = comment === undefined ? "" : cutZeros(decodeUtf8OrLatin1(comment).text).trim();
  const read = joinBlocks(exif === undefined ? [] : [exif], xmp === undefined ? [] : [xmp]);
  return {
    ...read,
    texts: [...read.texts, ...(plain === "" ? [] : [{ keyword: "Comment", text: plain }])],
    faults: [],
  };
}

function readPng(png: Buffer): PictureTexts {
  const { texts, exif, faults } = readPngTexts(png);
  const profiles = new Map(texts.map((text) => [text, readRawProfile(text.keyword, text.text)]));
  const found = [...profiles.values()].filter((profile) => profile !== undefined);
  const packets = texts.filter(({ keyword }) => keyword === XMP_KEYWORD).map(({ text }) => Buffer.from(text));
  const read = joinBlocks(
    [
      ...(exif === undefined ? [] : [exif]),
      ...found.flatMap((profile) => ("exif" in profile ? [profile.exif] : [])),
    ],
    [...packets, ...found.flatMap((profile) => ("xmp" in profile ? [profile.xmp] : []))],
  );
  return {
    ...read,
    // Hex digits say nothing to a person; what they hold is among the texts.
    texts: [...texts.filter((text) => profiles.get(text) === undefined), ...read.texts],
    faults,
  };
}

function joinBlocks(
  exif: readonly Buffer[],
  xmp: readonly Buffer[],
): Pick<PictureTexts, "texts" | "takenAt"> {
  const read = exif.map(readExifTexts);
  return {
    texts: [...read.flatMap(({ texts }) => texts), ...xmp.flatMap(readXmp)],
    takenAt: read.find(({ takenAt }) => takenAt !== undefined)?.takenAt,
  };
}
