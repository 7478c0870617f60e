import { splitExtension } from "./names.js";
import { readTimeText } from "./zoned-time.js";

/** What the name of a file says about its picture. */
interface NameParts {
  /** UTC; absent when the name does not begin with a date and time that exist. */
  readonly createdAt?: string;
  /** `yyyy-mm` as the name writes it, in local time. */
  readonly month?: string;
  /** What is left of the name without time and extension, as words: `Two of Spades`. */
  readonly words: string;
}

const STAMP = /^(\d{4})(\d{2})(\d{2})_(\d{2})(\d{2})(\d{2})(?![0-9])/;

/** Time and words of a file name. Only a leading `YYYYMMDD_HHMMSS` that a calendar has is a time. */
export function readName(name: string, timeZone: string): NameParts {
  const { stem } = splitExtension(name);
  const match = STAMP.exec(stem);
  const [stamp = "", year, month, day, hour, minute, second] = match ?? [];
  const createdAt =
    match === null
      ? undefined
      : readTimeText(`${year}-${month}-${day}T${hour}:${minute}:${second}`, timeZone);
  if (createdAt === undefined) return { words: toPlainWords(stem) };
  return { createdAt, month: `${year}-${month}`, words: toPlainWords(stem.slice(stamp.length)) };
}

function toPlainWords(text: string): string {
  return text.replace(/[_\s]+/g, " ").trim();
}
