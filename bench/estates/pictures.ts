import sharp from "sharp";
import type { Picture } from "./rows.js";

const WIDTH = 512;
const HEIGHT = 720;
const VARIANTS = 40;

/** Pictures of 512 × 720 with gradients, edges and grain, as PNG: a function from number to picture. */
export async function drawPictures(): Promise<(number: number) => Picture> {
  const drawn = await Promise.all(Array.from({ length: VARIANTS }, (_, variant) => drawPicture(variant)));
  return (number) => {
    const bytes = drawn[number % VARIANTS] as Buffer;
    // Bytes after the end of a PNG are read by nobody, but make each file another one.
    return { bytes: Buffer.concat([bytes, Buffer.from(String(number))]), width: WIDTH, height: HEIGHT };
  };
}

async function drawPicture(variant: number): Promise<Buffer> {
  const hue = (variant * 360) / VARIANTS;
  const circles = Array.from({ length: 30 }, (_, index) => {
    const [x, y] = [(index * 97 + variant * 31) % WIDTH, (index * 173 + variant * 57) % HEIGHT];
    return `<circle cx="${x}" cy="${y}" r="${12 + ((index * 7) % 60)}" fill="hsl(${hue + index * 11} 60% 50%)" opacity="0.5"/>`;
  });
  const svg = `<svg xmlns="http://www.w3.org/2000/svg" width="${WIDTH}" height="${HEIGHT}">
    <defs><linearGradient id="g" x2="1" y2="1"><stop stop-color="hsl(${hue} 70% 30%)"/><stop offset="1" stop-color="hsl(${hue + 90} 70% 80%)"/></linearGradient></defs>
    <rect width="100%" height="100%" fill="url(#g)"/>${circles.join("")}</svg>`;
  const grain = {
    width: WIDTH,
    height: HEIGHT,
    channels: 3,
    noise: { type: "gaussian", mean: 128, sigma: 12 },
  } as const;
  const overlay = await sharp({ create: { ...grain, background: "#808080" } })
    .png()
    .toBuffer();
  return sharp(Buffer.from(svg))
    .composite([{ input: overlay, blend: "soft-light" }])
    .removeAlpha()
    .png()
    .toBuffer();
}
