import type { BulkInsert, Cell, InsertShape, Session } from "../../connection/session.js";
import type { ServerConnection } from "./connection.js";
import { copyLine } from "./values.js";

/** So many characters of one table wait at most. With three times as many statements a first apply takes 1.2 times as long. */
const CHARACTERS = 1 << 20;

/** What of a transaction is inserted by COPY. Each lot of rows is a statement, so they wait until there are many. */
export class CopyInserts {
  readonly #session: Session;
  readonly #connection: ServerConnection;
  readonly #all: CopyInsert[] = [];

  constructor(session: Session, connection: ServerConnection) {
    this.#session = session;
    this.#connection = connection;
  }

  /** A way to insert rows of one table, to be made after those into tables that its rows refer to. */
  into(shape: InsertShape): BulkInsert {
    const insert = new CopyInsert(this.#session, this.#connection, shape, () => this.send());
    this.#all.push(insert);
    return insert;
  }

  /** Sends what waits, so that whatever is sent next finds it. */
  send(): void {
    for (const insert of this.#all) insert.send();
  }
}

/** Inserts rows by COPY, without waiting for the server. */
class CopyInsert implements BulkInsert {
  readonly #session: Session;
  readonly #connection: ServerConnection;
  readonly #copy: string;
  readonly #shape: InsertShape;
  /** What the constants add to each line. */
  readonly #end: string;
  readonly #unique: number;
  readonly #sendAll: () => void;
  #rows: (readonly Cell[])[] = [];
  #text = "";
  #inserted = 0;

  constructor(session: Session, connection: ServerConnection, shape: InsertShape, sendAll: () => void) {
    const { table, columns, constants, unique } = shape;
    this.#session = session;
    this.#connection = connection;
    this.#shape = shape;
    this.#sendAll = sendAll;
    this.#copy = `COPY ${table} (${[...columns, ...Object.keys(constants)].join(", ")}) FROM STDIN`;
    const values = Object.values(constants);
    this.#end = values.length === 0 ? "\n" : `\t${copyLine(values)}\n`;
    this.#unique = unique === undefined || isEmpty(session, table) ? -1 : columns.indexOf(unique);
  }

  add(row: readonly Cell[]): void {
    if (this.#unique >= 0) this.#rows.push(row);
    else this.#write(row);
  }

  flush(): number {
    for (const row of this.#withoutTaken()) this.#write(row);
    const inserted = this.#inserted;
    this.#inserted = 0;
    return inserted;
  }

  send(): void {
    const text = this.#text;
    this.#text = "";
    if (text !== "") this.#connection.copy(this.#copy, text);
  }

  #write(row: readonly Cell[]): void {
    this.#inserted++;
    this.#text += copyLine(row) + this.#end;
    if (this.#text.length >= CHARACTERS) this.#sendAll();
  }

  /** COPY knows no ON CONFLICT. Nobody else can write meanwhile. */
  #withoutTaken(): readonly (readonly Cell[])[] {
    const rows = this.#rows;
    if (rows.length === 0) return rows;
    this.#rows = [];
    const { table, unique } = this.#shape;
    const taken = this.#session.all(
      `SELECT x.${unique} FROM json_each(?) j CROSS JOIN ${table} x WHERE x.${unique} = j.value`,
      JSON.stringify(rows.map((row) => row[this.#unique])),
    );
    const names = new Set(taken.map(([name]) => name));
    return names.size === 0 ? rows : rows.filter((row) => !names.has(row[this.#unique] as Cell));
  }
}

function isEmpty(session: Session, table: string): boolean {
  return session.get(`SELECT 1 FROM ${table} LIMIT 1`) === undefined;
}
