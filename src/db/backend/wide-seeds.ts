import type { Kind } from "../../model/address.js";
import { isBigSeed, isWideSeed, specOf } from "../../model/fields.js";
import type { Json } from "../../model/json.js";
import type { Fields } from "../../model/resource.js";
import type { Cell, Dialect } from "../connection/session.js";

const NARROW = 2n ** 31n;

/** The cell as `images.seed` can hold it: NULL for a seed that has no room there, which the record keeps whole. */
export function fitSeed({ keepsBigSeeds }: Dialect, cell: Cell): Cell {
  return typeof cell === "bigint" && !keepsBigSeeds && (cell >= NARROW || cell < -NARROW) ? null : cell;
}

/** The seed of a row: where it had no room there, the recorded one, as if the row held it. */
export function seedOf(
  { keepsBigSeeds }: Dialect,
  kind: Kind,
  live: { readonly [field: string]: Json },
  recorded: Fields,
): Json | undefined {
  const { seed } = live;
  if (keepsBigSeeds || kind !== "image" || seed !== null) return seed;
  const spec = specOf(kind, "seed");
  const isHidden = isWideSeed(spec, recorded.seed) && !isBigSeed(spec, recorded.seed);
  return isHidden ? recorded.seed : seed;
}
