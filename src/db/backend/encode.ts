import { isBigSeed, isDecimal } from "../../model/fields.js";
import type { Json } from "../../model/json.js";
import type { Fields } from "../../model/resource.js";
import type { Cell } from "../connection/session.js";
import type { Layout } from "./columns.js";
import { mergeObjectText } from "./object-text.js";
import type { ColumnHome } from "./profile.js";
import { encodeTie, type Ties } from "./ties.js";

/**
 * Gives `put` the columns that hold these fields, with the values to write; later layers go over earlier ones. Fields
 * that live in the registry only are left out. `textOf` gives what stands in a column that holds an object: null when it is NULL or no object.
 */
export function encodeFields(
  { homeOf }: Layout,
  layers: readonly Fields[],
  { textOf, ties }: { readonly textOf: (column: string) => string | null; readonly ties: () => Ties },
  put: (column: string, cell: Cell) => void,
): void {
  let patches: Map<string, Map<string, Json>> | undefined;
  for (const fields of layers)
    for (const field of Object.keys(fields)) {
      const value = fields[field] as Json;
      const home = homeOf(field);
      if (home === undefined) continue;
      if ("ties" in home) {
        const [type, id] = encodeTie(home, value, ties());
        put(home.type, type);
        put(home.id, id);
        continue;
      }
      if (home.key === undefined) {
        put(home.column, encodeCell(home, value));
        continue;
      }
      patches ??= new Map();
      const patch = patches.get(home.column) ?? new Map<string, Json>();
      patches.set(home.column, patch.set(home.key, value));
    }
  for (const [column, patch] of patches ?? []) put(column, mergeObjectText(textOf(column), patch));
}

function encodeCell(spec: ColumnHome, value: Json): Cell {
  if (value === null) return spec.none ?? null;
  if (spec.type === "json") return JSON.stringify(value);
  if (typeof value === "boolean") return value ? 1 : 0;
  if (typeof value === "number") return value;
  if (typeof value !== "string")
    throw new Error(`No column of type ${spec.type} can hold ${JSON.stringify(value)}`);
  // A number of JavaScript would lose digits; a seed beyond 64 bits stays whole in the registry.
  if (spec.type === "seed" && isDecimal(value)) return isBigSeed(spec, value) ? null : BigInt(value);
  return value;
}
