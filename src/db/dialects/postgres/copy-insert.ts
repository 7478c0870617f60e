import type { BulkInsert, Cell, InsertShape, Session } from "../../connection/session.js";
import type { ServerConnection } from "./connection.js";
import { copyLine } from "./values.js";

/** So many characters are sent at once; more gains nothing. */
const CHARACTERS = 1 << 18;

/** Inserts rows by COPY, without waiting for the server. */
export class CopyInsert implements BulkInsert {
  readonly #session: Session;
  readonly #connection: ServerConnection;
  readonly #copy: string;
  readonly #shape: InsertShape;
  /** What the constants add to each line. */
  readonly #end: string;
  readonly #unique: number;
  #rows: (readonly Cell[])[] = [];
  #text = "";
  #inserted = 0;

  constructor(session: Session, connection: ServerConnection, shape: InsertShape) {
    const { table, columns, constants, unique } = shape;
    this.#session = session;
    this.#connection = connection;
    this.#shape = shape;
    this.#copy = `COPY ${table} (${[...columns, ...Object.keys(constants)].join(", ")}) FROM STDIN`;
    const values = Object.values(constants);
    this.#end = values.length === 0 ? "\n" : `\t${copyLine(values)}\n`;
    this.#unique = unique === undefined || isEmpty(session, table) ? -1 : columns.indexOf(unique);
  }

  add(row: readonly Cell[]): void {
    if (this.#unique >= 0) this.#rows.push(row);
    else this.#send(row);
  }

  flush(): number {
    for (const row of this.#withoutTaken()) this.#send(row);
    this.#sendText();
    const inserted = this.#inserted;
    this.#inserted = 0;
    return inserted;
  }

  #send(row: readonly Cell[]): void {
    this.#inserted++;
    this.#text += copyLine(row) + this.#end;
    if (this.#text.length >= CHARACTERS) this.#sendText();
  }

  #sendText(): void {
    if (this.#text !== "") this.#connection.copy(this.#copy, this.#text);
    this.#text = "";
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
