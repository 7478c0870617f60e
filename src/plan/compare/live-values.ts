import { type FieldSpec, isBigSeed } from "../../model/fields.js";
import { equalJson, type Json } from "../../model/json.js";
import type { ObservedRow } from "../../model/observed.js";
import type { Fields } from "../../model/resource.js";

/** How one field is looked at. */
export interface FieldView {
  readonly field: string;
  readonly spec: FieldSpec;
  /** What we recorded last, by field. */
  readonly recorded: Fields;
  readonly row: ObservedRow;
  /** True while the row is adopted: values that only the record can hold then count as unchanged. */
  readonly adopting: boolean;
}

/**
 * The live value of a field, seen against `reference` (the value it is compared with). Facts without a column live in
 * the record; so does a seed that is too big for its column.
 */
export function readLive(view: FieldView, reference: Json): Json {
  const known = view.recorded[view.field];
  if (view.spec.column === undefined) return view.adopting ? reference : (known ?? null);
  const column = view.row.fields[view.field] ?? null;
  if (!isBigSeed(view.spec, reference)) return column;
  // Beside a big seed the column stays as others left it; only a small seed of our own is out of date.
  if (column !== null && equalJson(column, known)) return column;
  return view.adopting ? reference : (known ?? null);
}

/** True when a foreign write changed the value after we recorded it. */
export function wasEdited(view: FieldView): boolean {
  const known = view.recorded[view.field];
  if (known === undefined || view.adopting) return false;
  return !equalJson(readLive(view, known), known);
}
