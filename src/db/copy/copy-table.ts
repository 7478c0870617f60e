import { SetDigest } from "../../files/hash.js";
import { type CopiedTable, quoteName } from "../connection/copying.js";
import { DatabaseProblem } from "../connection/problem.js";
import type { Cell, Session } from "../connection/session.js";
import { type Fitter, fitterOf, Misfit } from "./fit.js";
import { rowText } from "./row-text.js";
import { alignTime, wideSeedOf } from "./special-cells.js";

/** A value that a column of the other database can't hold. */
export interface UnfitValue {
  readonly table: string;
  /** The key of the row, or its number in the table. */
  readonly row: string;
  readonly column: string;
  readonly reason: string;
}

/** A table that was copied. */
export interface TableCount {
  readonly table: string;
  readonly rows: number;
  /** Of all rows, whatever their order. */
  readonly digest: string;
}

/** What one table needs of a copy. */
interface TableCopy {
  readonly from: Session;
  readonly to: Session;
  /** Is given each value without room. */
  readonly report: (value: UnfitValue) => void;
  /** Is told now and then how many rows came since. */
  readonly progress: (rows: number) => void;
}

/** So many rows travel before the other end is waited for, so that they don't pile up on the way. */
const ROWS_UNDER_WAY = 10_000;

/**
 * Copies the rows of a table, and reads them back. Throws {@link DatabaseProblem} `copy-differs` when they are not what was
 * read. Once a value has no room nothing more is written, and the rest is looked at only.
 */
export function copyTable(table: CopiedTable, copy: TableCopy): TableCount {
  const { from, to } = copy;
  const digest = new SetDigest();
  let hasUnfit = false;
  const report = (value: UnfitValue) => {
    hasUnfit = true;
    copy.report(value);
  };
  const target = to.insertInto({
    table: quoteName(table.name),
    columns: table.columns.map(({ name }) => quoteName(name)),
    constants: {},
  });
  let count = 0;
  for (const cells of readFitting(table, from, to, report)) {
    if (!hasUnfit) {
      digest.add(rowText(cells));
      target.add(cells.map(to.dialect.copying.encode));
    }
    if (++count % ROWS_UNDER_WAY === 0) {
      if (!hasUnfit) target.flush();
      to.get("SELECT 1");
      copy.progress(ROWS_UNDER_WAY);
    }
  }
  copy.progress(count % ROWS_UNDER_WAY);
  if (hasUnfit) return { table: table.name, rows: count, digest: "" };
  target.flush();
  const [sent, found] = [digest.end(), digestRows(table, to)];
  if (sent.count !== found.count || sent.digest !== found.digest)
    throw new DatabaseProblem(
      "copy-differs",
      `nothing was written: ${table.name} has ${sent.count} rows of the digest ${sent.digest.slice(0, 16)}, the copy ` +
        `${found.count} of ${found.digest.slice(0, 16)}`,
      "Run the command again with -v; if it says so again, report it with the definition of the table.",
    );
  return { table: table.name, rows: sent.count, digest: sent.digest };
}

function digestRows(table: CopiedTable, session: Session): ReturnType<SetDigest["end"]> {
  const digest = new SetDigest();
  const { sql, decode } = selectAll(table, session);
  for (const cells of session.streamExact(sql)) digest.add(rowText(decode(cells)));
  return digest.end();
}

function selectAll({ name, columns }: CopiedTable, { dialect }: Session, more: readonly string[] = []) {
  const readers = columns.map(dialect.copying.read);
  return {
    sql: `SELECT ${[...readers.map(({ sql }) => sql), ...more].join(", ")} FROM ${quoteName(name)}`,
    decode: (cells: readonly Cell[]) => readers.map(({ decode }, index) => decode(cells[index] as Cell)),
  };
}

/** Rows with their values as the other database holds them. */
function* readFitting(
  table: CopiedTable,
  from: Session,
  to: Session,
  report: (value: UnfitValue) => void,
): Generator<readonly Cell[]> {
  const fitters = table.columns.map((column) => fitterOf(column, from.dialect, to.dialect));
  const seeds = wideSeedOf(table, from.dialect, to.dialect);
  const { sql, decode } = selectAll(table, from, seeds === undefined ? [] : [seeds.sql]);
  const guards = alignTime(table, from.dialect, to.dialect);
  let number = 0;
  for (const read of from.streamExact(sql)) {
    number++;
    const cells = decode(read);
    seeds?.replace(cells, read.at(-1) as Cell);
    guards?.(cells);
    fitRow(table, fitters, cells, (column, reason) =>
      report({ table: table.name, row: nameRow(table, cells, number), column, reason }),
    );
    reportBroken(table, from, cells, (column) =>
      report({
        table: table.name,
        row: nameRow(table, cells, number),
        column,
        reason: "is text with bytes that are no UTF-8",
      }),
    );
    yield cells;
  }
}

function fitRow(
  { columns }: CopiedTable,
  fitters: readonly Fitter[],
  cells: Cell[],
  report: (column: string, reason: string) => void,
): void {
  for (let index = 0; index < cells.length; index++) {
    const fitted = (fitters[index] as Fitter)(cells[index] as Cell);
    if (fitted instanceof Misfit) report(columns[index]?.name ?? "", fitted.reason);
    else cells[index] = fitted;
  }
}

/** The driver reads bytes that are no UTF-8 as U+FFFD. Then no row has the text that was read. */
function reportBroken(
  { name, columns }: CopiedTable,
  from: Session,
  cells: readonly Cell[],
  report: (column: string) => void,
): void {
  if (from.dialect.name !== "SQLite") return;
  for (let index = 0; index < cells.length; index++) {
    const cell = cells[index];
    if (typeof cell !== "string" || !cell.includes("\uFFFD")) continue;
    const column = columns[index]?.name ?? "";
    const sql = `SELECT 1 FROM ${quoteName(name)} WHERE ${quoteName(column)} = ? LIMIT 1`;
    if (from.get(sql, cell) === undefined) report(column);
  }
}

function nameRow({ columns, key }: CopiedTable, cells: readonly Cell[], number: number): string {
  if (key.length === 0) return `row ${number}`;
  const names = columns.map(({ name }) => name);
  return key.map((name) => String(cells[names.indexOf(name)])).join(" ");
}

/** Refers to a row that is not there, which the other database does not allow. */
export function reportDangling(table: CopiedTable, from: Session, report: (value: UnfitValue) => void): void {
  for (const { columns, table: parent, keys } of table.references) {
    const names = table.key.length === 0 ? columns : table.key;
    const match = columns.map(
      (column, index) => `p.${quoteName(keys[index] ?? "")} = c.${quoteName(column)}`,
    );
    const rows = from.stream(
      `SELECT c.${quoteName(columns[0] ?? "")}, ${names.map((name) => `c.${quoteName(name)}`).join(", ")}
        FROM ${quoteName(table.name)} c WHERE ${columns.map((column) => `c.${quoteName(column)} IS NOT NULL`).join(" AND ")}
          AND NOT EXISTS (SELECT 1 FROM ${quoteName(parent)} p WHERE ${match.join(" AND ")})`,
    );
    for (const [value, ...row] of rows)
      report({
        table: table.name,
        row: row.join(" "),
        column: columns.join(", "),
        reason: `is ${value}, which is no row of ${parent}`,
      });
  }
}
