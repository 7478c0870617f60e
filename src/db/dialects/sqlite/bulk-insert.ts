import { literal } from "../../connection/literal.js";
import type { BulkInsert, Cell, InsertShape, Session } from "../../connection/session.js";

/** Rows of one statement: with many columns the same for all rows, that is twice as fast as one row each. */
const ROWS = 32;

/** Inserts rows with statements of many rows each. */
export class MultiRowInsert implements BulkInsert {
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
    // A statement of many rows keeps a journal of its own where an index calls a function.
    const rows = shape.oneByOne === true ? 1 : ROWS;
    this.#many = insertSql(shape, rows);
    this.#width = shape.columns.length;
    this.#full = rows * this.#width;
  }

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

  flush(): number {
    for (let at = 0; at < this.#filled; at += this.#width)
      this.#inserted += this.#session.run(this.#one, ...this.#values.slice(at, at + this.#width));
    this.#filled = 0;
    const inserted = this.#inserted;
    this.#inserted = 0;
    return inserted;
  }
}

function insertSql({ table, columns, constants, unique }: InsertShape, rows: number): string {
  const conflict = unique === undefined ? "" : `ON CONFLICT (${unique}) DO NOTHING`;
  const names = [...columns, ...Object.keys(constants)];
  const values = [...columns.map(() => "?"), ...Object.values(constants).map(literal)];
  const row = `(${values.join(", ")})`;
  // FAIL, since a failure undoes the whole transaction: ABORT would keep a journal of each statement.
  return `INSERT OR FAIL INTO ${table} (${names.join(", ")}) VALUES ${Array(rows).fill(row).join(", ")} ${conflict}`;
}
