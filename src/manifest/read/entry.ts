import type { Json } from "../../model/json.js";
import type { DocumentPath, SourceRef } from "../../model/source.js";
import type { NodeSpot } from "../text/problem.js";

/** One entry of an album's images, wherever it is written down. */
export interface ImageEntry<Value = Json> {
  readonly value: Value;
  readonly spot: NodeSpot;
  readonly source: SourceRef;
}

/** The place of a part of an entry. */
export function spotIn(spot: NodeSpot, path: DocumentPath, part: "key" | "value" = "value"): NodeSpot {
  return { ...spot, path: [...spot.path, ...path], part };
}
