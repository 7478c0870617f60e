import { equalJson, isJsonObject, type Json, type JsonObject } from "../../model/json.js";
import type { DocumentPath } from "../../model/source.js";

/**
 * The way from the top of a value to the first place where `after` differs from `before`; empty when the whole value
 * differs. Something that only `before` has is named by what held it.
 */
export function findDifference(before: Json | undefined, after: Json | undefined): DocumentPath {
  if (Array.isArray(before) && Array.isArray(after)) return findInLists(before, after);
  if (isJsonObject(before) && isJsonObject(after)) return findInObjects(before, after);
  return [];
}

/** `[0].weight` for `[0, "weight"]`. */
export function formatPath(path: DocumentPath): string {
  return path
    .map((step, index) => (typeof step === "number" ? `[${step}]` : index === 0 ? step : `.${step}`))
    .join("");
}

function findInLists(before: readonly Json[], after: readonly Json[]): DocumentPath {
  const common = Math.min(before.length, after.length);
  for (let index = 0; index < common; index++) {
    if (!equalJson(before[index], after[index])) {
      return [index, ...findDifference(before[index], after[index])];
    }
  }
  return after.length > common ? [common] : [];
}

function findInObjects(before: JsonObject, after: JsonObject): DocumentPath {
  for (const key of Object.keys(after)) {
    if (!Object.hasOwn(before, key)) return [key];
    if (!equalJson(before[key], after[key])) return [key, ...findDifference(before[key], after[key])];
  }
  return [];
}
