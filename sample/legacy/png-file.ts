import { crc32, deflateSync } from "node:zlib";
import { diceFor } from "./seeded.js";

const SIGNATURE = Buffer.from("\x89PNG\r\n\x1a\n", "latin1");
const PALETTE_COLOURS = 8;

/** One chunk of a PNG with its checksum. */
export function pngChunk(type: string, data: Buffer): Buffer {
  const length = Buffer.alloc(4);
  length.writeUInt32BE(data.length);
  const body = Buffer.concat([Buffer.from(type, "latin1"), data]);
  const check = Buffer.alloc(4);
  check.writeUInt32BE(crc32(body));
  return Buffer.concat([length, body, check]);
}

/** Where chunks are put into a picture. */
interface ExtraChunks {
  readonly before?: readonly Buffer[];
  /** Behind the pixels. */
  readonly after?: readonly Buffer[];
}

/** A picture of coloured bands as a PNG with a palette; `name` seeds it, so that no two names give the same bytes. */
export function drawBands(name: string, width: number, height: number, extra: ExtraChunks = {}): Buffer {
  const dice = diceFor(name);
  const palette = Buffer.from(Array.from({ length: PALETTE_COLOURS * 3 }, () => Math.floor(dice() * 256)));
  const slope = dice() * 2 - 1;
  const period = 24 + Math.floor(dice() * 60);
  const rows = Buffer.alloc((width + 1) * height);
  for (let y = 0; y < height; y++)
    for (let x = 0; x < width; x++) {
      const band = Math.floor((y + slope * x) / period);
      rows[y * (width + 1) + 1 + x] = ((band % PALETTE_COLOURS) + PALETTE_COLOURS) % PALETTE_COLOURS;
    }
  return joinPng([
    pngHeader(width, height, 3),
    pngChunk("PLTE", palette),
    ...(extra.before ?? []),
    pngChunk("IDAT", deflateSync(rows, { level: 1 })),
    ...(extra.after ?? []),
  ]);
}

/** A PNG that claims a size and holds next to nothing. */
export function forgeSize(width: number, height: number, interlaced = false): Buffer {
  return joinPng([
    pngHeader(width, height, 0, 1, interlaced),
    pngChunk("IDAT", deflateSync(Buffer.alloc(64))),
  ]);
}

/** An IHDR chunk; `colour` as the format numbers it: 0 grey, 3 palette. */
function pngHeader(width: number, height: number, colour: number, bits = 8, interlaced = false): Buffer {
  const header = Buffer.alloc(13);
  header.writeUInt32BE(width, 0);
  header.writeUInt32BE(height, 4);
  header.set([bits, colour, 0, 0, interlaced ? 1 : 0], 8);
  return pngChunk("IHDR", header);
}

/** A tEXt chunk; the text in Latin-1, or in UTF-8 as many programs write it. */
export function textChunk(keyword: string, text: string, encoding: "latin1" | "utf8" = "latin1"): Buffer {
  return pngChunk(
    "tEXt",
    Buffer.concat([Buffer.from(`${keyword}\0`, "latin1"), Buffer.from(text, encoding)]),
  );
}

/** A zTXt chunk. */
export function packedTextChunk(keyword: string, text: Buffer): Buffer {
  return pngChunk("zTXt", Buffer.concat([Buffer.from(`${keyword}\0\0`, "latin1"), deflateSync(text)]));
}

/** An iTXt chunk without language. */
export function unicodeTextChunk(keyword: string, text: string, packed = false): Buffer {
  const head = Buffer.from(`${keyword}\0${packed ? "\x01" : "\0"}\0\0\0`, "latin1");
  const body = Buffer.from(text, "utf8");
  return pngChunk("iTXt", Buffer.concat([head, packed ? deflateSync(body) : body]));
}

function joinPng(chunks: readonly Buffer[]): Buffer {
  return Buffer.concat([SIGNATURE, ...chunks, pngChunk("IEND", Buffer.alloc(0))]);
}
