import { mkdirSync } from "node:fs";
import { join } from "node:path";
import type { Bench } from "../bench.js";
import { measure, type Sample, tryMeasure } from "../measure.js";
import { encodeTinyPng } from "./encode-png.js";
import { type TreeSize, writeOutputs } from "./outputs.js";
import { drawPictures, type PictureKindName } from "./pictures.js";
import { writeEstate } from "./rows.js";
import { writeSets, writeWideSet } from "./sets.js";
import { typeByHand } from "./typed.js";

/**
 * A project whose rows are in data/albums.db, which says that all thumbnails are made, and what the first apply took; a
 * text: why it failed.
 */
export interface Applied {
  readonly dir: string;
  readonly outcome: Sample | string;
}

/** Projects to measure on. Each is made once in a run. */
export interface Estates {
  /** Manifests of so many images; with a tiny file for each and a git repository, or without either. */
  rows(images: number, files: "with files" | "without files"): string;
  /** The same, applied. */
  applied(images: number, files: "with files" | "without files"): Applied;
  /** Without files, all images in one album, applied. */
  oneAlbum(images: number): Applied;
  /** So many images in one manifest that is formatted as people type. */
  typed(images: number): string;
  /** Pictures of a kind. */
  pictures(images: number, kind: PictureKindName): Promise<string>;
  /** An old tree, `outputs`, and the megabytes in it. */
  outputs(size: TreeSize): { readonly dir: string; readonly megabytes: number };
  /** So many items in sets of 100, each with an album; and one set of all of them. */
  sets(items: number): string;
  /** One set of so many items, a table of so many columns; applied. */
  wideSet(items: number, columns: number): Applied;
  /** An empty folder. */
  empty(name: string): string;
}

/** The folder of an applied project. Throws when its apply failed. */
export function dirOf({ dir, outcome }: Applied): string {
  if (typeof outcome === "string") throw new Error(`The first apply in ${dir} ${outcome}.`);
  return dir;
}

/** Words of an apply that writes rows only and looks at no file. */
export const ROWS_ONLY = ["apply", "--yes", "--no-thumbnails", "--assets", "none", "--json"];

/** Keeps projects in a folder. */
export function openEstates(folder: string, { sync, part }: Pick<Bench, "sync" | "part">): Estates {
  const made = new Map<string, unknown>();
  const once = <T>(name: string, make: (dir: string) => T): T => {
    if (!made.has(name)) {
      const dir = join(folder, name.replaceAll(/[ ,]+/g, "-"));
      mkdirSync(dir);
      process.stderr.write(`  makes ${name}\n`);
      made.set(name, make(dir));
    }
    return made.get(name) as T;
  };
  const rows: Estates["rows"] = (images, files) =>
    once(`${images} images ${files}`, (dir) => {
      const draw = (number: number) => ({ bytes: encodeTinyPng(number), width: 1, height: 1 });
      writeEstate(dir, images, files === "with files" ? draw : null);
      return dir;
    });
  const apply = (dir: string): Applied => {
    const outcome = tryMeasure(sync(dir, ...ROWS_ONLY));
    if (typeof outcome !== "string")
      measure(part("settle-thumbnails", dir, dir, `sqlite:${dir}/data/albums.db`));
    return { dir, outcome };
  };
  return {
    rows,
    applied: (images, files) => {
      const dir = rows(images, files);
      return once(`${images} images ${files}, applied`, () => apply(dir));
    },
    oneAlbum: (images) =>
      once(`an album of ${images} images`, (dir) => {
        writeEstate(dir, images, null, images);
        return apply(dir);
      }),
    typed: (images) =>
      once(`${images} images typed by hand`, (dir) => {
        writeEstate(dir, images, null, images);
        typeByHand(dir);
        return dir;
      }),
    pictures: (images, kind) =>
      once(`${images} ${kind} pictures`, async (dir) => {
        writeEstate(dir, images, await drawPictures(kind));
        return dir;
      }),
    outputs: (size) =>
      once(`${size.images} outputs of ${size.bytes} bytes`, (dir) => ({
        dir,
        megabytes: writeOutputs(dir, size) / 1e6,
      })),
    sets: (items) =>
      once(`${items} items`, (dir) => {
        writeSets(dir, items);
        return dir;
      }),
    wideSet: (items, columns) =>
      once(`${items} items of ${columns} columns`, (dir) => {
        writeWideSet(dir, items, columns);
        return apply(dir);
      }),
    empty: (name) => once(name, (dir) => dir),
  };
}
