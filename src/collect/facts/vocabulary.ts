const RANKS = "ace two three four five six seven eight nine ten jack queen king".split(" ");
const SUITS = "spades hearts diamonds clubs".split(" ");
const SIGNS =
  "aries taurus gemini cancer leo virgo libra scorpio sagittarius capricorn aquarius pisces".split(" ");
/** From Aries on, over and over. */
const ELEMENTS = ["fire", "earth", "air", "water"];
const ARCANA = [
  ["the fool", "the magician", "the high priestess", "the empress", "the emperor", "the hierophant"],
  ["the lovers", "the chariot", "strength", "the hermit", "wheel of fortune", "justice"],
  ["the hanged man", "death", "temperance", "the devil", "the tower", "the star"],
  ["the moon", "the sun", "judgement", "the world"],
].flat();

/**
 * Tags for words that name a playing card (rank and suit), one of the Major Arcana (its name, `major arcana`) or a sign
 * of the zodiac (its name and element); none for other words. `words`: as {@link foldWords} writes them.
 */
export function tagsOfWords(words: string): readonly string[] {
  const [, rank = "", suit = ""] = /^(\w+) of (\w+)$/.exec(words) ?? [];
  if (RANKS.includes(rank) && SUITS.includes(suit)) return [rank, suit];
  if (ARCANA.includes(words)) return [words, "major arcana"];
  const sign = SIGNS.indexOf(words);
  return sign < 0 ? [] : [words, ELEMENTS[sign % ELEMENTS.length] as string];
}

/** Lower-case words without marks, separated by single blanks. */
export function foldWords(text: string): string {
  return text
    .normalize("NFKD")
    .replace(/\p{M}+/gu, "")
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]+/gu, " ")
    .trim();
}

/**
 * The same without a counter that a program put behind a name: `ace of spades 2`, or ComfyUI's `ace of spades 00001`. A
 * name of AUTOMATIC1111's web UI stays, since its two numbers are a counter and a seed: `00012 4711`.
 */
export function dropCounter(words: string): string {
  return /^\d{5} (?!0\d)\d+$/.test(words) ? words : words.replace(/ \d{1,5}$/, "");
}

/**
 * The name of a reference picture as one tag, when it is at most three words of letters that say something; its numbers
 * are dropped. Undefined for `IMG 2041` and its like.
 */
export function tagOfName(words: string): string | undefined {
  const parts = words.split(" ").filter((word) => !/^\d+$/.test(word));
  const isTelling = parts.every((word) => /^\p{L}{3,}$/u.test(word) && !CAMERA_WORDS.has(word));
  return parts.length > 0 && parts.length <= 3 && isTelling ? parts.join(" ") : undefined;
}

const CAMERA_WORDS = new Set(
  "img image images pic picture photo dsc dscn scan screenshot untitled download file copy tmp page".split(
    " ",
  ),
);
