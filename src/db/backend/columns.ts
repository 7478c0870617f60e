import { forEachKind, KINDS, type Kind } from "../../model/address.js";
import { FIELDS, type FieldSpec, ownedObjects, specOf } from "../../model/fields.js";
import type { Json } from "../../model/json.js";
import type { Session } from "../connection/session.js";
import type { BackendTable } from "./backend-columns.js";
import { type ColumnHome, type Home, type Profile, perProfile, profileOf, type TieHome } from "./profile.js";

/** SQL for the kinds whose rows are in a table: each named, so that SQLite takes the index by kind and row. */
export function kindsIn({ kinds }: Profile, table: BackendTable): string {
  const names = KINDS.filter((kind) => kinds[kind].table === table).sort();
  return `(${names.map((kind) => `'${kind}'`).join(", ")})`;
}

/**
 * SQL for the kinds whose rows are in the same table as those of a kind, each named: with `<> 'image'`, or an estate that
 * is compared as well, SQLite would visit all objects of the estate for each row instead of the index by row.
 */
export function kindsBeside(session: Session, kind: Kind): string {
  const profile = profileOf(session);
  return kindsIn(profile, profile.kinds[kind].table);
}

/** The columns of a table that tell a row from another, or that hold a field, a label or a link. */
export function listCompared(profile: Profile, table: BackendTable): readonly string[] {
  if (table === "labels") return ["id", "image_id", "label_text", "label_type", "created_by"];
  if (table === "album_images") return ["id", "album_id", "image_id", "added_by"];
  const layouts = layOutAll(profile);
  const columns = KINDS.filter((kind) => profile.kinds[kind].table === table).flatMap((kind) => [
    ...layouts[kind].columns,
    kind === "image" ? "filename" : "created_at",
  ]);
  return [...new Set(["id", ...columns])].sort();
}

/** A field that is a column of its own. */
export interface PlainField {
  readonly field: string;
  readonly spec: FieldSpec & Pick<ColumnHome, "none">;
  readonly column: string;
  /** True for a key of an owned object: it is listed only where the column is not NULL. */
  readonly isMember: boolean;
}

/** A column that holds an object: some of its keys are fields of their own names, others of `<prefix>.<key>`. */
export interface ObjectColumn {
  readonly column: string;
  readonly named: readonly { readonly field: string; readonly key: string }[];
  /** Undefined where other keys belong to nobody. */
  readonly prefix: string | undefined;
}

/** Where the fields of a kind are in one profile. */
export interface Layout {
  readonly kind: Kind;
  readonly columns: readonly string[];
  readonly plain: readonly PlainField[];
  readonly objects: readonly ObjectColumn[];
  /** Columns that can't be NULL, with what stands for null there. */
  readonly nones: readonly { readonly column: string; readonly none: string }[];
  readonly tie: (TieHome & { readonly field: string }) | undefined;
  /** Fields that only the record holds, and prefixes of such. */
  readonly recorded: readonly { readonly field: string; readonly unrecorded: Json }[];
  readonly prefixes: readonly string[];
  /** The home of a field; undefined for one that only the record holds. */
  homeOf(field: string): ColumnHome | TieHome | undefined;
}

const LAYOUTS = perProfile(layOutAll);

/** The layout of a kind in the database that a session is of. */
export function layoutOf(session: Session, kind: Kind): Layout {
  return LAYOUTS(session)[kind];
}

/** The layouts of a profile by kind. */
export function layOutAll(profile: Profile): { readonly [K in Kind]: Layout } {
  return forEachKind((kind) => layOut(profile, kind));
}

/**
 * SQL for id, guard and the columns of a kind, in the order that `decodeRow` expects. Columns that `present` lacks read
 * as NULL, so that every generation is read alike.
 */
export function selectRow(layout: Layout, alias: string, present?: ReadonlySet<string>): string {
  const columns = layout.columns.map((column) =>
    present === undefined || present.has(column) ? selectColumn(alias, column) : "NULL",
  );
  return [`${alias}.id`, guardOf(layout.kind, alias), ...columns].join(", ");
}

/** SQL for what tells a row from a later one with the same id. */
export function guardOf(kind: Kind, alias: string): string {
  return kind === "image" ? `${alias}.filename` : `COALESCE(CAST(${alias}.created_at AS TEXT), '')`;
}

/** SQL for one column as `decodeCell` expects it: the driver rounds integers beyond 2^53, text it leaves alone. */
export function selectColumn(alias: string, column: string): string {
  return column === "seed" ? `CAST(${alias}.seed AS TEXT)` : `${alias}.${column}`;
}

function layOut({ kinds }: Profile, kind: Kind): Layout {
  const { homes } = kinds[kind];
  const own = new Map<string, Home>(Object.entries(homes).filter(([field]) => !field.endsWith(".*")));
  const prefixes = ownedObjects(kind).filter((prefix) => Object.hasOwn(homes, `${prefix}.*`));
  const usual = (field: string): ColumnHome | undefined => {
    const spec = specOf(kind, field);
    return spec?.column === undefined ? undefined : (spec as ColumnHome);
  };
  const homeOf = (field: string): ColumnHome | TieHome | undefined => {
    const home = own.get(field);
    if (home !== undefined) return "unrecorded" in home ? undefined : home;
    return prefixes.some((prefix) => field.startsWith(`${prefix}.`)) ? undefined : usual(field);
  };
  const fields = [...new Set([...Object.keys(FIELDS[kind]), ...own.keys()])];
  const found = fields.flatMap((field) => {
    const home = homeOf(field);
    return home === undefined ? [] : [{ field, home }];
  });
  const plain = found.flatMap(({ field, home }) =>
    "ties" in home || home.key !== undefined
      ? []
      : [{ field, spec: home, column: home.column, isMember: !Object.hasOwn(FIELDS[kind], field) }],
  );
  const objects = layOutObjects(kind, found, prefixes);
  const tie = found.flatMap(({ field, home }) => ("ties" in home ? [{ ...home, field }] : [])).at(0);
  return {
    kind,
    columns: [
      ...[...plain, ...objects].map(({ column }) => column),
      ...(tie === undefined ? [] : [tie.type, tie.id]),
    ],
    plain,
    objects,
    nones: plain.flatMap(({ column, spec: { none } }) => (none === undefined ? [] : [{ column, none }])),
    tie,
    recorded: [...own].flatMap(([field, home]) =>
      "unrecorded" in home ? [{ field, unrecorded: home.unrecorded }] : [],
    ),
    prefixes,
    homeOf,
  };
}

function layOutObjects(
  kind: Kind,
  found: readonly { readonly field: string; readonly home: ColumnHome | TieHome }[],
  recordedPrefixes: readonly string[],
): readonly ObjectColumn[] {
  const named = new Map<string, { field: string; key: string }[]>();
  for (const { field, home } of found)
    if (!("ties" in home) && home.key !== undefined)
      named.set(home.column, [...(named.get(home.column) ?? []), { field, key: home.key }]);
  const prefixes = new Map(
    ownedObjects(kind)
      .filter((prefix) => !recordedPrefixes.includes(prefix))
      .map((prefix) => [specOf(kind, `${prefix}.x`)?.column, prefix] as const),
  );
  return [...named].map(([column, keys]) => ({ column, named: keys, prefix: prefixes.get(column) }));
}
