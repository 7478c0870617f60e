import {
  equalJson,
  isJsonObject,
  isNestedDeeper,
  type Json,
  type JsonObject,
  MOST_LEVELS,
} from "../../model/json.js";
import { renderLine } from "../edit/render-entry.js";
import { readCanonical } from "../yaml/canonical-read.js";
import { type Compose, composeYaml, readYaml } from "../yaml/yaml-read.js";
import { hasOrderedKeys, orderKeys } from "./format-order.js";
import { spaceText } from "./format-spacing.js";

/**
 * A YAML manifest with its keys in canonical order and canonical spacing. Comments and the way values are written stay.
 * The result is read again: where it would declare anything else, or lose a comment, the text comes back as it was.
 */
export function formatYaml(original: string): string {
  const [mark, text] = original.startsWith("\ufeff") ? ["\ufeff", original.slice(1)] : ["", original];
  if (isFormatted(text)) return original;
  const compose = keepLast(composeYaml);
  const before = readYaml(text, compose(text));
  if (before.value === undefined || before.problems.length > 0) return original;
  const formatted = [endLastLine, orderKeys, spaceText].reduce(
    (current, step) => keepIfSame(current, step(current, compose), before.value as Json, compose),
    text,
  );
  return mark + formatted;
}

/** True where the fast reader proves that nothing is left to do, so that the text need not be composed. */
function isFormatted(text: string): boolean {
  const content = readCanonical(text);
  return content?.isSpaced === true && !ODD_LINES.test(text) && hasOrderedKeys(content.value);
}

/** Empty lines at either end or two of them in a row, and a last line without an end. */
const ODD_LINES = /^\n|\n\n\n|\n\n$|[^\n]$/;

function endLastLine(text: string): string {
  return text.endsWith("\n") ? text : `${text}\n`;
}

/** The function, which is not run again for the text that it was last run for. */
function keepLast<T>(run: (text: string) => T): (text: string) => T {
  let last: { readonly text: string; readonly result: T } | undefined;
  return (text) => {
    if (last?.text !== text) last = { text, result: run(text) };
    return last.result;
  };
}

/** A JSON Lines file with the keys of each entry in canonical order; lines that are no plain JSON object stay. */
export function formatJsonLines(text: string): string {
  const lines = text.split("\n").filter((line) => line.trim() !== "");
  return lines.map((line) => `${formatLine(line)}\n`).join("");
}

function keepIfSame(before: string, after: string, value: Json, compose: Compose): string {
  if (after === before) return before;
  const read = readYaml(after, compose(after));
  const same = read.value !== undefined && read.problems.length === 0 && equalJson(read.value, value);
  return same && listComments(before) === listComments(after) ? after : before;
}

/** Every piece of text that may be a comment, sorted, so that two texts can be compared. */
function listComments(text: string): string {
  return Array.from(text.matchAll(/(?:^|[ \t])#.*$/gm), ([comment]) => comment.trim())
    .sort()
    .join("\n");
}

function formatLine(line: string): string {
  const value = parseObject(line);
  // Numbers beyond 2^53 would lose digits, equal keys all but the last: validate names both.
  if (value === undefined || /\d{16}/.test(line)) return line;
  const formatted = renderLine(value);
  return countQuotes(formatted) === countQuotes(line) ? formatted : line;
}

/** Quotes around texts and keys: fewer of them means that a key stood there twice. */
function countQuotes(json: string): number {
  return json.replace(/\\./g, "").split('"').length;
}

function parseObject(line: string): JsonObject | undefined {
  try {
    const value = JSON.parse(line) as Json;
    return isJsonObject(value) && !isNestedDeeper(value, MOST_LEVELS) ? value : undefined;
  } catch (error) {
    if (error instanceof SyntaxError) return undefined;
    throw error;
  }
}
