import type { Fields, Resource } from "../../src/model/resource.js";

const ORIGIN = {
  origin: { source: { file: "manifests/a.yaml", line: 1, column: 1 }, path: [] },
  protect: false,
};
export const SUITS = ["Spades", "Hearts"];
export const VALUES = ["Ace", "Two", "Three"];

/** A set template, an album of it, and an image in that for each of `items`. */
export function deckOf(
  items: readonly string[],
  rows: readonly Fields[] = SUITS.flatMap((suit) => VALUES.map((value) => ({ value, suit }))),
  key = "{value} of {suit}",
): readonly Resource[] {
  const images = items.map((_item, index) => `image:deck/${index}.png`);
  return [
    {
      ...ORIGIN,
      kind: "set-template",
      address: "set-template:cards",
      fields: { slug: "cards", name: "The <deck>", items: rows, item_key: key },
    },
    {
      ...ORIGIN,
      kind: "album",
      address: "album:deck",
      fields: { slug: "deck", set_template: "cards" },
      images,
    },
    ...items.map(
      (item, index): Resource => ({
        ...ORIGIN,
        kind: "image",
        address: images[index] as string,
        fields: { item },
        albums: ["album:deck"],
        home: "album:deck",
        filenames: [],
      }),
    ),
  ];
}
