import type { BackendTable } from "../backend/backend-columns.js";
import { selectColumn } from "../backend/columns.js";
import { profileOf } from "../backend/profile.js";
import { literal } from "../connection/literal.js";
import type { BulkInsert, Cell, InsertShape, KeptValues, Session } from "../connection/session.js";

/**
 * New rows of one of the backend's tables, every column supplied, counted many at a time; what a trigger or the type of a
 * column could have changed is read back and compared. Rows begin with their id, which the session handed out.
 */
export class CheckedInsert {
  /** The columns that each row gives a value, the id first: NULL, and 0 for booleans. */
  readonly blankRow: readonly Cell[];
  readonly #positions: ReadonlyMap<string, number>;
  readonly #session: Session;
  readonly #table: BackendTable;
  readonly #insert: BulkInsert;
  readonly #columns: readonly string[];
  /** Of each column, which values need not be read back. */
  readonly #keeps: readonly ((cell: Cell) => boolean)[];
  /** Where rows between two ids have the constants. */
  readonly #written: string;
  readonly #readBack: string;
  #rows: (readonly Cell[])[] = [];

  /** `constants`: columns that have one value in all rows. `kept`: which values need not be read back. */
  constructor(session: Session, table: BackendTable, constants: InsertShape["constants"], kept: KeptValues) {
    const all = profileOf(session).columns[table] ?? [];
    const columns = all.filter((column) => !Object.hasOwn(constants, column));
    this.blankRow = columns.map((column) => (column.startsWith("is_") ? 0 : null));
    this.#positions = new Map(columns.map((column, index) => [column, index]));
    this.#session = session;
    this.#table = table;
    // The name of a file is the one thing that foreign rows may have by then.
    const conflict = table === "images" ? { unique: "filename" } : {};
    this.#insert = session.insertInto({ table, columns, constants, ...conflict });
    this.#keeps = columns.map((column) => kept.get(column) ?? (() => false));
    this.#columns = columns.map((column) => selectColumn(table, column));
    const [id] = this.#columns;
    const range = `FROM ${table} WHERE ${id} BETWEEN ? AND ?`;
    this.#written = `${range} AND ${equalities(constants)}`;
    this.#readBack = `SELECT ${[...this.#columns, equalities(constants)].join(", ")} ${range} ORDER BY ${id}`;
  }

  /** Where a row has the value of a column. */
  positionOf(column: string): number {
    return this.#positions.get(column) as number;
  }

  add(row: readonly Cell[]): void {
    this.#insert.add(row);
    this.#rows.push(row);
  }

  /**
   * Writes what waits; the ids of images that were left out since others have their filenames. Throws when the database
   * holds other values than were written: a trigger or a type that we don't know of.
   */
  flush(): readonly number[] {
    const rows = this.#rows;
    this.#rows = [];
    const refused = rows.length - this.#insert.flush();
    if (rows.length === 0 || (refused === 0 && this.#isAllThere(rows))) return [];
    return this.#compareAll(rows, refused);
  }

  /** False where it takes a closer look. As many rows as there are ids in between have just these ids: none is read. */
  #isAllThere(rows: readonly (readonly Cell[])[]): boolean {
    const [first, last] = endsOf(rows);
    if (Number(last) - Number(first) + 1 !== rows.length) return false;
    const doubtful = this.#findDoubtful(rows);
    if (doubtful.length === 0 && this.#session.dialect.keepsRows) return true;
    if (doubtful.length === 0)
      return this.#session.get(`SELECT count(*) ${this.#written}`, first, last)?.[0] === rows.length;
    const columns = doubtful.map((index) => this.#columns[index]).join(", ");
    const read = this.#session.all(
      `SELECT ${columns} ${this.#written} ORDER BY ${this.#columns[0]}`,
      first,
      last,
    );
    if (read.length !== rows.length) return false;
    return rows.every((row, at) => doubtful.every((index, place) => isSame(row[index], read[at]?.[place])));
  }

  /** The columns, the id left out, of which a row has a value that may not be there as it was written. */
  #findDoubtful(rows: readonly (readonly Cell[])[]): readonly number[] {
    const doubtful: number[] = [];
    for (let index = 1; index < this.#keeps.length; index++) {
      const keeps = this.#keeps[index] as (cell: Cell) => boolean;
      if (!rows.every((row) => keeps(row[index] as Cell))) doubtful.push(index);
    }
    return doubtful;
  }

  #compareAll(rows: readonly (readonly Cell[])[], refused: number): readonly number[] {
    const read = this.#session.all(this.#readBack, ...endsOf(rows));
    const out: number[] = [];
    let at = 0;
    for (const row of rows) {
      const found = read[at];
      if (out.length < refused && found?.[0] !== row[0]) {
        out.push(Number(row[0]));
        continue;
      }
      at++;
      compareRow(this.#table, row, found);
      if (found?.[row.length] !== 1) throw unlike(this.#table, row, found);
    }
    return out;
  }
}

/** The first and the last id of rows that are there. */
function endsOf(rows: readonly (readonly Cell[])[]): readonly [Cell, Cell] {
  return [rows[0]?.[0] as Cell, rows.at(-1)?.[0] as Cell];
}

/** Throws when a row reads back otherwise than it was written. */
export function compareRow(
  table: BackendTable,
  written: readonly Cell[],
  read: readonly Cell[] | undefined,
): void {
  if (read === undefined) throw unlike(table, written, read);
  for (let index = 0; index < written.length; index++)
    if (!isSame(written[index], read[index])) throw unlike(table, written, read);
}

/** What is written as a big integer reads back as text, with all its digits. */
function isSame(written: Cell | undefined, read: Cell | undefined): boolean {
  return written === read || (typeof written === "bigint" && String(written) === read);
}

function unlike(table: BackendTable, written: readonly Cell[], read: readonly Cell[] | undefined): Error {
  return new Error(`A row of ${table} reads back as ${showCells(read)}, written was ${showCells(written)}`);
}

function showCells(cells: readonly Cell[] | undefined): string {
  return JSON.stringify(cells?.map((cell) => (typeof cell === "bigint" ? String(cell) : cell))) ?? "nothing";
}

/** SQL that is 1 where columns have these values. */
function equalities(constants: InsertShape["constants"]): string {
  const parts = Object.entries(constants).map(
    ([column, cell]) => `${column} IS NOT DISTINCT FROM ${literal(cell)}`,
  );
  return parts.length === 0 ? "TRUE" : parts.join(" AND ");
}
