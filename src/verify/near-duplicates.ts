import { countDifferences, type PictureHash, parseHash } from "../images/perceptual-hash.js";
import { compareText } from "../model/text-order.js";
import type { VerifyFinding } from "./verify-finding.js";

/** A picture with its perceptual hash, 64 hex digits. */
export interface HashedPicture {
  readonly file: string;
  readonly hash: string;
}

const BANDS = 16;
/** Of 256 bits. Below the number of bands: two hashes so near agree in at least one whole band. */
export const MOST_DIFFERENCES = 12;

/** Groups of pictures that look almost the same. Two pictures are in one group when a chain of near pictures joins them. */
export function groupNearDuplicates(pictures: readonly HashedPicture[]): readonly (readonly string[])[] {
  const hashes = pictures.map(({ hash }) => parseHash(hash));
  const leaders = pictures.map((_, index) => index);
  const leaderOf = (index: number): number => {
    let at = index;
    while (leaders[at] !== at) {
      leaders[at] = leaders[leaders[at] as number] as number;
      at = leaders[at] as number;
    }
    return at;
  };
  for (const bucket of listBuckets(hashes)) {
    for (let at = 1; at < bucket.length; at++)
      for (let before = 0; before < at; before++) {
        const [one, other] = [bucket[at] as number, bucket[before] as number];
        if (leaderOf(one) === leaderOf(other)) continue;
        if (isNear(hashes[one] as PictureHash, hashes[other] as PictureHash))
          leaders[leaderOf(one)] = leaderOf(other);
      }
  }
  const groups = new Map<number, string[]>();
  pictures.forEach(({ file }, index) => {
    const leader = leaderOf(index);
    const group = groups.get(leader);
    if (group === undefined) groups.set(leader, [file]);
    else group.push(file);
  });
  return [...groups.values()]
    .filter(({ length }) => length > 1)
    .map((files) => files.sort())
    .sort(([a = ""], [b = ""]) => compareText(a, b));
}

function isNear(a: PictureHash, b: PictureHash): boolean {
  return countDifferences(a, b) <= MOST_DIFFERENCES;
}

/** One finding a group: report only, since cards of one deck share most of their picture. */
export function describeNearDuplicates(pictures: readonly HashedPicture[]): readonly VerifyFinding[] {
  return groupNearDuplicates(pictures).map((files) => ({
    severity: "warning",
    code: "near-duplicate",
    summary: `${files.length} pictures look almost the same: ${files.join(", ")}`,
    help: "Compare the pictures. Pictures of one set may only share their frame.",
  }));
}

/** Indexes of hashes that agree in one band. Its bits lie on a diagonal, or the blank edge of a card would fill bands. */
function* listBuckets(hashes: readonly PictureHash[]): Generator<readonly number[]> {
  for (let band = 0; band < BANDS; band++) {
    const buckets = new Map<number, number[]>();
    hashes.forEach((hash, index) => {
      const value = readBand(hash, band);
      const bucket = buckets.get(value);
      if (bucket === undefined) buckets.set(value, [index]);
      else bucket.push(index);
    });
    for (const bucket of buckets.values()) if (bucket.length > 1) yield bucket;
  }
}

function readBand(hash: PictureHash, band: number): number {
  let value = 0;
  for (let row = 0; row < BANDS; row++) {
    const bit = row * BANDS + ((row * 5 + band) % BANDS);
    value = (value << 1) | (((hash[bit >> 5] as number) >>> (bit & 31)) & 1);
  }
  return value;
}
