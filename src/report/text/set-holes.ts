import type { Address } from "../../model/address.js";
import type { Resource } from "../../model/resource.js";
import { coverAlbums, listDoubled, listMissing } from "../../model/sets/coverage.js";
import { count } from "../../model/words.js";
import { elideMiddle, printable } from "./printable.js";

/** An album that lacks items of its set template or shows some of them more than once. */
interface SetHoles {
  readonly album: Address;
  /** E.g. `12 of 20 items of Moon cards`. */
  readonly shown: string;
  /** In the order of the template. */
  readonly missing: readonly string[];
  readonly doubled: readonly string[];
}

const LONGEST_NAME = 120;

/** The albums with holes or doubles, ascending; `resources` are those of the whole estate, or none. */
export function listSetHoles(resources: Iterable<Resource>): readonly SetHoles[] {
  return coverAlbums(resources).flatMap(({ album, template, items }) => {
    const missing = listMissing(items);
    const doubled = listDoubled(items).map(({ item }) => item);
    if (missing.length + doubled.length === 0) return [];
    const name = elideMiddle(printable(String(template.fields.name ?? template.fields.slug)), LONGEST_NAME);
    const shown = `${items.length - missing.length} of ${count(items.length, "item")} of ${name}`;
    return [{ album: album.address, shown, missing, doubled }];
  });
}

/** How a report writes holes. */
interface HoleStyle {
  /** Items that are named of those missing, and of those doubled. */
  readonly most: number;
  /** Escapes an item. */
  readonly render: (item: string) => string;
  /** Escapes any other text. */
  readonly escapeText: (text: string) => string;
}

/** E.g. `15 of 20 items of Moon cards; 5 missing: One, …; 1 doubled: Two`, never long. */
export function describeSetHoles(
  { shown, missing, doubled }: SetHoles,
  { most, render, escapeText }: HoleStyle,
): string {
  const parts = [
    escapeText(shown),
    ...[missing, doubled].flatMap((items, index) => {
      if (items.length === 0) return [];
      const rest = items.length - most;
      const names = items
        .slice(0, most)
        .map((item) => render(elideMiddle(printable(item), LONGEST_NAME)))
        .join(", ");
      return [
        `${items.length} ${index === 0 ? "missing" : "doubled"}: ${names}${rest > 0 ? ` and ${rest} more` : ""}`,
      ];
    }),
  ];
  return parts.join("; ");
}
