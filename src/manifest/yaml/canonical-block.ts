import { BLANK, type Cursor, copy, DASH, lineEndOf } from "./canonical-cursor.js";

const [BAR, GREATER, PLUS] = [0x7c, 0x3e, 0x2b];

/** True at the mark of a literal or folded text. */
export function isBlockText({ text, at }: Cursor): boolean {
  const code = text.charCodeAt(at);
  return code === BAR || code === GREATER;
}

/**
 * Reads the lines of a literal or folded text, the cursor at its mark; it ends at the start of the line behind. Undefined
 * for what is out of the ordinary: widths, empty lines at the top, folded lines that are indented further.
 */
export function readBlockText(cursor: Cursor, indent: number): string | undefined {
  const { text, at: start } = cursor;
  cursor.canonical = false;
  const chomp = text.charCodeAt(start + 1);
  const headEnd = start + (chomp === DASH || chomp === PLUS ? 2 : 1);
  if (headEnd !== lineEndOf(text, start)) return undefined;
  cursor.at = text.indexOf("\n", headEnd) + 1;
  const lines = readLines(cursor, indent, text.charCodeAt(start) === GREATER);
  if (lines === undefined) return undefined;
  cursor.end = cursor.at;
  cursor.trace?.scalar(start, cursor.at);
  let last = lines.length;
  while (lines[last - 1] === "") last--;
  const body = lines.slice(0, last);
  const kept = chomp === PLUS ? lines.length - last + 1 : chomp === DASH ? 0 : 1;
  const value = (text.charCodeAt(start) === GREATER ? fold(body) : body.join("\n")) + "\n".repeat(kept);
  return copy(value, 0, value.length);
}

function readLines(cursor: Cursor, indent: number, folded: boolean): readonly string[] | undefined {
  const { text } = cursor;
  const width = countBlanks(text, cursor.at);
  if (cursor.at === 0 || width <= indent) return undefined;
  const lines: string[] = [];
  while (cursor.at < text.length) {
    const blanks = countBlanks(text, cursor.at);
    const end = lineEndOf(text, cursor.at);
    const isEmpty = cursor.at + blanks === end;
    if (isEmpty ? blanks > width || lines.length === 0 : folded && blanks > width) return undefined;
    if (!isEmpty && blanks < width) break;
    const next = text.indexOf("\n", end);
    // Without a line break at the end, readers differ.
    if (next < 0) return undefined;
    lines.push(isEmpty ? "" : text.slice(cursor.at + width, end));
    cursor.at = next + 1;
  }
  return lines;
}

/** A line break between two lines is a blank; of several, all but the first stay. */
function fold(lines: readonly string[]): string {
  let value = "";
  let empty = 0;
  for (const line of lines) {
    if (line === "") {
      empty++;
      continue;
    }
    value += value === "" ? line : (empty > 0 ? "\n".repeat(empty) : " ") + line;
    empty = 0;
  }
  return value;
}

function countBlanks(text: string, at: number): number {
  let end = at;
  while (text.charCodeAt(end) === BLANK) end++;
  return end - at;
}
