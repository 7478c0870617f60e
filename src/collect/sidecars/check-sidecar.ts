import type { JsonObject } from "../../model/json.js";
import { validateSidecar } from "../generated/validators.js";

/** Keys of a sidecar whose values are not what schemas/sidecar.schema.json says, ascending. */
export function findMisfits(sidecar: JsonObject): readonly string[] {
  if (validateSidecar(sidecar)) return [];
  const keys = (validateSidecar.errors ?? []).map(({ instancePath }) => firstKey(instancePath));
  return [...new Set(keys)].filter((key) => Object.hasOwn(sidecar, key)).sort();
}

/** The first step of a JSON pointer. */
function firstKey(pointer: string): string {
  return (pointer.split("/")[1] ?? "").replaceAll("~1", "/").replaceAll("~0", "~");
}
