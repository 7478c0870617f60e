import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";

const SET_SIZE = 100;

/** The set that has all items. */
export const WHOLE_SET = "whole";
/** The set that has many columns. */
export const WIDE_SET = "wide";

/** The items from `first` to before `end`. `more`: columns besides name and subject. */
interface Items {
  readonly first: number;
  readonly end: number;
  readonly more: number;
}

/**
 * Writes a project with `items` items in sets of 100, or `setSize`, to `dir`, an album without images for each set, and one set more that
 * has as many items and no album.
 */
export function writeSets(dir: string, items: number, setSize = SET_SIZE): void {
  writeProject(dir);
  writeSet(dir, WHOLE_SET, { first: 0, end: items, more: 0 });
  for (let first = 0; first < items; first += setSize) {
    const name = `set-${first / setSize}`;
    writeSet(dir, name, { first, end: Math.min(items, first + setSize), more: 0 });
    const album = `kind: album\nslug: bench/of-${name}\nname: Of ${name}\ntype: deck\nset_template: ${name}\nimages: []\n`;
    writeFileSync(join(dir, `manifests/of-${name}.yaml`), album);
  }
}

/** Writes a project with one set of `items` items to `dir`, a table of `columns` columns. */
export function writeWideSet(dir: string, items: number, columns: number): void {
  writeProject(dir);
  writeSet(dir, WIDE_SET, { first: 0, end: items, more: columns - 2 });
}

function writeProject(dir: string): void {
  for (const folder of ["manifests", "data/legacy"]) mkdirSync(join(dir, folder), { recursive: true });
  writeFileSync(join(dir, "sync.config.yaml"), "estate: bench\ndatabase: sqlite:data/albums.db\n");
  writeFileSync(join(dir, "data/legacy/.album-sync-root"), "bench\n");
}

function writeSet(dir: string, name: string, { first, end, more }: Items): void {
  const columns = Array.from({ length: more }, (_, index) => `detail_${index + 1}`);
  const lines = [["name", "subject", ...columns].join(",")];
  for (let item = first; item < end; item++)
    lines.push(
      [
        `Item ${item}`,
        `a quarry in deep winter number ${item}`,
        ...columns.map((column) => `${column} of item ${item}`),
      ].join(","),
    );
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
