import type { Json } from "../../model/json.js";
import { cleanText } from "../decode-text.js";
import { type FactValues, mergeFacts } from "../fact-sheet.js";
import { readJson } from "../read-json.js";
import { readA1111 } from "./a1111.js";
import { readComfyGraph } from "./comfyui.js";
import { findJpegExif, findWebpExif } from "./exif-block.js";
import { readInvokeAi } from "./invokeai.js";
import { type PngText, readPngTexts } from "./png-texts.js";
import { readUserComment } from "./user-comment.js";

/** What a picture says about how it was made. */
export interface EmbeddedFacts {
  /** Facts of the parsers; every text is in `metadata` as well, as it stood in the file. */
  readonly values: FactValues;
  /** What could not be read: parts of sentences. */
  readonly faults: readonly string[];
}

/** Longer texts can't be a recipe; they are left in the file. */
const LONGEST_TEXT = 1024 * 1024;

/** Facts that a generator wrote into a PNG, JPEG or WebP. Never throws. */
export function readEmbedded(picture: Buffer, mediaType: string): EmbeddedFacts {
  const { texts, exif, faults } = readTexts(picture, mediaType);
  const comment = exif === undefined ? undefined : readUserComment(exif);
  const named = comment === undefined ? texts : [...texts, { keyword: "UserComment", text: comment }];
  const sorted = sortTexts(named, [...faults]);
  const parsed = [...sorted.texts].map(([keyword, text]) => parseText(keyword, text) ?? {});
  const raw = Object.fromEntries([...sorted.texts].map(([keyword, text]) => [`metadata.${keyword}`, text]));
  const sources = [...parsed, raw].map((values) => ({ origin: "embedded" as const, values }));
  return { values: mergeFacts(sources).values, faults: sorted.faults };
}

function readTexts(
  picture: Buffer,
  mediaType: string,
): {
  readonly texts: readonly PngText[];
  readonly exif: Buffer | undefined;
  readonly faults: readonly string[];
} {
  if (mediaType === "image/png") return readPngTexts(picture);
  const exif =
    mediaType === "image/jpeg"
      ? findJpegExif(picture)
      : mediaType === "image/webp"
        ? findWebpExif(picture)
        : undefined;
  return { texts: [], exif, faults: [] };
}

/** Texts by keyword. Of two with one keyword the first counts, as in the programs that write them. */
function sortTexts(
  texts: readonly PngText[],
  faults: string[],
): { readonly texts: ReadonlyMap<string, string>; readonly faults: readonly string[] } {
  const byKeyword = new Map<string, string>();
  for (const { keyword, text } of texts) {
    const known = byKeyword.get(keyword);
    if (text.length > LONGEST_TEXT) faults.push(`the text "${keyword}" is ${text.length} characters long`);
    else if (known !== undefined && known !== cleanText(text))
      faults.push(`there are several texts "${keyword}", the first one was taken`);
    else byKeyword.set(keyword, cleanText(text));
  }
  return { texts: byKeyword, faults };
}

function parseText(keyword: string, text: string): FactValues | undefined {
  if (keyword === "parameters" || keyword === "UserComment") return readA1111(text) ?? parseGraph(text);
  if (keyword === "prompt") return parseGraph(text);
  if (keyword === "invokeai_metadata") return readInvokeAi(jsonOf(text));
  return undefined;
}

function parseGraph(text: string): FactValues | undefined {
  return readComfyGraph(jsonOf(text));
}

function jsonOf(text: string): Json {
  const read = text.startsWith("{") ? readJson(text) : "no JSON";
  return typeof read === "string" ? null : read.value;
}
