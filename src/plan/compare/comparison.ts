import type { Locate } from "../../model/estate.js";
import type { Json } from "../../model/json.js";
import type { ObservedRow } from "../../model/observed.js";
import type { Fields, Resource } from "../../model/resource.js";

/** Everything that the comparison of one object with its row looks at. */
export interface Comparison {
  readonly resource: Resource;
  readonly recorded: Fields;
  readonly row: ObservedRow;
  /** The run that wrote the record. */
  readonly run: number;
  readonly adopting: boolean;
  readonly locate: Locate;
  /** What a new row would get for a field that is not declared; undefined: the value is left. */
  readonly initialOf: (field: string) => Json | undefined;
}
