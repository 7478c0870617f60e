import { type CopiedColumn, type CopiedTable, quoteName, readType } from "../../connection/copying.js";
import { literal } from "../../connection/literal.js";
import type { Cell, Copying, Session } from "../../connection/session.js";

/** What a copy needs of PostgreSQL. */
export const COPYING: Copying = {
  describe,
  read,
  encode: (cell) => (cell instanceof Uint8Array ? `\\x${Buffer.from(cell).toString("hex")}` : cell),
  spell,
  enforcesReferences: true,
  lastNumber,
  continueAfter: (session, table, column, last) => {
    session.get(
      "SELECT setval(s, ?, ?) FROM pg_get_serial_sequence(?, ?) s WHERE s IS NOT NULL",
      Math.max(1, last),
      last > 0 ? 1 : 0,
      quoteName(table),
      column,
    );
  },
  analyze: (session) => void session.run("ANALYZE"),
};

const VISIBLE = `pg_table_is_visible(t.oid) AND t.relpersistence <> 't'
  AND t.relnamespace NOT IN ('pg_catalog'::regnamespace, 'information_schema'::regnamespace)`;

function describe(session: Session): ReturnType<Copying["describe"]> {
  const list = (kinds: string) =>
    session.all(
      `SELECT t.oid, t.relname, t.relkind = 'r' FROM pg_class t WHERE t.relkind IN (${kinds}) AND ${VISIBLE}
        ORDER BY t.relname COLLATE "C"`,
    );
  return {
    tables: list("'r', 'p', 'f'").map(([oid, name, isPlain]) =>
      describeTable(session, Number(oid), String(name), isPlain === 1),
    ),
    views: list("'v', 'm'").map(([, name]) => String(name)),
  };
}

function describeTable(session: Session, oid: number, name: string, isPlain: boolean): CopiedTable {
  const columns = session
    .all(
      `SELECT c.attname, format_type(c.atttypid, c.atttypmod), c.attnotnull, c.attidentity <> '', c.attgenerated <> '',
          pg_get_expr(d.adbin, d.adrelid)
        FROM pg_attribute c LEFT JOIN pg_attrdef d ON d.adrelid = c.attrelid AND d.adnum = c.attnum
        WHERE c.attrelid = ${oid} AND c.attnum > 0 AND NOT c.attisdropped ORDER BY c.attnum`,
    )
    .map(([column, type, required, identity, generated, usual]): CopiedColumn => {
      const isSerial = identity === 1 || /^nextval\(/.test(String(usual));
      const isOdd = !isPlain || generated === 1;
      return {
        name: String(column),
        declared: isPlain ? `${type}${isOdd ? " GENERATED" : ""}` : `${type} in a table of parts`,
        type: isOdd ? null : readType(String(type)),
        isRequired: required === 1,
        isSerial,
        usual: typeof usual === "string" && !isSerial ? usual.replace(/::[a-z ]+(?:\(\d+\))?$/, "") : null,
      };
    });
  const constraints = describeConstraints(session, oid);
  return { name, columns, ...constraints, ...describeIndexes(session, oid, name) };
}

/** Names of columns, in the order of a list of their numbers. */
const namesOf = (table: string, numbers: string) =>
  `(SELECT json_agg(c.attname ORDER BY k.place) FROM unnest(${numbers}) WITH ORDINALITY k (number, place)
    JOIN pg_attribute c ON c.attrelid = ${table} AND c.attnum = k.number)::text`;

function describeConstraints(session: Session, oid: number) {
  const rows = session.all(
    `SELECT contype, ${namesOf("conrelid", "conkey")}, (SELECT relname FROM pg_class WHERE oid = confrelid),
        ${namesOf("confrelid", "confkey")}
      FROM pg_constraint WHERE conrelid = ${oid} ORDER BY conname COLLATE "C"`,
  );
  const ofType = (type: string) => rows.filter(([kind]) => kind === type);
  return {
    key: readNames(ofType("p")[0]?.[1]),
    uniques: ofType("u").map(([, columns]) => readNames(columns)),
    references: ofType("f").map(([, columns, table, keys]) => ({
      columns: readNames(columns),
      table: String(table),
      keys: readNames(keys),
    })),
  };
}

function describeIndexes(session: Session, oid: number, name: string) {
  const indexes = session
    .all(
      `SELECT t.relname, i.indisunique, i.indpred IS NULL AND i.indexprs IS NULL, ${namesOf("i.indrelid", "i.indkey::int2[]")}
        FROM pg_index i JOIN pg_class t ON t.oid = i.indexrelid WHERE i.indrelid = ${oid}
          AND NOT EXISTS (SELECT 1 FROM pg_constraint o WHERE o.conindid = i.indexrelid AND o.contype IN ('p', 'u'))
        ORDER BY t.relname COLLATE "C"`,
    )
    .map(([index, unique, plain, columns]) => ({
      name: String(index),
      isUnique: unique === 1,
      isPlain: plain === 1,
      columns: readNames(columns),
    }));
  const others = session
    .all(
      `SELECT 'trigger ' || tgname FROM pg_trigger WHERE tgrelid = ${oid} AND NOT tgisinternal
          AND tgname NOT LIKE 'sync\\_mark\\_%'
        UNION ALL SELECT 'CHECK of ' || ${literal(name)} FROM pg_constraint WHERE conrelid = ${oid} AND contype = 'c'
        ORDER BY 1`,
    )
    .map(([what]) => String(what));
  return {
    indexes: indexes.filter(({ isPlain }) => isPlain),
    beside: [...indexes.filter(({ isPlain }) => !isPlain).map((index) => `index ${index.name}`), ...others],
  };
}

function readNames(cell: Cell | undefined): readonly string[] {
  return typeof cell === "string" ? (JSON.parse(cell) as readonly string[]) : [];
}

function read({ name, type }: CopiedColumn): ReturnType<Copying["read"]> {
  const sql = quoteName(name);
  switch (type?.kind) {
    case "integer":
      // As a number it could lose digits.
      return { sql: `CAST(${sql} AS TEXT)`, decode: orNull((cell) => BigInt(cell)) };
    case "boolean":
      return { sql, decode: orNull((cell) => BigInt(cell)) };
    case "bytes":
      return { sql, decode: orNull((cell) => Buffer.from(String(cell).slice(2), "hex")) };
    default:
      return { sql, decode: (cell) => cell };
  }
}

function orNull(decode: (cell: string | number) => Cell): (cell: Cell) => Cell {
  return (cell) => (cell === null ? null : decode(cell as string | number));
}

function lastNumber(session: Session, table: string, column: string): number {
  const [highest] =
    session.get(`SELECT COALESCE(max(${quoteName(column)}), 0) FROM ${quoteName(table)}`) ?? [];
  const [sequence] = session.get("SELECT pg_get_serial_sequence(?, ?)", quoteName(table), column) ?? [];
  if (typeof sequence !== "string") return Number(highest);
  const [given] = session.get(`SELECT CASE WHEN is_called THEN last_value ELSE 0 END FROM ${sequence}`) ?? [];
  return Math.max(Number(highest), Number(given));
}

const SPELLED = {
  integer: "INTEGER",
  boolean: "BOOLEAN",
  float: "DOUBLE PRECISION",
  time: "TIMESTAMP",
  bytes: "BYTEA",
} as const;

function spell({ type, declared, isSerial }: CopiedColumn): string {
  if (type === null) return declared;
  if (isSerial) return type.limit === 64 ? "BIGSERIAL" : "SERIAL";
  if (type.kind === "text") return type.limit === null ? "TEXT" : `VARCHAR(${type.limit})`;
  if (type.kind === "integer" && type.limit !== 32) return type.limit === 16 ? "SMALLINT" : "BIGINT";
  return SPELLED[type.kind];
}
