import { distance } from "fastest-levenshtein";

/** The known word that somebody probably meant; undefined when none is near. Of equally near ones the first. */
export function suggest(word: string, known: Iterable<string>): string | undefined {
  let best: string | undefined;
  let nearest = Math.max(1, Math.floor(word.length / 3)) + 1;
  for (const candidate of known) {
    if (Math.abs(candidate.length - word.length) >= nearest) continue;
    const steps = distance(word.toLowerCase(), candidate.toLowerCase());
    if (steps < nearest) {
      nearest = steps;
      best = candidate;
    }
  }
  return best;
}

/** `; did you mean "x"?` to be appended to a summary, or nothing. */
export function didYouMean(word: string, known: Iterable<string>): string {
  const best = suggest(word, known);
  return best === undefined ? "" : `; did you mean "${best}"?`;
}
