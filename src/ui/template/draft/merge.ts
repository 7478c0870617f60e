import type { Json } from "../../api/types.js";
import type { Table } from "../grid/table.js";
import type { Base, Content } from "./content.js";
import { changedFields, isSame, type Values } from "./values.js";

/** A field that was changed here and, differently, on disk. */
export interface Conflict {
  readonly field: string;
  readonly base: string;
  readonly mine: string;
  readonly disk: string;
}

/** Which side to take where both changed a field. */
export type Choices = { readonly [field: string]: "mine" | "disk" };

interface Merged {
  readonly content: Content;
  readonly conflicts: readonly Conflict[];
}

/** My edits of `base` made on `disk`. Edits of different fields and cells go together; where both changed one, it is asked for. */
export function mergeContent(base: Base, mine: Content, disk: Base, choices: Choices = {}): Merged {
  if (mine.text !== undefined) return mergeText(base, mine, mine.text, disk, choices);
  const values: { [field: string]: Json | undefined } = { ...disk.values };
  const conflicts: Conflict[] = [];
  for (const field of changedFields(base.values, mine.values)) {
    const isClash =
      !isSame(base.values[field], disk.values[field]) && !isSame(mine.values[field], disk.values[field]);
    if (isClash) conflicts.push(conflictOf(field, base.values, mine.values, disk.values));
    if (!isClash || choices[field] === "mine") values[field] = mine.values[field];
  }
  const table = mergeTables(base.table, mine.table, disk.table);
  if (table === undefined)
    conflicts.push({
      field: "items",
      base: sizeOf(base.table),
      mine: sizeOf(mine.table),
      disk: sizeOf(disk.table),
    });
  const taken = table ?? (choices.items === "mine" ? rebuilt(mine.table, disk.table) : disk.table);
  return { content: { values, table: taken, text: undefined }, conflicts };
}

/** A manifest that was edited as text is one field. */
function mergeText(base: Base, mine: Content, text: string, disk: Base, choices: Choices): Merged {
  const table = mergeTables(base.table, mine.table, disk.table) ?? disk.table;
  const isClash = base.detail.text !== disk.detail.text;
  const clash = { field: "manifest", base: base.detail.text ?? "", mine: text, disk: disk.detail.text ?? "" };
  return {
    content: { values: disk.values, table, text: isClash && choices.manifest !== "mine" ? undefined : text },
    conflicts: isClash ? [clash] : [],
  };
}

/** Undefined when both changed rows in ways that don't go together. */
function mergeTables(base: Table, mine: Table, disk: Table): Table | undefined {
  if (isSameTable(base, mine)) return disk;
  if (isSameTable(base, disk)) return { header: mine.header, rows: mine.rows };
  if (!hasSameRows(base, mine) || base.rows.length !== disk.rows.length || !isSame(base.header, disk.header))
    return undefined;
  let isClash = false;
  const rows = disk.rows.map((row, at) => ({
    ...row,
    cells: row.cells.map((cell, column) => {
      const before = base.rows[at]?.cells[column];
      const own = mine.rows[at]?.cells[column] ?? "";
      if (own === before) return cell;
      if (cell !== before && cell !== own) isClash = true;
      return own;
    }),
  }));
  return isClash ? undefined : { header: disk.header, rows };
}

/** My rows as rows of the file on disk: by place, as far as it has any. */
function rebuilt(mine: Table, disk: Table): Table {
  return {
    header: mine.header,
    rows: mine.rows.map((row) =>
      row.base !== undefined && row.base >= disk.rows.length ? { ...row, base: undefined } : row,
    ),
  };
}

function hasSameRows(base: Table, mine: Table): boolean {
  return (
    base.rows.length === mine.rows.length &&
    mine.rows.every((row, at) => row.base === at) &&
    isSame(base.header, mine.header)
  );
}

function isSameTable(a: Table, b: Table): boolean {
  return (
    isSame(a.header, b.header) &&
    a.rows.length === b.rows.length &&
    a.rows.every((row, at) => isSame(row.cells, b.rows[at]?.cells))
  );
}

function conflictOf(field: string, base: Values, mine: Values, disk: Values): Conflict {
  const text = (value: Json | undefined) =>
    value === undefined ? "" : typeof value === "string" ? value : JSON.stringify(value);
  return { field, base: text(base[field]), mine: text(mine[field]), disk: text(disk[field]) };
}

function sizeOf(table: Table): string {
  return `${table.rows.length} rows: ${table.rows
    .slice(0, 6)
    .map((row) => row.cells[0])
    .join(", ")} …`;
}
