import { effect, signal } from "@preact/signals";
import { get } from "./client.js";
import { changes } from "./events.js";

/** Ids of the images that are not safe for work; undefined until the server named them. */
export const nsfwIds = signal<ReadonlySet<number> | undefined>(undefined);

/** Asks for them now and whenever something changed. */
export function followNsfw(): void {
  effect(() => {
    if (changes.value < 0) return;
    get<{ readonly ids: readonly number[] }>("/images/ids", { nsfw: true })
      .then(({ ids }) => {
        nsfwIds.value = new Set(ids);
      })
      .catch(() => {
        // Without an answer everything stays veiled.
      });
  });
}
