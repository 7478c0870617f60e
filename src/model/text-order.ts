/** Sort order of texts: by code unit, the same on every machine. For ASCII, and so for addresses, that is by byte. */
export function compareText(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

/** Sort order of names that numbers tell apart: `lora_2` before `lora_10`. */
export function compareNumbered(a: string, b: string): number {
  return a.localeCompare(b, "en", { numeric: true });
}

/** Sort order of a map's entries: by key. */
export function compareEntries([a]: readonly [string, unknown], [b]: readonly [string, unknown]): number {
  return compareText(a, b);
}

/** Sort order of what has an address. */
export function compareByAddress(a: { readonly address: string }, b: { readonly address: string }): number {
  return compareText(a.address, b.address);
}

/** A text as file systems see it that fold letter case or Unicode forms. */
export function foldPath(path: string): string {
  return path.normalize("NFC").toLowerCase();
}
