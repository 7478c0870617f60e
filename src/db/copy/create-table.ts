import { type ColumnType, type CopiedColumn, type CopiedTable, quoteName } from "../connection/copying.js";
import type { Dialect } from "../connection/session.js";

/** Why another database can't have a table like this one; null when it can. */
export function describeObstacle(table: CopiedTable, from: Dialect, to: Dialect): string | null {
  const isAlike = from.name === to.name && from.name === "SQLite";
  const odd = table.columns.find(
    ({ type, declared }) => type === null && !(isAlike && !/ GENERATED$/.test(declared)),
  );
  if (odd !== undefined) return `${odd.name} is ${odd.declared === "" ? "of no type" : odd.declared}`;
  const column = table.columns.find((one) => one.usual !== null && usualOf(one, to) === undefined);
  return column === undefined ? null : `the default of ${column.name} is ${column.usual}`;
}

/** SQL that makes an empty table of this shape. */
export function createTableSql(table: CopiedTable, to: Dialect): string {
  const { name, columns, key, uniques, references } = table;
  const parts = [
    ...columns.map((column) => describeColumn(column, to)),
    ...(key.length === 0 ? [] : [`PRIMARY KEY (${listNames(key)})`]),
    ...uniques.map((unique) => `UNIQUE (${listNames(unique)})`),
    ...(to.copying.enforcesReferences ? [] : references.map(referenceSql)),
  ];
  return `CREATE TABLE ${quoteName(name)} (${parts.join(", ")})`;
}

/** SQL for what is made when the rows are there: indexes, and references where they are enforced. */
export function finishTableSql({ name, indexes, references }: CopiedTable, to: Dialect): readonly string[] {
  return [
    ...indexes.map(
      (index) =>
        `CREATE ${index.isUnique ? "UNIQUE " : ""}INDEX ${quoteName(index.name)} ON ${quoteName(name)} (${listNames(index.columns)})`,
    ),
    ...(to.copying.enforcesReferences ? references : []).map(
      (reference) => `ALTER TABLE ${quoteName(name)} ADD ${referenceSql(reference)}`,
    ),
  ];
}

function listNames(names: readonly string[]): string {
  return names.map(quoteName).join(", ");
}

function referenceSql({ columns, table, keys }: CopiedTable["references"][number]): string {
  return `FOREIGN KEY (${listNames(columns)}) REFERENCES ${quoteName(table)} (${listNames(keys)})`;
}

function describeColumn(column: CopiedColumn, to: Dialect): string {
  const usual = column.usual === null ? undefined : usualOf(column, to);
  return [
    quoteName(column.name),
    to.copying.spell(column),
    ...(column.isRequired ? ["NOT NULL"] : []),
    ...(usual === undefined ? [] : [`DEFAULT ${usual}`]),
  ].join(" ");
}

/** A default as the other database spells it; undefined when it can't. */
function usualOf({ usual, type }: CopiedColumn, to: Dialect): string | undefined {
  const text = (usual ?? "").replace(/^\((.*)\)$/s, "$1");
  if (/^(?:NULL|'(?:[^']|'')*')$/i.test(text)) return text;
  if (type?.kind === "boolean") return usualFlag(text, to);
  if (/^-?\d+(?:\.\d+)?$/.test(text)) return text;
  return usualTime(text, type);
}

function usualFlag(text: string, { name }: Dialect): string | undefined {
  if (!/^(?:0|1|true|false)$/i.test(text)) return undefined;
  const isOn = /^(?:1|true)$/i.test(text);
  return name === "SQLite" ? (isOn ? "1" : "0") : String(isOn);
}

/** SQLite knows the moment of UTC only; the server, that of its zone. */
function usualTime(text: string, type: ColumnType | null): string | undefined {
  return type?.kind === "time" && /^(?:CURRENT_TIMESTAMP|now\(\))$/i.test(text)
    ? "CURRENT_TIMESTAMP"
    : undefined;
}
