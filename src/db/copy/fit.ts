import { parseTime } from "../../model/time.js";
import type { ColumnType, CopiedColumn } from "../connection/copying.js";
import type { Cell, Dialect } from "../connection/session.js";

/** Why a column of another database can't hold a value. */
export class Misfit {
  constructor(readonly reason: string) {}
}

/** Gives a value as a column of the other database holds it; values are those of SQLite, integers as bigint. */
export type Fitter = (cell: Cell) => Cell | Misfit;

/** How the values of a column go from one database into another. Between two of a kind they stay as they are. */
export function fitterOf(column: CopiedColumn, from: Dialect, to: Dialect): Fitter {
  const { type, isRequired } = column;
  if (from.name === to.name) return (cell) => cell;
  const fit = type === null ? keep : to.name === "PostgreSQL" ? fitServer(type) : fitFile(type);
  return (cell) => {
    if (cell !== null) return fit(cell);
    return isRequired ? new Misfit("is NULL") : null;
  };
}

const keep: Fitter = (cell) => cell;

/** SQLite keeps anything in any column. */
function fitServer({ kind, limit }: ColumnType): Fitter {
  switch (kind) {
    case "integer":
      return fitInteger(limit ?? 64);
    case "boolean":
      return (cell) => (cell === 0n || cell === 1n ? cell : new Misfit(`is ${show(cell)}, neither 0 nor 1`));
    case "float":
      return (cell) => {
        if (typeof cell === "number") return cell;
        return typeof cell === "bigint" ? Number(cell) : new Misfit(`is ${show(cell)}, no number`);
      };
    case "time":
      return fitTime;
    case "text":
      return (cell) => fitText(cell, limit);
    case "bytes":
      return (cell) => (cell instanceof Uint8Array ? cell : new Misfit(`is ${show(cell)}, no bytes`));
  }
}

function fitInteger(bits: number): Fitter {
  const end = 2n ** BigInt(bits - 1);
  return (cell) => {
    if (typeof cell !== "bigint") return new Misfit(`is ${show(cell)}, no integer`);
    return cell < end && cell >= -end ? cell : new Misfit(`is ${cell}, beyond ${bits} bits`);
  };
}

function fitTime(cell: Cell): Cell | Misfit {
  const time = typeof cell === "string" && !/[.,]\d{7}/.test(cell) ? parseTime(cell) : undefined;
  // There is no year 0.
  return time === undefined || time.startsWith("0000")
    ? new Misfit(`is ${show(cell)}, no date and time`)
    : time;
}

function fitText(cell: Cell, limit: number | null): Cell | Misfit {
  if (typeof cell !== "string") return new Misfit(`is ${show(cell)}, no text`);
  if (cell.includes("\0")) return new Misfit("holds the character U+0000");
  if (limit === null || cell.length <= limit) return cell;
  const length = [...cell].length;
  return length <= limit ? cell : new Misfit(`has ${length} characters, ${limit} have room`);
}

/** What has no number, or no moment, the backend could not read from a file. */
function fitFile({ kind }: ColumnType): Fitter {
  if (kind === "float")
    return (cell) => (Number.isNaN(cell) ? new Misfit("is NaN, which SQLite can't hold") : cell);
  if (kind === "time")
    return (cell) =>
      /^\d{4}-[^ ]+ [^ ]+$/.test(String(cell)) ? cell : new Misfit(`is ${show(cell)}, no date`);
  return keep;
}

const LONGEST = 40;

function show(cell: Cell): string {
  if (cell instanceof Uint8Array) return `${cell.length} bytes`;
  const text = typeof cell === "string" ? JSON.stringify(cell) : String(cell);
  return text.length > LONGEST ? `${text.slice(0, LONGEST)}…` : text;
}
