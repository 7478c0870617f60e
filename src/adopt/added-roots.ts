import { existsSync } from "node:fs";
import { basename, dirname, join, relative, resolve, sep } from "node:path";
import { ROOT_MARKER } from "../manifest/check/assets.js";
import { addRoots } from "../manifest/edit/add-roots.js";
import type { TextToWrite } from "../manifest/edit/render.js";
import type { AssetRoot, Settings } from "../model/estate.js";

/** Names files by the asset roots that there are, and by a new one for each folder that none of them holds. */
export class AddedRoots {
  readonly #settings: Settings;
  readonly #roots: AssetRoot[] = [];
  readonly #names = new Set<string>();
  /** Positions of the roots by folder. */
  readonly #positions = new Map<string, number>();
  /** Roots in which a file was found. */
  readonly #found = new Set<AssetRoot>();

  constructor(settings: Settings) {
    this.#settings = settings;
    for (const root of settings.assetRoots) this.#add(root);
  }

  /** The path with its name under the asset roots. */
  locate(path: string): { readonly path: string; readonly file: string } {
    const index = this.#findRoot(path) ?? this.#add(this.#newRoot(dirname(path)));
    const root = this.#roots[index] as AssetRoot;
    if (!this.#found.has(root) && existsSync(path)) this.#found.add(root);
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

  #add(root: AssetRoot): number {
    const index = this.#roots.push(root) - 1;
    this.#names.add(root.name);
    if (!this.#positions.has(root.dir)) this.#positions.set(root.dir, index);
    return index;
  }

  /** The first root that holds a file. Looks at the folders above it: there can be as many roots as folders. */
  #findRoot(path: string): number | undefined {
    let first: number | undefined;
    let folder = resolve(path);
    for (let below = ""; folder !== below; ) {
      below = folder;
      folder = dirname(below);
      const index = folder === below ? undefined : this.#positions.get(folder);
      if (index !== undefined && (first === undefined || index < first)) first = index;
    }
    return first;
  }

  #newRoot(dir: string): AssetRoot {
    const base =
      basename(dir)
        .toLowerCase()
        .replace(/[^a-z0-9]+/g, "-")
        .replace(/^-+|-+$/g, "") || "files";
    for (let count = 1; ; count++) {
      const name = count === 1 ? base : `${base}-${count}`;
      if (!this.#names.has(name)) return { name, dir, servedFrom: undefined };
    }
  }
}
