import { cleanText, cutZeros, decodeUtf8OrLatin1, decodeUtf16 } from "../../source/decode-text.js";
import type { PngText } from "./png-texts.js";
import { readTiffTags, type TiffTag } from "./tiff-tags.js";
import { decodeUserComment } from "./user-comment.js";

const TAGS = {
  imageDescription: 0x010e,
  takenAt: 0x9003,
  zone: 0x9011,
  fraction: 0x9291,
  userComment: 0x9286,
  xpComment: 0x9c9c,
} as const;
/** Tags of texts about the picture; ComfyUI's writers go down from Model, one tag for each text. */
const FREE_TEXTS = [0x0100, 0x0140] as const;
const NAMED_JSON = /^(\w+)\s*:\s*(?=[{[])/;

/** What an EXIF block says that may tell how a picture was made, and when it was taken. */
interface ExifTexts {
  readonly texts: readonly PngText[];
  /** ISO 8601, without a zone unless the camera wrote one. */
  readonly takenAt: string | undefined;
}

/**
 * The texts of an EXIF block: UserComment, ImageDescription, XPComment, and JSON that stands behind a name in one of the
 * descriptive tags, such as `prompt:{…}` in Model (nodes_images.py and nodes_video.py of ComfyUI). Never throws.
 */
export function readExifTexts(block: Buffer): ExifTexts {
  const tags = readTiffTags(block);
  if (tags === undefined) return { texts: [], takenAt: undefined };
  const find = (wanted: number): Buffer | undefined =>
    [...tags.exif, ...tags.main].find(({ tag }) => tag === wanted)?.bytes;
  const comment = find(TAGS.userComment);
  const description = find(TAGS.imageDescription);
  const xp = find(TAGS.xpComment);
  const said = comment === undefined ? "" : decodeUserComment(comment, tags.isLittleEndian);
  const named = [...tags.main.flatMap(readNamedTag), ...readNamedJson(said)];
  const isNamed = description !== undefined && NAMED_JSON.test(plainText(description));
  const texts = [
    !NAMED_JSON.test(said) && { keyword: "UserComment", text: said },
    description && !isNamed && { keyword: "ImageDescription", text: plainText(description) },
    xp && { keyword: "XPComment", text: cleanText(cutZeros(decodeUtf16(xp))).trim() },
    ...named,
  ];
  return {
    texts: texts.filter((text): text is PngText => text !== undefined && text !== false && text.text !== ""),
    takenAt: toTime(find(TAGS.takenAt), find(TAGS.fraction), find(TAGS.zone)),
  };
}

function readNamedTag({ tag, bytes }: TiffTag): readonly PngText[] {
  return tag < FREE_TEXTS[0] || tag > FREE_TEXTS[1] ? [] : readNamedJson(plainText(bytes));
}

function readNamedJson(text: string): readonly PngText[] {
  const [start, name = ""] = NAMED_JSON.exec(text) ?? [];
  return start === undefined ? [] : [{ keyword: name.toLowerCase(), text: text.slice(start.length) }];
}

function plainText(bytes: Buffer): string {
  return cleanText(cutZeros(decodeUtf8OrLatin1(bytes).text)).trim();
}

/** `2019:07:21 23:06:38`, and the tags beside it, as ISO 8601. */
function toTime(
  time: Buffer | undefined,
  fraction: Buffer | undefined,
  zone: Buffer | undefined,
): string | undefined {
  const parts = /^(\d{4})[:-](\d\d)[:-](\d\d)[ T](\d\d:\d\d:\d\d)$/.exec(time ? plainText(time) : "");
  if (parts === null) return undefined;
  const [, year, month, day, clock] = parts;
  const digits = /^\d{1,6}$/.exec(fraction ? plainText(fraction) : "")?.[0];
  const offset = /^[+-]\d\d:\d\d$/.exec(zone ? plainText(zone) : "")?.[0];
  return `${year}-${month}-${day}T${clock}${digits === undefined ? "" : `.${digits}`}${offset ?? ""}`;
}
