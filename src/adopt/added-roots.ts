import { existsSync } from "node:fs";
import { basename, dirname, isAbsolute, join, relative, sep } from "node:path";
import { ROOT_MARKER } from "../manifest/check/assets.js";
import { addRoots } from "../manifest/edit/add-roots.js";
import type { TextToWrite } from "../manifest/edit/render.js";
import type { AssetRoot, Settings } from "../model/estate.js";

/** Names files by the asset roots that there are, and by a new one for each folder that none of them holds. */
export class AddedRoots {
  readonly #settings: Settings;
  readonly #roots: AssetRoot[];
  /** Roots in which a file was found. */
  readonly #found = new Set<AssetRoot>();

  constructor(settings: Settings) {
    this.#settings = settings;
    this.#roots = [...settings.assetRoots];
  }

  /** The path with its name under the asset roots. */
  locate(path: string): { readonly path: string; readonly file: string } {
    const found = this.#roots.findIndex(({ dir }) => isInside(dir, path));
    const index = found < 0 ? this.#roots.push(this.#newRoot(dirname(path))) - 1 : found;
    const root = this.#roots[index] as AssetRoot;
    if (existsSync(path)) this.#found.add(root);
    const inside = relative(root.dir, path).split(sep).join("/");
    return { path, file: index === 0 ? inside : `${root.name}/${inside}` };
  }

  /** The configuration with the new roots, their markers, and those that roots with files of rows lack. */
  describe(): readonly TextToWrite[] {
    const added = this.#roots.slice(this.#settings.assetRoots.length);
    const markers = [...new Set([...added, ...this.#found])]
      .map(({ dir }) => ({ file: join(dir, ROOT_MARKER), text: `${this.#settings.estate}\n` }))
      .filter(({ file }) => !existsSync(file));
    return added.length === 0 ? markers : [addRoots(this.#settings, added), ...markers];
  }

  #newRoot(dir: string): AssetRoot {
    const base =
      basename(dir)
        .toLowerCase()
        .replace(/[^a-z0-9]+/g, "-")
        .replace(/^-+|-+$/g, "") || "files";
    const names = new Set(this.#roots.map(({ name }) => name));
    for (let count = 1; ; count++) {
      const name = count === 1 ? base : `${base}-${count}`;
      if (!names.has(name)) return { name, dir, servedFrom: undefined };
    }
  }
}

function isInside(dir: string, path: string): boolean {
  const inside = relative(dir, path);
  return inside !== "" && !inside.startsWith("..") && !isAbsolute(inside);
}
