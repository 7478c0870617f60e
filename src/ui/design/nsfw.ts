import { signal } from "@preact/signals";

/** What is done with pictures that are not safe for work. */
export type NsfwMode = "hide" | "blur" | "show";

const NSFW = "album-sync.nsfw";
export const nsfwMode = signal<NsfwMode>(readNsfw());

export function setNsfwMode(mode: NsfwMode): void {
  nsfwMode.value = mode;
  localStorage.setItem(NSFW, mode);
}

function readNsfw(): NsfwMode {
  const kept = localStorage.getItem(NSFW);
  return kept === "hide" || kept === "show" ? kept : "blur";
}
