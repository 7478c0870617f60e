import { BACKEND_COLUMNS, type BackendTable } from "./backend-columns.js";
import { BulkInsert, type InsertShape, literal } from "./bulk-insert.js";
import type { Cell, Session } from "./session.js";

/**
 * New rows of one of the backend's tables, every column supplied, read back and compared many at a time. Rows begin with
 * their id, which the session handed out.
 */
export class CheckedInsert {
  /** The columns that each row gives a value, the id first: NULL, and 0 for booleans. */
  readonly blankRow: readonly Cell[];
  readonly #positions: ReadonlyMap<string, number>;
  readonly #session: Session;
  readonly #table: BackendTable;
  readonly #insert: BulkInsert;
  readonly #readBack: string;
  #rows: (readonly Cell[])[] = [];

  /** `constants`: columns that have one value in all rows. */
  constructor(session: Session, table: BackendTable, constants: InsertShape["constants"]) {
    const columns = BACKEND_COLUMNS[table].filter((column) => !Object.hasOwn(constants, column));
    this.blankRow = columns.map((column) => (column.startsWith("is_") ? 0 : null));
    this.#positions = new Map(columns.map((column, index) => [column, index]));
    this.#session = session;
    this.#table = table;
    // The name of a file is the one thing that rows of others may have by then.
    const conflict = table === "images" ? "ON CONFLICT (filename) DO NOTHING" : "";
    this.#insert = new BulkInsert(session, { table, columns, constants, conflict });
    this.#readBack = `SELECT ${[...columns, equalities(constants)].join(", ")} FROM ${table}
      WHERE id BETWEEN ? AND ? ORDER BY id`;
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
    let refused = rows.length - this.#insert.flush();
    const [first, last] = [rows[0], rows.at(-1)];
    if (first === undefined || last === undefined) return [];
    const read = this.#session.all(this.#readBack, first[0] as Cell, last[0] as Cell);
    const out: number[] = [];
    let at = 0;
    for (const row of rows) {
      const found = read[at];
      if (refused > 0 && found?.[0] !== row[0]) {
        out.push(Number(row[0]));
        refused--;
        continue;
      }
      at++;
      compareRow(this.#table, row, found);
      if (found?.[row.length] !== 1) throw unlike(this.#table, row, found);
    }
    return out;
  }
}

/** Throws when a row reads back otherwise than it was written. */
export function compareRow(
  table: BackendTable,
  written: readonly Cell[],
  read: readonly Cell[] | undefined,
): void {
  if (read === undefined) throw unlike(table, written, read);
  for (let index = 0; index < written.length; index++)
    if (written[index] !== read[index]) throw unlike(table, written, read);
}

function unlike(table: BackendTable, written: readonly Cell[], read: readonly Cell[] | undefined): Error {
  return new Error(
    `A row of ${table} reads back as ${JSON.stringify(read)}, written was ${JSON.stringify(written)}`,
  );
}

/** SQL that is 1 where columns have these values. */
function equalities(constants: InsertShape["constants"]): string {
  const parts = Object.entries(constants).map(([column, cell]) => `${column} IS ${literal(cell)}`);
  return parts.length === 0 ? "1" : parts.join(" AND ");
}
