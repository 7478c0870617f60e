import { foldPath } from "../../model/text-order.js";
import type { BuiltAlbum, ImageFacts, Slot } from "../read/album.js";
import { toFilename } from "../read/filename.js";

/** Numbers that are equal where what may not stand twice is equal; equal paths fold to one. */
const MARKS: readonly ((slot: Slot) => number)[] = [
  ({ name }) => hashText(foldPath(name)),
  ({ name }) => hashText(toFilename(name)),
  ({ entry }) => Number.parseInt((entry.value as ImageFacts).sha256.slice(0, 13), 16),
];

/**
 * Three numbers for each file of albums, instead of its texts: taken while an album is at hand, they tell later which
 * albums have to be looked at again.
 */
export class FileMarks {
  readonly #numbers: readonly number[][] = MARKS.map(() => []);

  /** Adds the files of the next album. */
  add({ slots }: Pick<BuiltAlbum, "slots">): void {
    for (const slot of slots)
      if (slot.own) for (const [index, mark] of MARKS.entries()) this.#numbers[index]?.push(mark(slot));
  }

  /**
   * Those of the albums that were added, in that order, with files that may share a path, a filename or their bytes with
   * another file: all that do, and by chance some more.
   */
  findClashes(albums: readonly BuiltAlbum[]): ReadonlySet<BuiltAlbum> {
    const suspects = new Set<BuiltAlbum>();
    for (const numbers of this.#numbers) addClashes(albums, numbers, suspects);
    return suspects;
  }
}

/** `numbers`: of all files, album by album. */
function addClashes(
  albums: readonly BuiltAlbum[],
  numbers: readonly number[],
  suspects: Set<BuiltAlbum>,
): void {
  const repeated = listRepeated(Float64Array.from(numbers).sort());
  if (repeated.size === 0) return;
  let file = 0;
  for (const album of albums) {
    const end = file + album.images.length;
    for (; file < end; file++) if (repeated.has(numbers[file] as number)) suspects.add(album);
  }
}

function listRepeated(ascending: Float64Array): ReadonlySet<number> {
  const repeated = new Set<number>();
  for (let index = 1; index < ascending.length; index++)
    if (ascending[index] === ascending[index - 1]) repeated.add(ascending[index] as number);
  return repeated;
}

/** A whole number below 2^53: two hashes of 32 bits, of which one loses some. */
function hashText(text: string): number {
  let low = 0x811c9dc5;
  let high = 0x9e3779b9;
  for (let index = 0; index < text.length; index++) {
    const unit = text.charCodeAt(index);
    low = Math.imul(low ^ unit, 0x01000193);
    high = Math.imul(high ^ unit, 0x85ebca6b);
  }
  return (high >>> 11) * 0x1_0000_0000 + (low >>> 0);
}
