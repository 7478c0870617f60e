import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";

const SET_SIZE = 100;

/** The set that has all items. */
export const WHOLE_SET = "whole";

/**
 * Writes a project with `items` items in sets of 100, or `setSize`, to `dir`, an album without images for each set, and one set more that
 * has as many items and no album.
 */
export function writeSets(dir: string, items: number, setSize = SET_SIZE): void {
  for (const folder of ["manifests", "data/legacy"]) mkdirSync(join(dir, folder), { recursive: true });
  writeFileSync(join(dir, "sync.config.yaml"), "estate: bench\ndatabase: sqlite:data/albums.db\n");
  writeFileSync(join(dir, "data/legacy/.album-sync-root"), "bench\n");
  writeSet(dir, WHOLE_SET, 0, items);
  for (let first = 0; first < items; first += setSize) {
    const name = `set-${first / setSize}`;
    writeSet(dir, name, first, Math.min(items, first + setSize));
    const album = `kind: album\nslug: bench/of-${name}\nname: Of ${name}\ntype: deck\nset_template: ${name}\nimages: []\n`;
    writeFileSync(join(dir, `manifests/of-${name}.yaml`), album);
  }
}

function writeSet(dir: string, name: string, first: number, end: number): void {
  const lines = ["name,subject"];
  for (let item = first; item < end; item++)
    lines.push(`Item ${item},a quarry in deep winter number ${item}`);
  writeFileSync(join(dir, `data/${name}.csv`), `${lines.join("\n")}\n`);
  const manifest = [
    "kind: set-template",
    `slug: ${name}`,
    `name: ${name}`,
    "items:",
    `  csv: ../data/${name}.csv`,
    '  key: "{name}"',
    "base_prompt: A picture",
    'prompt_template: "{name}, {subject}"',
  ];
  writeFileSync(join(dir, `manifests/${name}.yaml`), `${manifest.join("\n")}\n`);
}
