import type { Json } from "../../model/json.js";
import type { FactValues } from "../fact-sheet.js";
import { readCount, readDecimal, readSeed } from "../fact-values.js";

const NEGATIVE = "Negative prompt: ";
/** The line of settings begins with Steps in every version of the program. */
const SETTINGS = /^Steps: \d+(?:,|$)/;
const SETTING = /\s*([\w ][\w \-/]*):\s*("(?:\\.|[^"\\])*"|[^,]*)(?:,|$)/gy;

/** Prompt, negative prompt and settings of the text that AUTOMATIC1111 and its kin write; undefined when it is another. */
export function readA1111(text: string): FactValues | undefined {
  const lines = text.replace(/\r\n?/g, "\n").split("\n");
  const at = lines.findLastIndex((line) => SETTINGS.test(line.trim()));
  if (at < 0) return undefined;
  const negativeAt = lines.slice(0, at).findIndex((line) => line.startsWith(NEGATIVE));
  const prompt = lines.slice(0, negativeAt < 0 ? at : negativeAt).join("\n");
  const negative = negativeAt < 0 ? "" : lines.slice(negativeAt, at).join("\n").slice(NEGATIVE.length);
  return {
    ...(prompt.trim() !== "" && { prompt: prompt.trim() }),
    ...(negative.trim() !== "" && { negative_prompt: negative.trim() }),
    ...readSettings(lines.slice(at).join("\n").trim()),
  };
}

function readSettings(text: string): FactValues {
  const found = new Map<string, string>();
  for (const [, key = "", value = ""] of text.matchAll(SETTING))
    if (!found.has(key.trim())) found.set(key.trim(), unquote(value.trim()));
  const facts: [string, Json | undefined][] = [
    ["steps", readCount(found.get("Steps") ?? null)],
    ["guidance_scale", readDecimal(found.get("CFG scale") ?? null)],
    ["seed", readSeed(found.get("Seed") ?? null)],
    ["source.model", found.get("Model")],
  ];
  return Object.fromEntries(
    facts.filter((fact): fact is [string, Json] => fact[1] !== undefined && fact[1] !== ""),
  );
}

function unquote(value: string): string {
  return value.startsWith('"') && value.endsWith('"') && value.length > 1
    ? value.slice(1, -1).replace(/\\(.)/g, "$1")
    : value;
}
