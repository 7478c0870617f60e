// Control, format-direction and lone surrogate characters, which a terminal would obey or garble.
const UNSAFE = /[\p{Cc}\p{Cs}\p{Zl}\p{Zp}\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069\ufeff]/gu;
// The first half of `::` and of `##[`.
const COMMAND_SIGN = /:(?=:)|#(?=#\[)/g;
const NAMED: { readonly [character: string]: string } = { "\n": "\\n", "\r": "\\r", "\t": "\\t" };
const ZERO_WIDTH = /^[\p{Mn}\p{Me}\p{Cf}]$/u;
const WIDE =
  /^[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Hangul}\p{Emoji_Presentation}]$/u;
const ASCII_ONLY = /^[\x20-\x7e]*$/;

/** The text on one line, with what a terminal would obey written as `\n` or `\u001b`. */
export function printable(text: string): string {
  return text.replace(UNSAFE, (character) => NAMED[character] ?? unicodeEscape(character));
}

// A carriage return before a line feed is part of a line's end, as CSV has it.
const LINE_PARTS = /\t|\r?\n/;
// What picocolors writes: eight codes that colour, embolden or dim, and can hide nothing.
const OWN_COLORS = /\u001b\[(?:1|2|22|3[12369])m/;
const KEPT = { lines: either(LINE_PARTS, UNSAFE), colored: either(LINE_PARTS, OWN_COLORS, UNSAFE) };

/** The text with its lines and tabs, and all else that a terminal would obey written as `\u001b`; `colored`: our colours stay. */
export function printableLines(text: string, colored = false): string {
  return text.replace(colored ? KEPT.colored : KEPT.lines, (found) =>
    found.length > 1 || found === "\n" || found === "\t" ? found : (NAMED[found] ?? unicodeEscape(found)),
  );
}

/** JSON text with the same in the escapes of JSON: what it says stays the same. */
export function printableJson(text: string): string {
  return text.replace(KEPT.lines, (found) =>
    found.length > 1 || found === "\n" || found === "\t" ? found : unicodeEscape(found),
  );
}

/** The text with nothing in it that a runner of GitHub Actions takes for a command, at whatever place of a line. */
export function breakCommands(text: string): string {
  return text.replace(COMMAND_SIGN, "$&\u200b");
}

/** JSON text with the same in the escapes of JSON: what it says stays the same. */
export function breakCommandsInJson(text: string): string {
  return text.replace(COMMAND_SIGN, unicodeEscape);
}

/** {@link printable} for text that stands in double quotes. */
export function printableQuoted(text: string): string {
  return printable(text.replace(/["\\]/g, "\\$&"));
}

/** How many columns of a terminal a printable text takes: wide characters take two, combining ones none. */
export function displayWidth(text: string): number {
  if (ASCII_ONLY.test(text)) return text.length;
  let width = 0;
  for (const character of text) width += ZERO_WIDTH.test(character) ? 0 : WIDE.test(character) ? 2 : 1;
  return width;
}

/** The text filled with blanks on the right (or left) to a display width. */
export function padTo(text: string, width: number, side: "left" | "right" = "right"): string {
  const blanks = " ".repeat(Math.max(0, width - displayWidth(text)));
  return side === "right" ? text + blanks : blanks + text;
}

/** The text itself, or its head and tail around "…" when it has more than `limit` characters. */
export function elideMiddle(text: string, limit: number): string {
  const characters = Array.from(text);
  if (characters.length <= limit) return text;
  const tail = Math.floor((limit - 1) / 3);
  const head = limit - 1 - tail;
  return `${characters.slice(0, head).join("")}…${tail > 0 ? characters.slice(-tail).join("") : ""}`;
}

function either(...parts: readonly RegExp[]): RegExp {
  return new RegExp(parts.map(({ source }) => source).join("|"), "gu");
}

function unicodeEscape(character: string): string {
  return `\\u${character.charCodeAt(0).toString(16).padStart(4, "0")}`;
}
