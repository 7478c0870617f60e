import { foldWords } from "../collect/facts/vocabulary.js";
import { addHash, findUnsafePart } from "../collect/source/names.js";

/** Leaves room for a hash, a counter of the generator and an extension within the 255 bytes of a file name. */
const MOST_BYTES = 180;

/**
 * A PNG file name for each of some items: the words of the item, by which collecting finds it again. Items with the same
 * words, with none or with very many get a hash of their name as well, so no two files are called the same.
 */
export function nameFiles(items: readonly string[]): readonly string[] {
  const words = items.map(toWords);
  const counts = new Map<string, number>();
  for (const word of words) counts.set(word, (counts.get(word) ?? 0) + 1);
  return items.map((item, index) => {
    const word = words[index] as string;
    const cut = cutBytes(word);
    const isTelling = cut !== "" && cut === word && counts.get(word) === 1;
    return `${isTelling ? word : addHash(cut === "" ? "item" : cut, item)}.png`;
  });
}

function toWords(item: string): string {
  const words = foldWords(item).normalize("NFC").replaceAll(" ", "_");
  return findUnsafePart(words) === undefined ? words : `_${words}`;
}

function cutBytes(text: string): string {
  let bytes = 0;
  let cut = "";
  for (const character of text) {
    bytes += Buffer.byteLength(character);
    if (bytes > MOST_BYTES) break;
    cut += character;
  }
  return cut;
}
