import type { Kind } from "../../model/address.js";
import { type FieldSpec, isBigSeed, isDecimal, specOf } from "../../model/fields.js";
import type { Json } from "../../model/json.js";
import type { Fields } from "../../model/resource.js";
import type { Cell } from "../connection/session.js";
import { mergeObjectText } from "./object-text.js";

/**
 * Gives `put` the columns that hold these fields, with the values to write; later layers go over earlier ones. Fields
 * that live in the registry only are left out. `textOf` gives what stands in a column that holds an object: null when it is NULL or no object.
 */
export function encodeFields(
  kind: Kind,
  layers: readonly Fields[],
  textOf: (column: string) => string | null,
  put: (column: string, cell: Cell) => void,
): void {
  let patches: Map<string, Map<string, Json>> | undefined;
  for (const fields of layers)
    for (const field of Object.keys(fields)) {
      const value = fields[field] as Json;
      const spec = specOf(kind, field);
      if (spec?.column === undefined) continue;
      if (spec.key === undefined) {
        put(spec.column, encodeCell(spec, value));
        continue;
      }
      patches ??= new Map();
      const patch = patches.get(spec.column) ?? new Map<string, Json>();
      patches.set(spec.column, patch.set(spec.key, value));
    }
  for (const [column, patch] of patches ?? []) put(column, mergeObjectText(textOf(column), patch));
}

function encodeCell(spec: FieldSpec, value: Json): Cell {
  if (value === null) return null;
  if (spec.type === "json") return JSON.stringify(value);
  if (typeof value === "boolean") return value ? 1 : 0;
  if (typeof value === "number") return value;
  if (typeof value !== "string")
    throw new Error(`No column of type ${spec.type} can hold ${JSON.stringify(value)}`);
  // A number of JavaScript would lose digits; a seed beyond 64 bits stays whole in the registry.
  if (spec.type === "seed" && isDecimal(value)) return isBigSeed(spec, value) ? null : BigInt(value);
  return value;
}
