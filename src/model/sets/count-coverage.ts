import { count } from "../words.js";

/** How much of its set an album shows, in items. `missing` and `doubled` are null where the names of the items are unknown. */
export interface CoverageCounts {
  readonly items: number;
  readonly of: number;
  readonly missing: number | null;
  readonly doubled: number | null;
}

/** Counts what is shown of a set. `names`: its items, or null; `shown`: how many images show each item. */
export function countCoverage(
  of: number,
  names: readonly string[] | null,
  shown: ReadonlyMap<string, number>,
): CoverageCounts {
  if (names === null) return { items: shown.size, of, missing: null, doubled: null };
  const missing = names.filter((name) => !shown.has(name)).length;
  const doubled = names.filter((name) => (shown.get(name) ?? 0) > 1).length;
  return { items: names.length - missing, of: names.length, missing, doubled };
}

/** E.g. `12 of 20 items, 8 missing, 1 doubled`. */
export function describeCoverage({ items, of, missing, doubled }: CoverageCounts): string {
  const holes = missing === null || missing === 0 ? "" : `, ${missing} missing`;
  const copies = doubled === null || doubled === 0 ? "" : `, ${doubled} doubled`;
  return `${items} of ${count(of, "item")}${holes}${copies}`;
}
