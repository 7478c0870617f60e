import type { Kind } from "../../model/address.js";
import { FIELDS, type FieldSpec, ownedObjects, specOf } from "../../model/fields.js";

/** The table that holds the rows of a kind. */
export const TABLES: { readonly [K in Kind]: "albums" | "images" } = {
  "set-template": "albums",
  album: "albums",
  image: "images",
};

/**
 * SQL for the kinds whose rows are in the same table as those of a kind, each named: with `<> 'image'`, or an estate that
 * is compared as well, SQLite would visit all objects of the estate for each row instead of the index by row.
 */
export const KINDS_BESIDE: { readonly [K in Kind]: string } = {
  "set-template": "('album', 'set-template')",
  album: "('album', 'set-template')",
  image: "('image')",
};

/** A field that is a column of its own. */
export interface PlainField {
  readonly field: string;
  readonly spec: FieldSpec;
  readonly column: string;
}

/** A column that holds an object: some of its keys are fields of their own names, others of `<prefix>.<key>`. */
export interface ObjectColumn {
  readonly column: string;
  readonly named: readonly { readonly field: string; readonly key: string }[];
  /** Undefined where other keys belong to nobody. */
  readonly prefix: string | undefined;
}

/** Which columns of a table hold the fields of a kind. */
interface Layout {
  readonly columns: readonly string[];
  readonly plain: readonly PlainField[];
  readonly objects: readonly ObjectColumn[];
}

export const LAYOUTS: { readonly [K in Kind]: Layout } = {
  "set-template": layOut("set-template"),
  album: layOut("album"),
  image: layOut("image"),
};

/**
 * SQL for id, guard and the columns of a kind, in the order that `decodeRow` expects. Columns that `present` lacks read
 * as NULL, so that every generation is read alike.
 */
export function selectRow(kind: Kind, alias: string, present?: ReadonlySet<string>): string {
  const columns = LAYOUTS[kind].columns.map((column) =>
    present === undefined || present.has(column) ? selectColumn(alias, column) : "NULL",
  );
  return [`${alias}.id`, guardOf(kind, alias), ...columns].join(", ");
}

/** SQL for what tells a row from a later one with the same id. */
export function guardOf(kind: Kind, alias: string): string {
  return kind === "image" ? `${alias}.filename` : `COALESCE(CAST(${alias}.created_at AS TEXT), '')`;
}

/** SQL for one column as `decodeCell` expects it: the driver rounds integers beyond 2^53, text it leaves alone. */
export function selectColumn(alias: string, column: string): string {
  return column === "seed" ? `CAST(${alias}.seed AS TEXT)` : `${alias}.${column}`;
}

function layOut(kind: Kind): Layout {
  const plain: PlainField[] = [];
  const named = new Map<string, { field: string; key: string }[]>();
  for (const [field, spec] of Object.entries(FIELDS[kind])) {
    const { column, key } = spec;
    if (column === undefined) continue;
    if (key === undefined) plain.push({ field, spec, column });
    else named.set(column, [...(named.get(column) ?? []), { field, key }]);
  }
  const prefixes = new Map(
    ownedObjects(kind).map((prefix) => [specOf(kind, `${prefix}.x`)?.column, prefix] as const),
  );
  const objects = [...named].map(([column, keys]) => ({ column, named: keys, prefix: prefixes.get(column) }));
  return { columns: [...plain, ...objects].map(({ column }) => column), plain, objects };
}
