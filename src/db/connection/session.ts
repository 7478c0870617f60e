import type { CopiedColumn, CopiedTable } from "./copying.js";

/** A value as the driver binds and returns it. Booleans are 1 and 0, times canonical text. A bigint is a seed. */
export type Cell = string | number | bigint | Uint8Array | null;

/**
 * Prepared statements on the connection of one transaction: the way of the hot paths, which a query builder would slow
 * down several times, and of all that reads. All SQL that goes through it is plain and uses `?`. It is written for SQLite,
 * and in words that the other dialect has too, or spells otherwise (src/db/dialects/postgres/translate.ts).
 */
export interface Session {
  /** Runs a statement; the number of rows that it changed. */
  run(sql: string, ...values: readonly Cell[]): number;
  /** The first row as a list of its columns. */
  get(sql: string, ...values: readonly Cell[]): readonly Cell[] | undefined;
  all(sql: string, ...values: readonly Cell[]): readonly (readonly Cell[])[];
  /** The same of a query that takes long; where a server answers it, the process does other work meanwhile. */
  allLater(sql: string, ...values: readonly Cell[]): Promise<readonly (readonly Cell[])[]>;
  /** One row at a time; closed with the transaction at the latest. */
  stream(sql: string, ...values: readonly Cell[]): IterableIterator<readonly Cell[]>;
  /** The same, of SQLite with integers as bigint, which tells them from other numbers and keeps all their digits. */
  streamExact(sql: string, ...values: readonly Cell[]): IterableIterator<readonly Cell[]>;
  /** A row id that no row of the table has. Ids are handed out ascending, to one writer at a time. */
  nextId(table: string): number;
  /** A way to insert many rows of one table. */
  insertInto(shape: InsertShape): BulkInsert;
  readonly dialect: Dialect;
}

/** What is inserted: `columns` get a value with each row, `constants` have one value for all rows. */
export interface InsertShape {
  readonly table: string;
  readonly columns: readonly string[];
  readonly constants: { readonly [column: string]: Cell };
  /** The one column whose value another row may have already: such a row is left out. */
  readonly unique?: string;
  /** True while an index calls a function: a statement of many rows then costs SQLite more. */
  readonly oneByOne?: boolean;
}

/**
 * Inserts rows of one table, many with one statement. After `flush` whatever the session is asked finds them. What inserts
 * into a table is made after what inserts into those that its rows refer to.
 */
export interface BulkInsert {
  /** Takes the values of one row, in the order of the columns. */
  add(row: readonly Cell[]): void;
  /** Writes what waits, or sees to it. The number of rows that were inserted since the last call. */
  flush(): number;
}

/** True for a value that the column certainly holds as it was written. */
type KeepsCell = (cell: Cell) => boolean;

/** Of each column, which values need not be read back once they are written. */
export type KeptValues = ReadonlyMap<string, KeepsCell>;

/** A column of a table; `mustFill`: a new row that names no value for it is refused. */
export interface ColumnFact {
  readonly table: string;
  readonly column: string;
  readonly mustFill: boolean;
}

/** What SQLite and PostgreSQL do by other means than another word in a statement. */
export interface Dialect {
  readonly name: "SQLite" | "PostgreSQL";
  /** The column that tells a record of an estate from the others at the least cost. */
  readonly recordKey: "rowid" | "address";
  /** The type of a column that gives the backend its ids. */
  readonly rowIdType: "integer" | "serial";
  /** How many rows are written before they are read back. */
  readonly batchRows: number;
  /** True where a row that was inserted is there as it was written, or the statement fails, but for what triggers do. */
  readonly keepsRows: boolean;
  /** True where `images.seed` has room for 64 bits. */
  readonly keepsBigSeeds: boolean;
  readonly copying: Copying;
  /** What makes the marks of rows that others change. */
  readonly tracking: Tracking;
  readonly commits: Commits;
  /** Gives tables that were just made the order of texts that this program has. */
  settleTables(session: Session): void;
  /** The columns of those of these tables that are there. */
  listColumns(session: Session, tables: readonly string[]): readonly ColumnFact[];
  hasTable(session: Session, name: string): boolean;
  /** Makes all indexes anew, where a damaged one is not the business of a server. */
  rebuildIndexes(session: Session): void;
  /** Makes an index again that {@link dropIndex} took away; undefined when it stays, as others could not read meanwhile. */
  dropIndex(session: Session, name: string): (() => void) | undefined;
  /** True when a trigger of any table may write rows that nobody asked for. To be called once tracking is paused. */
  hasTriggers(session: Session): boolean;
  /** Reads from the schema which values a table keeps, unless a trigger changes them. */
  readKeptValues(session: Session, table: string): KeptValues;
  /** Runs the first statement of a transaction, which may wait so long for others who write. */
  takeLock(session: Session, statementMs: number, writeFirst: (session: Session) => void): void;
  /**
   * Keeps others from writing rows of the backend and of ours until the transaction ends; readers don't wait. Fails where
   * the tables of ours are not there.
   */
  lockRows(session: Session): void;
  /** The time by which leases are judged. */
  now(session: Session, clock: () => Date): Date;
}

/** Marks in sync_dirty which rows of our objects others change, so that a plan need not read the rest. */
export interface Tracking {
  /** What makes the table of marks. */
  readonly markTable: string;
  /** True when nothing can have changed unnoticed. Needs a migrated database. */
  isIntact(session: Session): boolean;
  /** Ends it for a transaction whose own writes need no marks; `install` starts it again. */
  pause(session: Session): void;
  /** What is in the tables now is the state that it counts from. */
  install(session: Session): void;
  /** Lets `write` change columns of rows without marks; what was counted is then as it was. */
  writeUntracked(session: Session, write: () => void): void;
  /** Makes the tables that hold marks and what was settled anew, and empty; marks go on from the last one. */
  recreate(session: Session, tables: readonly string[], statements: readonly string[]): void;
  /** The highest mark that every change before this transaction has at most, and none that comes later. */
  readMark(session: Session): number;
}

/** How a reader that stays learns what others commit. */
export interface Commits {
  /** Another text after each commit to this database; where there is `readContent`, at other times too. Costs next to nothing. */
  readStamp(session: Session): string;
  /** Another text after each commit that changed one of these tables or their columns, and at no other time. */
  readonly readContent?: (
    session: Session,
    tables: ReadonlyMap<string, ReadonlySet<string>>,
  ) => Promise<string>;
  /** Another text after each change of any table or its columns; absent where `readContent` tells. */
  readonly readTables?: (session: Session) => string;
}

/** How the rows of a database are read whole, and made again in another one. */
export interface Copying {
  /** Every table and view, ours too. A view has no columns. */
  describe(session: Session): { readonly tables: readonly CopiedTable[]; readonly views: readonly string[] };
  /** SQL for the value of a column, to be read with `streamExact`, and what makes of it the cell that SQLite would give. */
  read(column: CopiedColumn): { readonly sql: string; readonly decode: (cell: Cell) => Cell };
  /** A cell as an insert takes it. */
  encode(cell: Cell): Cell;
  /** The type of a column of a new table. */
  spell(column: CopiedColumn): string;
  /** True when references are made after the rows, since they are enforced. */
  readonly enforcesReferences: boolean;
  /** The highest number that a row had in a column that gives numbers. */
  lastNumber(session: Session, table: string, column: string): number;
  /** Lets new rows have numbers above this one. */
  continueAfter(session: Session, table: string, column: string, last: number): void;
  /** Counts what is in the tables, so that the first queries are planned well. */
  analyze(session: Session): void;
}
