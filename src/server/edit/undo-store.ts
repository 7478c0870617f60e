import { randomUUID } from "node:crypto";
import type { Undo } from "../../engine/edit/save.js";
import type { Site } from "../site/site.js";

/** More saves, or more bytes of them, are forgotten, the oldest first. */
const MOST_SAVES = 100;
const MOST_BYTES = 64 * 1024 * 1024;

/** The ways back from the last saves of a server, by token; gone when the server ends. */
class UndoStore {
  readonly #saves = new Map<string, Undo>();

  /** Keeps a way back; gives its token. */
  keep(undo: Undo): string {
    const token = randomUUID();
    this.#saves.set(token, undo);
    for (const [oldest] of this.#saves) {
      if (oldest === token || (this.#saves.size <= MOST_SAVES && this.#bytes() <= MOST_BYTES)) break;
      this.#saves.delete(oldest);
    }
    return token;
  }

  /** Undefined for a token that nobody was given, or that is forgotten or spent. */
  find(token: string): Undo | undefined {
    return this.#saves.get(token);
  }

  spend(token: string): void {
    this.#saves.delete(token);
  }

  #bytes(): number {
    let bytes = 0;
    for (const undo of this.#saves.values())
      for (const { before, after } of undo) bytes += (before?.length ?? 0) + (after?.length ?? 0);
    return bytes;
  }
}

const STORES = new WeakMap<Site, UndoStore>();

/** The last saves of a server. */
export function savesOf(site: Site): UndoStore {
  const store = STORES.get(site) ?? new UndoStore();
  STORES.set(site, store);
  return store;
}
