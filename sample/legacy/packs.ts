import { join } from "node:path";
import sharp from "sharp";
import { drawBands } from "./png-file.js";
import { writeTo } from "./write-tree.js";

interface Pack {
  readonly name: string;
  readonly count: number;
  readonly nameOf: (number: number) => string;
  readonly scraped: boolean;
}

const ORNAMENTS = ["Lattice", "Rosette", "Scales", "Waves", "Knot", "Star Tiles", "Meander", "Vines"];
const pad = (number: number): string => String(number).padStart(3, "0");

/** Pictures of others, by names only; two packs keep the list of the program that fetched them. */
const PACKS: readonly Pack[] = [
  { name: "Tarot scans", count: 77, nameOf: (n) => `tarot_scan_${pad(n)}`, scraped: true },
  { name: "Card backs", count: 32, nameOf: (n) => `Card Back ${n}`, scraped: false },
  {
    name: "Ornament Studies",
    count: 67,
    nameOf: (n) => `${pad(n)} ${ORNAMENTS[n % ORNAMENTS.length]}`,
    scraped: false,
  },
  { name: "woodcut-borders", count: 67, nameOf: (n) => `border-${pad(n)}-large`, scraped: true },
];

/** Writes the reference packs, JPEG and PNG by turns. */
export async function writePacks(dir: string): Promise<void> {
  for (const { name, count, nameOf, scraped } of PACKS) {
    const names = Array.from({ length: count }, (_, index) => nameOf(index + 1));
    for (const [index, image] of names.entries()) {
      const png = drawBands(`${name}/${image}`, 160, 240);
      const isJpeg = index % 2 === 0;
      const bytes = isJpeg ? await sharp(png).jpeg({ quality: 70 }).toBuffer() : png;
      writeTo(join(dir, name, `${image}.${isJpeg ? "jpg" : "png"}`), bytes);
    }
    if (scraped) writeTo(join(dir, name, "manifest.json"), formatList(name, names));
  }
}

function formatList(pack: string, names: readonly string[]): string {
  const images = names.map((name) => ({
    title: name,
    page: `https://example.org/${encodeURIComponent(name)}`,
  }));
  return `${JSON.stringify({ pack, images }, undefined, 1)}\n`;
}
