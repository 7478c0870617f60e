import { inflateSync } from "node:zlib";
import { decodeUtf8OrLatin1 } from "../../source/decode-text.js";

/** One text that a PNG carries. */
export interface PngText {
  readonly keyword: string;
  readonly text: string;
}

/** What is written in a PNG beside its pixels. */
interface PngTexts {
  /** In file order, those after the pixels too. */
  readonly texts: readonly PngText[];
  /** The TIFF block of an eXIf chunk. */
  readonly exif: Buffer | undefined;
  /** Why some of it could not be read: parts of sentences. */
  readonly faults: readonly string[];
}

/** What one compressed chunk, and all of a file together, may inflate to. */
const MOST_IN_CHUNK = 8 * 1024 * 1024;
const MOST_IN_FILE = 32 * 1024 * 1024;
const SIGNATURE_BYTES = 8;
const OTHER_BYTES = 12;
const LONGEST_KEYWORD = 79;

interface Allowance {
  left: number;
}

/** The text chunks of a PNG, read within fixed bounds. Never throws; bytes that are no PNG give nothing. */
export function readPngTexts(png: Buffer): PngTexts {
  const texts: PngText[] = [];
  const faults: string[] = [];
  const allowance = { left: MOST_IN_FILE };
  let exif: Buffer | undefined;
  for (const { type, data } of listChunks(png)) {
    if (type === "eXIf") exif ??= data;
    const read = Object.hasOwn(READERS, type) ? READERS[type]?.(data, allowance) : undefined;
    if (typeof read === "string") faults.push(read);
    else if (read !== undefined) texts.push(read);
  }
  return { texts, exif, faults };
}

/** One chunk of a PNG, with the place where it begins. */
export interface PngChunk {
  readonly type: string;
  readonly data: Buffer;
  readonly at: number;
}

/** The chunks of a PNG, their checksums not looked at. Stops at the first one that is cut off. */
export function* listChunks(png: Buffer): Generator<PngChunk> {
  let at = SIGNATURE_BYTES;
  while (at + OTHER_BYTES <= png.length) {
    const length = png.readUInt32BE(at);
    const end = at + 8 + length;
    if (end + 4 > png.length) return;
    yield { type: png.toString("latin1", at + 4, at + 8), data: png.subarray(at + 8, end), at };
    at = end + 4;
  }
}

type TextReader = (data: Buffer, allowance: Allowance) => PngText | string | undefined;

const READERS: { readonly [type: string]: TextReader } = {
  tEXt: (data) => {
    const [keyword, rest] = splitKeyword(data);
    return keyword === undefined ? undefined : { keyword, text: decodeUtf8OrLatin1(rest).text };
  },
  zTXt: (data, allowance) => {
    const [keyword, rest] = splitKeyword(data);
    if (keyword === undefined) return undefined;
    const bytes = inflate(rest.subarray(1), keyword, allowance);
    return typeof bytes === "string" ? bytes : { keyword, text: decodeUtf8OrLatin1(bytes).text };
  },
  iTXt: (data, allowance) => {
    const [keyword, rest] = splitKeyword(data);
    // Compression flag and method, then language and translated keyword, each ended by a zero.
    const language = rest.indexOf(0, 2);
    const translated = language < 0 ? -1 : rest.indexOf(0, language + 1);
    if (keyword === undefined || translated < 0) return undefined;
    const body = rest.subarray(translated + 1);
    const bytes = rest[0] === 1 ? inflate(body, keyword, allowance) : body;
    return typeof bytes === "string" ? bytes : { keyword, text: decodeUtf8OrLatin1(bytes).text };
  },
};

function splitKeyword(data: Buffer): readonly [string | undefined, Buffer] {
  const zero = data.indexOf(0);
  if (zero < 1 || zero > LONGEST_KEYWORD) return [undefined, data];
  return [data.toString("latin1", 0, zero), data.subarray(zero + 1)];
}

/** The inflated bytes, or what is wrong with them. */
function inflate(data: Buffer, keyword: string, allowance: Allowance): Buffer | string {
  const most = Math.min(MOST_IN_CHUNK, allowance.left);
  const tooLong = `the text "${keyword}" unpacks to more than ${MOST_IN_CHUNK / 1024 / 1024} MiB, or all texts to more than ${MOST_IN_FILE / 1024 / 1024} MiB`;
  if (most <= 0) return tooLong;
  try {
    const bytes = inflateSync(data, { maxOutputLength: most });
    allowance.left -= bytes.length;
    return bytes;
  } catch (error) {
    // What was unpacked before the bound was hit cost as much as if it had been kept.
    allowance.left -= most;
    const code = (error as NodeJS.ErrnoException).code;
    return code === "ERR_BUFFER_TOO_LARGE" ? tooLong : `the text "${keyword}" can't be unpacked`;
  }
}
