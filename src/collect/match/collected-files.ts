import type { KnownAlbum } from "./known-albums.js";

/** Which files of legacy folders manifests say were collected. */
export class CollectedFiles {
  readonly #roots = new Set<string>();
  /** `root/file`; `/file` for an album that doesn't say from which root. */
  readonly #files = new Set<string>();

  /** Names of the folders that were collected. */
  get roots(): ReadonlySet<string> {
    return this.#roots;
  }

  add({ provenance, entries }: Pick<KnownAlbum, "provenance" | "entries">): void {
    const albumRoot = provenance?.split("/")[0];
    for (const { sourceFile, sourceRoot } of entries) {
      if (sourceFile === undefined) continue;
      const root = sourceRoot ?? albumRoot;
      this.#files.add(`${root ?? ""}/${sourceFile}`);
      if (root !== undefined) this.#roots.add(root);
    }
  }

  /** True for a file that was collected from this root, or from a folder below it on its own. `file`: below the root. */
  has(root: string, file: string): boolean {
    if (this.#files.has(`/${file}`)) return true;
    const path = `${root.slice(root.lastIndexOf("/") + 1)}/${file}`;
    for (let at = 0; path.includes("/", at); at = path.indexOf("/", at) + 1)
      if (this.#files.has(path.slice(at))) return true;
    return false;
  }
}
