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
 * The albums with files that may share a path, a filename or their bytes with another file: all that do, and by chance
 * some more. Takes three numbers for each file instead of its texts.
 */
export function findClashes(albums: readonly BuiltAlbum[]): ReadonlySet<BuiltAlbum> {
  const count = albums.reduce((sum, { images }) => sum + images.length, 0);
  const numbers = MARKS.map(() => new Float64Array(count));
  let file = 0;
  for (const { slots } of albums) {
    for (const slot of slots) {
      if (!slot.own) continue;
      for (const [index, mark] of MARKS.entries()) (numbers[index] as Float64Array)[file] = mark(slot);
      file++;
    }
  }
  const suspects = new Set<BuiltAlbum>();
  for (const those of numbers) addClashes(albums, those, suspects);
  return suspects;
}

/** `numbers`: of all files, album by album. */
function addClashes(albums: readonly BuiltAlbum[], numbers: Float64Array, suspects: Set<BuiltAlbum>): void {
  const repeated = listRepeated(numbers.toSorted());
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
