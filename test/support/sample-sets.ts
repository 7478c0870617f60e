import { readSet } from "../../scripts/sample/estate/sets.js";
import type { KnownTemplate } from "../../src/collect/findings.js";
import { PROJECT_DIR } from "./paths.js";

const KEY_COLUMNS = { "card-deck": ["value", "suit"], "tarot-deck": ["name"], zodiac: ["sign"] };

/** The shipped sets as collecting knows them. */
export const SHIPPED_TEMPLATES: readonly KnownTemplate[] = Object.entries(KEY_COLUMNS).map(
  ([slug, keyColumns]) => ({
    slug,
    keyColumns,
    items: readSet(PROJECT_DIR, slug, "any").items.map(({ name, cells }) => ({ key: name, cells })),
  }),
);
