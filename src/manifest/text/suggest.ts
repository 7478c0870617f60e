import { distance } from "fastest-levenshtein";

/** The known word that somebody probably meant; undefined when none is near. Of equally near ones the first. */
export function suggest(word: string, known: Iterable<string>): string | undefined {
  let best: string | undefined;
  let nearest = Math.max(1, Math.floor(word.length / 3)) + 1;
  for (const candidate of known) {
    if (Math.abs(candidate.length - word.length) >= nearest) continue;
    const steps = countSteps(word.toLowerCase(), candidate.toLowerCase());
    if (steps < nearest) {
      nearest = steps;
      best = candidate;
    }
  }
  return best;
}

/** Letters to add, drop or change; two neighbours in the wrong order, the commonest slip, count as one. */
function countSteps(word: string, candidate: string): number {
  const at = word.split("").findIndex((letter, index) => letter !== candidate[index]);
  const swapped =
    word.slice(0, at) + word.slice(at + 1, at + 2) + word.slice(at, at + 1) + word.slice(at + 2);
  return at >= 0 && swapped === candidate ? 1 : distance(word, candidate);
}

/** `; did you mean "x"?` to be appended to a summary, or nothing. */
export function didYouMean(word: string, known: Iterable<string>): string {
  const best = suggest(word, known);
  return best === undefined ? "" : `; did you mean "${best}"?`;
}
