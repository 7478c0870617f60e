import { readSet } from "../../sample/legacy/sets.js";
import type { KnownTemplate } from "../../src/collect/source/collected-image.js";
import { PROJECT_DIR } from "./paths.js";

const SETS = {
  "card-deck": { name: "Playing Card Deck", keyColumns: ["value", "suit"] },
  "tarot-deck": { name: "Tarot, Major Arcana", keyColumns: ["name"] },
  zodiac: { name: "Zodiac Signs", keyColumns: ["sign"] },
};

/** The shipped sets as collecting knows them. */
export const SHIPPED_TEMPLATES: readonly KnownTemplate[] = Object.entries(SETS).map(
  ([slug, { name, keyColumns }]) => ({
    slug,
    name,
    keyColumns,
    items: readSet(PROJECT_DIR, slug, "any").items.map((item) => ({ key: item.name, cells: item.cells })),
  }),
);
