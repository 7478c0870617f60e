import type { Node, YAMLSeq } from "yaml";
import type { DocumentPath } from "../../model/source.js";
import type { ListItems } from "./edit-json.js";
import { EditRefused } from "./edit-refused.js";
import {
  indentOf,
  lineBreakOf,
  lineEnd,
  nextLine,
  nodeEnd,
  type Splice,
  skipOwnComments,
} from "./edit-text.js";
import { renderEntry } from "./render-entry.js";

/**
 * Puts the items of a list that is written in lines into another order, each with the comments above it and its text as
 * it stands; new ones are rendered, those that `items` leaves out go. Throws an EditRefused for what is not in lines.
 */
export function arrangeLines(text: string, list: YAMLSeq, path: DocumentPath, items: ListItems): Splice {
  const indent = indentOf(list, path);
  const start = text.lastIndexOf("\n", list.range?.[0] ?? 0) + 1;
  const first = commentsBefore(text, start);
  const eol = lineBreakOf(text);
  const ends = (list.items as readonly Node[]).map((item) =>
    nextLine(text, skipOwnComments(text, lineEnd(text, nodeEnd(text, item)), indent)),
  );
  if (
    text.slice(start, list.range?.[0]).trim() !== "" ||
    ends.some((end, index) => end <= (ends[index - 1] ?? first))
  )
    throw new EditRefused(path, "its items are not on separate lines");
  const chunk = (index: number): string => {
    const part = text.slice(ends[index - 1] ?? first, ends[index]);
    return part.endsWith("\n") ? part : part + eol;
  };
  const arranged = items.map((item) =>
    typeof item === "number"
      ? chunk(item)
      : renderEntry(item, indent)
          .map((line) => line + eol)
          .join(""),
  );
  const end = ends.at(-1) ?? first;
  const joined = arranged.join("");
  return { start: first, end, text: text.slice(first, end).endsWith("\n") ? joined : joined.trimEnd() };
}

/** Where the comments begin that stand right above a line. */
function commentsBefore(text: string, from: number): number {
  let at = from;
  while (at > 0) {
    const start = text.lastIndexOf("\n", at - 2) + 1;
    if (!/^\s*#/.test(text.slice(start, at))) break;
    at = start;
  }
  return at;
}
