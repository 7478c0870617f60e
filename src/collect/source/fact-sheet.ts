import type { Json } from "../../model/json.js";
import type { FactOrigin } from "./collected-image.js";

/** Facts that one source gave: keys of a manifest entry, those of `source` and `metadata` with a dot. */
export type FactValues = { readonly [fact: string]: Json };

/** Facts of several sources: the strongest value of each, and where it came from. */
export interface FactSheet {
  readonly values: FactValues;
  readonly origins: { readonly [fact: string]: FactOrigin };
}

/** Lays sources over each other; the first that has a fact gives it. Both results are sorted by fact. */
export function mergeFacts(
  sources: readonly { readonly origin: FactOrigin; readonly values: FactValues }[],
): FactSheet {
  const values = new Map<string, Json>();
  const origins = new Map<string, FactOrigin>();
  for (const { origin, values: given } of sources) {
    for (const [fact, value] of Object.entries(given)) {
      if (values.has(fact) || isTakenByRival(fact, values)) continue;
      values.set(fact, value);
      origins.set(fact, origin);
    }
  }
  return { values: sortEntries(values), origins: sortEntries(origins) };
}

/** An image says either `lora` or `loras`. */
function isTakenByRival(fact: string, values: ReadonlyMap<string, Json>): boolean {
  return (fact === "lora" && values.has("loras")) || (fact === "loras" && values.has("lora"));
}

function sortEntries<Value>(map: ReadonlyMap<string, Value>): { readonly [fact: string]: Value } {
  const sorted: { [fact: string]: Value } = {};
  for (const fact of [...map.keys()].sort()) sorted[fact] = map.get(fact) as Value;
  return sorted;
}
