import { createHash } from "node:crypto";
import { mkdirSync, readdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { drawNoise } from "./pictures.js";

/** Pictures of the project: so many that a signal comes before the last is made small. */
export const PICTURES = 40;

/** A project of one album whose pictures take a while each. */
export async function writeSlowProject(dir: string): Promise<void> {
  const folder = join(dir, "data/legacy/noise");
  mkdirSync(folder, { recursive: true });
  mkdirSync(join(dir, "manifests"));
  writeFileSync(join(dir, "sync.config.yaml"), "estate: main\n");
  writeFileSync(join(dir, "data/legacy/.album-sync-root"), "main\n");
  const side = 900;
  const bytes = await drawNoise(side, side).png({ compressionLevel: 1 }).toBuffer();
  const entries = Array.from({ length: PICTURES }, (_, index) => {
    // Bytes after the end of a PNG change its hash and nothing else.
    const picture = Buffer.concat([bytes, Buffer.from([index])]);
    const sha256 = createHash("sha256").update(picture).digest("hex");
    writeFileSync(join(folder, `${index}.png`), picture);
    return `  - { file: noise/${index}.png, sha256: "${sha256}", bytes: ${picture.length}, width: ${side}, height: ${side} }`;
  });
  const head = "kind: album\nslug: noise\nname: Noise\nimages:\n";
  writeFileSync(join(dir, "manifests/noise.yaml"), `${head}${entries.join("\n")}\n`);
}

/** How many are there. */
export function countThumbnails(dir: string): number {
  try {
    return readdirSync(join(dir, "data/thumbnails")).filter((name) => name.endsWith(".webp")).length;
  } catch {
    return 0;
  }
}
