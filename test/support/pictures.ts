import { createHash } from "node:crypto";
import { crc32, deflateSync } from "node:zlib";
import sharp, { type Sharp } from "sharp";

/** Colours far from each other, by the letter that tests name them with. */
const COLOURS = { r: [220, 30, 30], g: [30, 170, 40], b: [30, 50, 220], y: [240, 220, 40] } as const;
type Letter = keyof typeof COLOURS;
type Rgb = readonly [number, number, number];

/** Four quadrants, top left, top right, bottom left, bottom right: "rgby" unless another order is asked for. */
export function drawQuadrants(width: number, height: number, order = "rgby"): Sharp {
  const pixels = Buffer.alloc(width * height * 3);
  for (let y = 0; y < height; y++)
    for (let x = 0; x < width; x++) {
      const quadrant = (y * 2 >= height ? 2 : 0) + (x * 2 >= width ? 1 : 0);
      pixels.set(COLOURS[order[quadrant] as Letter], (y * width + x) * 3);
    }
  return sharp(pixels, { raw: { width, height, channels: 3 } });
}

/** The quadrants of a picture as {@link drawQuadrants} names them, by the nearest colour, EXIF orientation ignored. */
export async function readQuadrants(picture: Buffer): Promise<string> {
  const { data, info } = await sharp(picture).removeAlpha().raw().toBuffer({ resolveWithObject: true });
  const at = (x: number, y: number): string => {
    const offset = (Math.floor(y * info.height) * info.width + Math.floor(x * info.width)) * info.channels;
    return nearestColour([data[offset] ?? 0, data[offset + 1] ?? 0, data[offset + 2] ?? 0]);
  };
  return at(0.25, 0.25) + at(0.75, 0.25) + at(0.25, 0.75) + at(0.75, 0.75);
}

/** Mean difference of two pictures as they look, from 0 (alike) to 255; their sizes may differ. */
export async function comparePictures(a: Buffer, b: Buffer): Promise<number> {
  const [left, right] = await Promise.all([miniature(a), miniature(b)]);
  let sum = 0;
  for (let i = 0; i < left.length; i++) sum += Math.abs((left[i] ?? 0) - (right[i] ?? 0));
  return sum / left.length;
}

/** Random pixels: hard to compress, so that a cut-off file has lost some. `seed` chooses them. */
export function drawNoise(width: number, height: number, seed = 1): Sharp {
  let state = seed;
  const pixels = Uint8Array.from({ length: width * height * 3 }, () => {
    state = (state * 1103515245 + 12345) & 0x7fffffff;
    return state >> 16;
  });
  return sharp(pixels, { raw: { width, height, channels: 3 } });
}

/** A PNG that claims a size in its header and holds next to nothing. */
export function forgePng(width: number, height: number, interlaced = false): Buffer {
  const header = Buffer.alloc(13);
  header.writeUInt32BE(width, 0);
  header.writeUInt32BE(height, 4);
  // One bit of grey a pixel; then compression, filter and interlace method.
  header.set([1, 0, 0, 0, interlaced ? 1 : 0], 8);
  const parts = [
    chunk("IHDR", header),
    chunk("IDAT", deflateSync(Buffer.alloc(64))),
    chunk("IEND", Buffer.alloc(0)),
  ];
  return Buffer.concat([Buffer.from("\x89PNG\r\n\x1a\n", "latin1"), ...parts]);
}

/** SHA-256 as 64 hex digits. */
export function hashBytes(bytes: Uint8Array): string {
  return createHash("sha256").update(bytes).digest("hex");
}

async function miniature(picture: Buffer): Promise<Buffer> {
  return sharp(picture, { autoOrient: true })
    .flatten({ background: "white" })
    .toColourspace("srgb")
    .resize(16, 16, { fit: "fill" })
    .raw()
    .toBuffer();
}

function nearestColour(pixel: Rgb): Letter {
  const distance = (colour: Rgb): number =>
    colour.reduce((sum, part, i) => sum + (part - (pixel[i] ?? 0)) ** 2, 0);
  const letters = Object.keys(COLOURS) as Letter[];
  return letters.reduce((best, letter) =>
    distance(COLOURS[letter]) < distance(COLOURS[best]) ? letter : best,
  );
}

function chunk(type: string, data: Buffer): Buffer {
  const length = Buffer.alloc(4);
  length.writeUInt32BE(data.length);
  const body = Buffer.concat([Buffer.from(type, "latin1"), data]);
  const check = Buffer.alloc(4);
  check.writeUInt32BE(crc32(body));
  return Buffer.concat([length, body, check]);
}
