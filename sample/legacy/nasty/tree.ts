import { join } from "node:path";
import { writeNastyNames } from "./names.js";
import { writeNastyPictures } from "./pictures.js";
import { writeNastySidecars } from "./sidecars.js";
import { writeNastySpecials } from "./special.js";

/**
 * Writes `nasty` and `outside` in `dir`: every input that a legacy tree may hold and that must not hurt. On Linux only as
 * a whole; `card_deck_locked` has no permissions, so `chmod` it before you remove the tree.
 */
export async function writeNastyTree(dir: string): Promise<void> {
  const nasty = join(dir, "nasty");
  await writeNastyPictures(nasty);
  writeNastySidecars(nasty);
  writeNastyNames(nasty);
  writeNastySpecials(nasty, join(dir, "outside"));
}
