import { toWords } from "./names.js";

const MONTHS = [
  ["January", "February", "March", "April", "May", "June"],
  ["July", "August", "September", "October", "November", "December"],
].flat();
/** The time at the end of a batch's folder, with the character before it. */
export const FOLDER_TIME =
  /(?:^|[_-])(\d{4})(0[1-9]|1[0-2])(0[1-9]|[12]\d|3[01])_([01]\d|2[0-3])([0-5]\d)[0-5]\d$/;
const LONGEST_NAME = 255;

/**
 * Names an album as a person would: fills `{folder}`, `{time}` and `{month}` of a rule's name. `folder`: name of the
 * matched folder; `month`: `yyyy-mm` or `undated`; `template`: what `{template}` stands for, where a rule has one. A folder without a time at its end names an album with `{time}`
 * alone, since its words would only say again what the rest of the rule's name says.
 */
export function nameAlbum(name: string, folder: string, month: string, template?: string): string {
  const time = toTimeWords(folder);
  const plain = name.includes("{time}") && time === undefined ? "{folder}" : name;
  const values: { readonly [key: string]: string } = {
    folder: toWords(folder),
    month: toMonthWords(month),
    time: time ?? "",
  };
  const filled = plain.replace(/\{(folder|month|time|template)\}/g, (whole, key: string, at: number) => {
    if (key === "template") return template ?? whole;
    return at === 0 ? capitalize(values[key] as string) : (values[key] as string);
  });
  return [...filled].slice(0, LONGEST_NAME).join("");
}

/** `October 2025` for `2025-10`; anything else as it is. */
function toMonthWords(month: string): string {
  const [, year, number] = /^(\d{4})-(0[1-9]|1[0-2])$/.exec(month) ?? [];
  return year === undefined ? month : `${MONTHS[Number(number) - 1]} ${year}`;
}

/** `13 October 2025, 21:35` for `card_deck_20251013_213519`. */
function toTimeWords(name: string): string | undefined {
  const [, year, month, day, hour, minute] = FOLDER_TIME.exec(name) ?? [];
  if (year === undefined) return undefined;
  return `${Number(day)} ${MONTHS[Number(month) - 1]} ${year}, ${hour}:${minute}`;
}

/** A first word with capitals of its own, such as `iPhone`, stays. */
function capitalize(words: string): string {
  return /^\p{Ll}+(?:\P{L}|$)/u.test(words) ? words.charAt(0).toUpperCase() + words.slice(1) : words;
}
