import sharp from "sharp";

/** No picture of the estate is bigger, in bytes. */
export const MAX_BYTES = 24_900;

// libimagequant takes fewer colours for less quality; from 16 on, four bits a pixel do.
const PALETTES = [
  { colours: 256, quality: 100 },
  { colours: 256, quality: 85 },
  { colours: 256, quality: 70 },
  { colours: 16, quality: 100 },
] as const;

/** The SVG as a PNG with a palette, at most {@link MAX_BYTES} long: the same bytes for the same SVG. Throws when it can't be. */
export async function renderPng(svg: string): Promise<Buffer> {
  const drawn = await sharp(Buffer.from(svg))
    .flatten({ background: "#000" })
    .raw()
    .toBuffer({ resolveWithObject: true });
  for (const palette of PALETTES) {
    const png = await sharp(drawn.data, { raw: drawn.info })
      .png({ ...palette, palette: true, dither: 0, effort: 10, compressionLevel: 9 })
      .toBuffer();
    if (png.length <= MAX_BYTES) return png;
  }
  throw new Error(`A picture does not fit into ${MAX_BYTES} bytes.`);
}
