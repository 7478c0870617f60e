import type { JsonObject } from "../../model/json.js";
import { renderKey, renderValue } from "./edit-values.js";
import { sortKeys } from "./key-order.js";

/** The lines of one entry of a list in YAML, one field each, the first with its dash; `indent` blanks before the dash. */
export function renderEntry(entry: JsonObject, indent: number): readonly string[] {
  const lines = Object.entries(sortKeys("entry", entry)).map(
    ([key, value]) => `${renderKey(key, "yaml")}: ${renderValue(value, "yaml", "block")}`,
  );
  const blanks = " ".repeat(indent);
  if (lines.length === 0) return [`${blanks}- {}`];
  return lines.map((line, index) => `${blanks}${index === 0 ? "- " : "  "}${line}`);
}

/** One entry as a line of JSON, without line break. */
export function renderLine(entry: JsonObject): string {
  return renderValue(sortKeys("entry", entry), "json", "flow");
}
