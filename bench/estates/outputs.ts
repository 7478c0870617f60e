import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { recipe } from "../../sample/legacy/recipe.js";
import { formatSidecar } from "../../sample/legacy/sidecar.js";
import { encodeNoise } from "./encode-png.js";

/** How big a legacy tree is. */
export interface TreeSize {
  readonly images: number;
  /** Of one picture. */
  readonly bytes: number;
}

const FOLDER_SIZE = 100;
const START = Date.parse("2025-10-01T00:00:00Z");

/**
 * Writes a project without images to `dir`, and beside its manifests an old tree, `outputs`: decks of 100 pictures, or
 * `folderSize`, a sidecar beside each. Returns the bytes of all files of the tree. The same size gives the same files.
 */
export function writeOutputs(dir: string, { images, bytes }: TreeSize, folderSize = FOLDER_SIZE): number {
  mkdirSync(join(dir, "manifests"), { recursive: true });
  writeFileSync(join(dir, "sync.config.yaml"), "estate: bench\ndatabase: sqlite:data/albums.db\n");
  const draw = encodeNoise(bytes);
  let total = 0;
  for (let number = 0; number < images; number++) {
    const folder = join(dir, "outputs", `card_deck_${formatStamp(number - (number % folderSize))}`);
    if (number % folderSize === 0) mkdirSync(folder, { recursive: true });
    const stem = join(folder, `${formatStamp(number)}_Picture_${number}`);
    const sidecar = formatSidecar(
      recipe({
        prompt: `A quarry in deep winter, number ${number}, wide angle, muted colours`,
        timestamp: `${new Date(timeOf(number)).toISOString().slice(0, 19)}.481220`,
        seed: String(1_000_000 + number),
      }),
    );
    const picture = draw(number);
    writeFileSync(`${stem}.png`, picture);
    writeFileSync(`${stem}.json`, sidecar);
    total += picture.length + Buffer.byteLength(sidecar);
  }
  return total;
}

function timeOf(number: number): number {
  return START + number * 5000;
}

function formatStamp(number: number): string {
  return new Date(timeOf(number)).toISOString().slice(0, 19).replace(/[-:]/g, "").replace("T", "_");
}
