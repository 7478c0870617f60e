const CLOSING: { readonly [opening: string]: string } = { "[": "]", "{": "}", "(": ")" };
/** Longer ones are no settings but a text that happens to hold commas. */
const MOST_SETTINGS = 1000;

/**
 * The settings of lines `Key: value, Key: value`. A value may be quoted, or a JSON list or object with commas in it;
 * what can't be read as a setting is passed over. Of equal keys the first counts.
 */
export function readSettings(line: string): ReadonlyMap<string, string> {
  const found = new Map<string, string>();
  let at = 0;
  for (let count = 0; at < line.length && count < MOST_SETTINGS; count++) {
    const colon = findColon(line, at);
    if (colon < 0) break;
    const before = Math.max(line.lastIndexOf(",", colon), line.lastIndexOf("\n", colon));
    const key = line.slice(Math.max(at, before + 1), colon).trim();
    const start = skipBlanks(line, colon + 1);
    const end = findEnd(line, start);
    const value = line.slice(start, end).trim();
    if (key !== "" && !found.has(key)) found.set(key, unquote(value));
    at = end + 1;
  }
  return found;
}

/** The colon behind the next key: one that a blank, an end or a quote follows, as `a:b` is a name. */
function findColon(line: string, from: number): number {
  for (let at = line.indexOf(":", from); at >= 0; at = line.indexOf(":", at + 1))
    if (at + 1 >= line.length || /[\s"[{(,\d]/.test(line[at + 1] as string)) return at;
  return -1;
}

function skipBlanks(line: string, from: number): number {
  let at = from;
  while (line[at] === " ") at++;
  return at;
}

/** Where the value that begins at `start` ends: behind its quote or bracket, else at the next comma or line. */
function findEnd(line: string, start: number): number {
  const first = line[start] ?? "";
  const close = first === '"' ? closeQuote(line, start) : first in CLOSING ? closeBracket(line, start) : -1;
  const from = close < 0 ? start : close;
  const ends = [line.indexOf(",", from), line.indexOf("\n", from)].filter((end) => end >= 0);
  return Math.min(line.length, ...ends);
}

function closeQuote(line: string, start: number): number {
  for (let at = start + 1; at < line.length; at++) {
    if (line[at] === "\\") at++;
    else if (line[at] === '"') return at + 1;
  }
  return -1;
}

function closeBracket(line: string, start: number): number {
  const open: string[] = [];
  for (let at = start; at < line.length; at++) {
    const sign = line[at] as string;
    if (sign === '"') {
      at = closeQuote(line, at) - 1;
      if (at < 0) return -1;
    } else if (sign in CLOSING) open.push(CLOSING[sign] as string);
    else if (sign === open.at(-1)) {
      open.pop();
      if (open.length === 0) return at + 1;
    }
  }
  return -1;
}

/** Texts with commas are written as JSON strings. */
function unquote(value: string): string {
  if (value.length < 2 || !value.startsWith('"') || !value.endsWith('"')) return value;
  try {
    return String(JSON.parse(value));
  } catch {
    return value.slice(1, -1).replace(/\\(.)/g, "$1");
  }
}
