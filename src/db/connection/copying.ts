/** What a column holds, whatever a database calls its type. */
type ColumnKind = "integer" | "boolean" | "float" | "time" | "text" | "bytes";

/** A type as both databases can hold it. */
export interface ColumnType {
  readonly kind: ColumnKind;
  /** Most characters of a text, or bits of an integer; null for no limit. */
  readonly limit: number | null;
}

export interface CopiedColumn {
  readonly name: string;
  /** As the database spells it. */
  readonly declared: string;
  /** Null for a type that only this database has. */
  readonly type: ColumnType | null;
  readonly isRequired: boolean;
  /** True when the database gives a new row its number here. */
  readonly isSerial: boolean;
  /** SQL; null for none. */
  readonly usual: string | null;
}

interface Reference {
  readonly columns: readonly string[];
  readonly table: string;
  readonly keys: readonly string[];
}

/** A table, with what of it can be made again in another database. */
export interface CopiedTable {
  readonly name: string;
  readonly columns: readonly CopiedColumn[];
  readonly key: readonly string[];
  readonly uniques: readonly (readonly string[])[];
  readonly references: readonly Reference[];
  readonly indexes: readonly {
    readonly name: string;
    readonly columns: readonly string[];
    readonly isUnique: boolean;
  }[];
  /** What it has beside that no copy gets, for a person: `index x`. */
  readonly beside: readonly string[];
}

/** A name as both databases take it, whatever is in it. */
export function quoteName(name: string): string {
  return `"${name.replaceAll('"', '""')}"`;
}

const TYPES: readonly (readonly [words: RegExp, kind: ColumnKind, limit: number | null])[] = [
  [/^smallint$/, "integer", 16],
  [/^int(?:eger)?$/, "integer", 32],
  [/^bigint$/, "integer", 64],
  [/^bool(?:ean)?$/, "boolean", null],
  [/^(?:float|real|double(?: precision)?)$/, "float", null],
  [/^(?:datetime|timestamp(?: without time zone)?)$/, "time", null],
  [/^(?:blob|bytea)$/, "bytes", null],
];

const TEXT = /^(?:text|(?:n?varchar|character varying)(?:\((\d+)\))?)$/;

/** The type behind its name in either database; null for one that only one of them has. */
export function readType(declared: string): ColumnType | null {
  const name = declared.toLowerCase();
  const text = TEXT.exec(name);
  if (text !== null) return { kind: "text", limit: text[1] === undefined ? null : Number(text[1]) };
  const [, kind, limit = null] = TYPES.find(([words]) => words.test(name)) ?? [];
  return kind === undefined ? null : { kind, limit };
}
