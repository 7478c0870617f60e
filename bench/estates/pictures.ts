import sharp, { type Sharp } from "sharp";
import type { Picture } from "./rows.js";

/** What pictures of a kind have in common. */
interface PictureKind {
  readonly extension: "png" | "jpg";
  readonly width: number;
  readonly height: number;
  /** How many are drawn; the others are the same with other bytes behind them. */
  readonly variants: number;
  readonly encode: (drawn: Sharp) => Sharp;
}

/** `generated`: what a generator writes. `camera`: large, and a decoder may shrink it while it reads. */
const KINDS = {
  generated: { extension: "png", width: 512, height: 720, variants: 40, encode: (drawn) => drawn.png() },
  camera: {
    extension: "jpg",
    width: 4000,
    height: 3000,
    variants: 8,
    encode: (drawn) => drawn.jpeg({ quality: 85 }),
  },
} as const satisfies Readonly<Record<string, PictureKind>>;

export type PictureKindName = keyof typeof KINDS;

/** Pictures with gradients, edges and grain: a function from number to picture. */
export async function drawPictures(name: PictureKindName): Promise<(number: number) => Picture> {
  const kind: PictureKind = KINDS[name];
  const { extension, width, height, variants } = kind;
  const drawn: Buffer[] = [];
  for (let variant = 0; variant < variants; variant++) drawn.push(await drawPicture(kind, variant));
  return (number) => {
    const bytes = drawn[number % variants] as Buffer;
    // Bytes after the end of a picture are read by nobody, but make each file another one.
    return { extension, bytes: Buffer.concat([bytes, Buffer.from(String(number))]), width, height };
  };
}

async function drawPicture(
  { width, height, variants, encode }: PictureKind,
  variant: number,
): Promise<Buffer> {
  const hue = (variant * 360) / variants;
  const unit = width / 512;
  const circles = Array.from({ length: 30 }, (_, index) => {
    const [x, y] = [
      (index * 97 + variant * 31) % 512,
      (index * 173 + variant * 57) % Math.round(height / unit),
    ];
    const radius = unit * (12 + ((index * 7) % 60));
    return `<circle cx="${unit * x}" cy="${unit * y}" r="${radius}" fill="hsl(${hue + index * 11} 60% 50%)" opacity="0.5"/>`;
  });
  const svg = `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}">
    <defs><linearGradient id="g" x2="1" y2="1"><stop stop-color="hsl(${hue} 70% 30%)"/><stop offset="1" stop-color="hsl(${hue + 90} 70% 80%)"/></linearGradient></defs>
    <rect width="100%" height="100%" fill="url(#g)"/>${circles.join("")}</svg>`;
  const grain = {
    width,
    height,
    channels: 3,
    noise: { type: "gaussian", mean: 128, sigma: 12 },
  } as const;
  const overlay = await sharp({ create: { ...grain, background: "#808080" } })
    .png()
    .toBuffer();
  const picture = sharp(Buffer.from(svg)).composite([{ input: overlay, blend: "soft-light" }]);
  return encode(picture.removeAlpha()).toBuffer();
}
