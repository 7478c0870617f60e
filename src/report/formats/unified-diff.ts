import { createRequire } from "node:module";

const require = createRequire(import.meta.url);

/** Unchanged lines around a change. */
const CONTEXT = 3;
/** Bounds the diff's quadratic work; texts further apart are shown as removed and added whole. */
const MOST_EDITS = 2_000;

/**
 * How a text becomes another one, as `git apply` takes it; empty for equal ones. `path`: relative to the project, with `/`.
 * Null: the file does not exist.
 */
export function formatPatch(path: string, before: string | null, after: string | null): string {
  if (before === after) return "";
  const { createTwoFilesPatch, FILE_HEADERS_ONLY } = require("diff") as typeof import("diff");
  const from = before === null ? "/dev/null" : `a/${path}`;
  const to = after === null ? "/dev/null" : `b/${path}`;
  const patch = createTwoFilesPatch(from, to, before ?? "", after ?? "", undefined, undefined, {
    context: CONTEXT,
    maxEditLength: MOST_EDITS,
    headerOptions: FILE_HEADERS_ONLY,
  });
  return patch ?? `--- ${from}\n+++ ${to}\n${replaceWhole(before ?? "", after ?? "")}`;
}

function replaceWhole(before: string, after: string): string {
  const [old, now] = [splitLines(before), splitLines(after)];
  const count = (lines: readonly string[]) => (lines.length === 0 ? "0,0" : `1,${lines.length}`);
  const mark = (sign: string, lines: readonly string[]) => lines.map((line) => sign + endLine(line)).join("");
  return `@@ -${count(old)} +${count(now)} @@\n${mark("-", old)}${mark("+", now)}`;
}

function splitLines(text: string): readonly string[] {
  return text.match(/[^\n]*\n|[^\n]+$/g) ?? [];
}

function endLine(line: string): string {
  return line.endsWith("\n") ? line : `${line}\n\\ No newline at end of file\n`;
}
