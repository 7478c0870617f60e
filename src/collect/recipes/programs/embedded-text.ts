import { isJsonObject, type Json, type JsonObject } from "../../../model/json.js";
import { readJson } from "../../source/read-json.js";

/** One text that stands in a picture or beside it, by the name that its container gives it. */
export interface EmbeddedText {
  readonly keyword: string;
  readonly text: string;
  /** The text read as a JSON object; undefined when it is none. */
  readonly json: JsonObject | undefined;
}

/** Completes a text. Never throws. */
export function toEmbeddedText(keyword: string, text: string): EmbeddedText {
  return { keyword, text, json: readObject(text) };
}

/** The object that a JSON text or a value holds; undefined when it is none. */
export function readObject(value: Json | undefined): JsonObject | undefined {
  if (typeof value !== "string") return isJsonObject(value ?? null) ? (value as JsonObject) : undefined;
  if (!/^\s*\{/.test(value)) return undefined;
  const read = readJson(value.trim());
  return typeof read === "string" || !isJsonObject(read.value) ? undefined : read.value;
}
