import { type CopiedColumn, type CopiedTable, quoteName, readType } from "../../connection/copying.js";
import { literal } from "../../connection/literal.js";
import type { Cell, Copying, Session } from "../../connection/session.js";

/** What a copy needs of SQLite, which gives every value as it keeps it, whatever the type of its column. */
export const COPYING: Copying = {
  describe,
  read: ({ name }) => ({ sql: quoteName(name), decode: (cell) => cell }),
  encode: (cell) => cell,
  spell,
  enforcesReferences: false,
  lastNumber: (session, table, column) =>
    Number(session.get(`SELECT COALESCE(max(${quoteName(column)}), 0) FROM ${quoteName(table)}`)?.[0]),
  // It takes the highest number that a row has.
  continueAfter: () => {},
  // What it would count decides how it reads from then on, also what it reads well without.
  analyze: () => {},
};

function describe(session: Session): ReturnType<Copying["describe"]> {
  const list = (type: string) =>
    session
      .all(
        "SELECT name, sql FROM sqlite_master WHERE type = ? AND name NOT LIKE 'sqlite\\_%' ESCAPE '\\' ORDER BY name",
        type,
      )
      .map(([name, sql]) => ({ name: String(name), sql: String(sql) }));
  return {
    tables: list("table").map(({ name, sql }) => describeTable(session, name, sql)),
    views: list("view").map(({ name }) => name),
  };
}

function describeTable(session: Session, name: string, sql: string): CopiedTable {
  const facts = session.all(
    `SELECT name, type, "notnull", dflt_value, pk, hidden FROM pragma_table_xinfo(${literal(name)}) ORDER BY cid`,
  );
  const key = facts
    .filter(([, , , , place]) => Number(place) > 0)
    .sort((a, b) => Number(a[4]) - Number(b[4]))
    .map(([column]) => String(column));
  const columns = facts.map(([column, type, required, usual, place, hidden]): CopiedColumn => {
    const declared = String(type);
    return {
      name: String(column),
      declared: Number(hidden) > 0 ? `${declared} GENERATED` : declared,
      type: Number(hidden) > 0 ? null : readType(declared),
      isRequired: required === 1 || Number(place) > 0,
      // The one type by which it gives numbers.
      isSerial: key.length === 1 && Number(place) === 1 && declared.toUpperCase() === "INTEGER",
      usual: typeof usual === "string" ? usual : null,
    };
  });
  const { others, ...indexes } = describeIndexes(session, name);
  return {
    name,
    columns,
    key,
    ...indexes,
    references: describeReferences(session, name),
    beside: [
      ...(/\bCHECK\s*\(/i.test(sql) ? [`CHECK of ${name}`] : []),
      ...others.map((index) => `index ${index}`),
      ...listTriggers(session, name).map((trigger) => `trigger ${trigger}`),
    ],
  };
}

function describeIndexes(session: Session, table: string) {
  const indexes = session
    .all(`SELECT name, "unique", origin, partial FROM pragma_index_list(${literal(table)}) ORDER BY name`)
    .filter(([, , origin]) => origin !== "pk")
    .map(([name, unique, origin, partial]) => {
      const columns = session
        .all(`SELECT name FROM pragma_index_info(${literal(String(name))}) ORDER BY seqno`)
        .map(([column]) => (partial === 1 ? null : (column ?? null)));
      return { name: String(name), columns, isUnique: unique === 1, isConstraint: origin === "u" };
    });
  const isPlain = ({ columns }: { columns: readonly Cell[] }) => !columns.includes(null);
  const plain = indexes
    .filter(isPlain)
    .map(({ columns, ...index }) => ({ ...index, columns: columns.map(String) }));
  return {
    uniques: plain.filter(({ isConstraint }) => isConstraint).map(({ columns }) => columns),
    indexes: plain.filter(({ isConstraint }) => !isConstraint),
    others: indexes.filter((index) => !isPlain(index)).map(({ name }) => name),
  };
}

function describeReferences(session: Session, table: string): CopiedTable["references"] {
  const rows = session.all(
    `SELECT id, "table", "from", "to" FROM pragma_foreign_key_list(${literal(table)}) ORDER BY id, seq`,
  );
  const ids = [...new Set(rows.map(([id]) => id))];
  return ids.map((id) => {
    const parts = rows.filter((row) => row[0] === id);
    const parent = String(parts[0]?.[1]);
    const keys = session
      .all(`SELECT name FROM pragma_table_info(${literal(parent)}) WHERE pk > 0 ORDER BY pk`)
      .map(([name]) => String(name));
    return {
      columns: parts.map(([, , from]) => String(from)),
      table: parent,
      // Without a name it is the key.
      keys: parts.map(([, , , to], index) => (to === null ? (keys[index] ?? "") : String(to))),
    };
  });
}

function listTriggers(session: Session, table: string): readonly string[] {
  return session
    .all(
      "SELECT name FROM sqlite_master WHERE type = 'trigger' AND tbl_name = ? AND name NOT LIKE 'sync\\_mark\\_%' ESCAPE '\\' ORDER BY name",
      table,
    )
    .map(([name]) => String(name));
}

const SPELLED = {
  integer: "INTEGER",
  boolean: "BOOLEAN",
  float: "FLOAT",
  time: "DATETIME",
  bytes: "BLOB",
} as const;

function spell({ type, declared, isSerial }: CopiedColumn): string {
  if (isSerial) return "INTEGER";
  if (type === null) return declared;
  if (type.kind === "text") return type.limit === null ? "TEXT" : `VARCHAR(${type.limit})`;
  if (type.kind === "integer" && type.limit !== 32) return type.limit === 16 ? "SMALLINT" : "BIGINT";
  return SPELLED[type.kind];
}
