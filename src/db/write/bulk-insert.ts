import type { Cell, Session } from "../connection/session.js";

/** Rows of one statement: with many columns the same for all rows, that is twice as fast as one row each. */
const ROWS = 32;

/** What is inserted: `columns` get a value with each row, `constants` have one value for all rows. */
export interface InsertShape {
  readonly table: string;
  readonly columns: readonly string[];
  readonly constants: { readonly [column: string]: Cell };
  /** A clause that follows the values. */
  readonly conflict?: string;
  /** True while an index calls a function: a statement of many rows keeps a journal of its own then, which costs more. */
  readonly oneByOne?: boolean;
}

/** Inserts rows of one table, many with one statement. Nothing is certain to be there before {@link flush}. */
export class BulkInsert {
  readonly #session: Session;
  readonly #one: string;
  readonly #many: string;
  readonly #full: number;
  readonly #width: number;
  /** Of rows that wait; places behind them keep what was there before. */
  readonly #values: Cell[] = [];
  #filled = 0;
  #inserted = 0;

  constructor(session: Session, shape: InsertShape) {
    this.#session = session;
    this.#one = insertSql(shape, 1);
    const rows = shape.oneByOne === true ? 1 : ROWS;
    this.#many = insertSql(shape, rows);
    this.#width = shape.columns.length;
    this.#full = rows * this.#width;
  }

  /** Takes the values of one row, in the order of the columns. */
  add(row: readonly Cell[]): void {
    if (this.#full === this.#width) {
      this.#inserted += this.#session.run(this.#one, ...row);
      return;
    }
    for (let index = 0; index < this.#width; index++) this.#values[this.#filled++] = row[index] as Cell;
    if (this.#filled < this.#full) return;
    this.#inserted += this.#session.run(this.#many, ...this.#values);
    this.#filled = 0;
  }

  /** Writes what waits. The number of rows that were inserted since the last call. */
  flush(): number {
    for (let at = 0; at < this.#filled; at += this.#width)
      this.#inserted += this.#session.run(this.#one, ...this.#values.slice(at, at + this.#width));
    this.#filled = 0;
    const inserted = this.#inserted;
    this.#inserted = 0;
    return inserted;
  }
}

/** SQL for a value that no one from outside chose freely. */
export function literal(cell: Cell): string {
  if (typeof cell === "string") return `'${cell.replaceAll("'", "''")}'`;
  return cell === null ? "NULL" : String(cell);
}

function insertSql({ table, columns, constants, conflict = "" }: InsertShape, rows: number): string {
  const names = [...columns, ...Object.keys(constants)];
  const values = [...columns.map(() => "?"), ...Object.values(constants).map(literal)];
  const row = `(${values.join(", ")})`;
  // FAIL, since a failure undoes the whole transaction: ABORT would keep a journal of each statement.
  return `INSERT OR FAIL INTO ${table} (${names.join(", ")}) VALUES ${Array(rows).fill(row).join(", ")} ${conflict}`;
}
