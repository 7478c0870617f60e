/** Size of the shrunk picture that is hashed: each of 16 rows gives 16 comparisons of neighbours. */
export const HASH_WIDTH = 17;
export const HASH_HEIGHT = 16;

const WORDS = 8;
/** Smaller steps are what compression leaves in an even area. */
const LEAST_STEP = 3;

/** 256 bits as eight words: each tells whether a pixel is clearly darker than its right neighbour. */
export type PictureHash = Uint32Array;

/** The hash (dHash) of 17 × 16 shades of grey, row by row. */
export function hashShades(shades: Uint8Array): PictureHash {
  const hash = new Uint32Array(WORDS);
  for (let y = 0; y < HASH_HEIGHT; y++) {
    for (let x = 0; x < HASH_WIDTH - 1; x++) {
      const at = y * HASH_WIDTH + x;
      if ((shades[at + 1] as number) - (shades[at] as number) < LEAST_STEP) continue;
      const bit = y * (HASH_WIDTH - 1) + x;
      hash[bit >> 5] = (hash[bit >> 5] as number) | (1 << (bit & 31));
    }
  }
  return hash;
}

/** 64 hex digits. */
export function formatHash(hash: PictureHash): string {
  return Array.from(hash, (word) => word.toString(16).padStart(8, "0")).join("");
}

/** The inverse of {@link formatHash}. */
export function parseHash(text: string): PictureHash {
  return Uint32Array.from({ length: WORDS }, (_, index) =>
    Number.parseInt(text.slice(index * 8, index * 8 + 8), 16),
  );
}

/** How many of the 256 bits differ. */
export function countDifferences(a: PictureHash, b: PictureHash): number {
  let count = 0;
  for (let word = 0; word < WORDS; word++) {
    let rest = ((a[word] as number) ^ (b[word] as number)) >>> 0;
    for (; rest !== 0; rest = (rest & (rest - 1)) >>> 0) count++;
  }
  return count;
}
