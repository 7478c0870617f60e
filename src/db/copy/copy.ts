import { type DatabaseHandle, readTransaction } from "../connection/connect.js";
import { type CopiedTable, quoteName } from "../connection/copying.js";
import { DatabaseProblem, explainDriverError } from "../connection/problem.js";
import type { Session } from "../connection/session.js";
import { migrateWithin } from "../schema/migrate.js";
import { OWN_TABLES, ownColumnsOf } from "../schema/own-columns.js";
import { NEWEST } from "../schema/schema.js";
import { readStateIn } from "../schema/state.js";
import { copyTable, reportDangling, type TableCount, type UnfitValue } from "./copy-table.js";
import { createTableSql, describeObstacle, finishTableSql } from "./create-table.js";

interface CopyOptions {
  readonly clock: () => Date;
  /** The identity of the copy; that of the original when null. */
  readonly id: string | null;
  /** Tables of other programs that are left out. */
  readonly without: ReadonlySet<string>;
  /** How many rows were read, of how many. */
  readonly progress: (done: number, total: number) => void;
}

/** What a copy has. */
export interface CopyReport {
  readonly tables: readonly TableCount[];
  /** What of the original has no copy, for a person. */
  readonly left: readonly string[];
  readonly id: string;
}

/** Values that the other database can't hold; nothing was written. `count`: of all, `values`: the first. */
export class UnfitValues extends Error {
  constructor(
    readonly values: readonly UnfitValue[],
    readonly count: number,
  ) {
    super(`${count} values have no room`);
  }
}

/**
 * Copies every table of a migrated database into an empty one, in one transaction there, and compares what it reads back
 * before that ends. Throws {@link UnfitValues}, or a {@link DatabaseProblem} that says what is in the way.
 */
export function copyRows(
  from: DatabaseHandle,
  to: DatabaseHandle,
  options: CopyOptions,
): Promise<CopyReport> {
  return readTransaction(from, async (source) => {
    checkMigrated(source, from.url);
    const described = source.dialect.copying.describe(source);
    try {
      return await to.build(async (trx, target) => {
        checkEmpty(target, to.url);
        const theirs = chooseTables(described.tables, source, target, options.without);
        for (const table of theirs) target.run(createTableSql(table, target.dialect));
        await migrateWithin(trx, target, { clock: options.clock, newId: () => "" });
        target.dialect.tracking.pause(target);
        const ours = describeOwn(described.tables);
        const tables = fill([...theirs, ...ours], source, target, options.progress);
        finish(theirs, source, target);
        const id = identify(target, options.id);
        const left = [
          ...described.views.map((view) => `view ${view}`),
          ...listLeft(described.tables, theirs),
        ];
        return { tables, left, id };
      });
    } catch (error) {
      throw explainDriverError(error, to.url);
    }
  });
}

function checkMigrated(session: Session, url: string): void {
  const { generation, pending } = readStateIn(session);
  if (generation !== "empty" && pending.length === 0) return;
  throw new DatabaseProblem(
    "database-unmigrated",
    generation === "empty"
      ? `${url} has no albums to copy`
      : `${url} lacks tables or columns that this version of album-sync has: ${pending.join(", ")}`,
    generation === "empty" ? "Check the first address." : "Run sync db migrate on it, then copy it.",
  );
}

/** Throws {@link DatabaseProblem} when there is any table or view. */
export function checkEmpty(session: Session, url: string): void {
  const { tables, views } = session.dialect.copying.describe(session);
  const names = [...tables.map(({ name }) => name), ...views];
  if (names.length === 0) return;
  const shown = names.slice(0, 5).join(", ") + (names.length > 5 ? ` and ${names.length - 5} more` : "");
  throw new DatabaseProblem(
    "copy-target-not-empty",
    `nothing was written: ${url} is not empty, it has ${shown}`,
    "Name a file that is not there, or an empty database (createdb makes one).",
  );
}

const isOurs = ({ name }: CopiedTable) => name.startsWith("sync_");

/** Tables of the backend and of others, all that the other database can have. */
function chooseTables(
  tables: readonly CopiedTable[],
  { dialect: from }: Session,
  { dialect: to }: Session,
  without: ReadonlySet<string>,
): readonly CopiedTable[] {
  const unknown = [...without].find((name) => !tables.some((table) => table.name === name && !isOurs(table)));
  if (unknown !== undefined)
    throw new DatabaseProblem(
      "copy-table",
      `nothing was written: ${unknown} is no table of another program`,
      "Correct --without; the tables of album-sync belong together.",
    );
  const chosen = tables.filter((table) => !isOurs(table) && !without.has(table.name));
  for (const table of chosen) {
    const obstacle = describeObstacle(table, from, to) ?? describeLostParent(table, without);
    if (obstacle !== null)
      throw new DatabaseProblem(
        "copy-table",
        `nothing was written: ${to.name} can't have the table ${table.name} as it is: ${obstacle}`,
        `Leave it out with --without ${table.name}, and copy it by other means.`,
      );
  }
  return chosen;
}

function describeLostParent({ references }: CopiedTable, without: ReadonlySet<string>): string | null {
  const lost = references.find(({ table }) => without.has(table));
  return lost === undefined ? null : `it refers to ${lost.table}, which is left out`;
}

/** Locks are of one database, and what the marks watch is read anew. */
const NOT_COPIED: ReadonlySet<string> = new Set(["sync_lock", "sync_watch"]);
/** A number that each database gives in its way. */
const MARK = { table: "sync_dirty", column: "mark" };

/** Our tables, with the columns that migrations made on the other side, where texts have no limit. */
function describeOwn(tables: readonly CopiedTable[]): readonly CopiedTable[] {
  const known = ownColumnsOf(NEWEST);
  return tables
    .filter(({ name }) => Object.hasOwn(OWN_TABLES, name) && !NOT_COPIED.has(name))
    .map((table) => ({
      ...table,
      columns: table.columns
        .filter(
          ({ name }) =>
            known[table.name]?.includes(name) && !(table.name === MARK.table && name === MARK.column),
        )
        .map((column) =>
          column.type?.kind === "text" ? { ...column, type: { ...column.type, limit: null } } : column,
        ),
      key: table.name === MARK.table ? [] : table.key,
    }));
}

const MOST_SHOWN = 20;

function fill(
  tables: readonly CopiedTable[],
  from: Session,
  to: Session,
  progress: CopyOptions["progress"],
): readonly TableCount[] {
  const values: UnfitValue[] = [];
  let count = 0;
  const report = (value: UnfitValue) => {
    if (count++ < MOST_SHOWN) values.push(value);
  };
  const sizes = tables.map(({ name }) => Number(from.get(`SELECT count(*) FROM ${quoteName(name)}`)?.[0]));
  const total = sizes.reduce((sum, size) => sum + size, 0);
  let done = 0;
  const advance = (rows: number) => {
    done += rows;
    progress(done, total);
  };
  if (to.dialect.copying.enforcesReferences && from.dialect.name !== to.dialect.name)
    for (const table of tables) reportDangling(table, from, report);
  // What migrations wrote is that of the copy, not of the original.
  for (const { name } of tables.filter(isOurs)) to.run(`DELETE FROM ${name}`);
  const counts = tables.map((table) => copyTable(table, { from, to, report, progress: advance }));
  if (count > 0) throw new UnfitValues(values, count);
  return counts;
}

/** What comes after the rows: indexes and references, numbers of rows to come, marks. */
function finish(theirs: readonly CopiedTable[], from: Session, to: Session): void {
  const { copying, tracking } = to.dialect;
  const present = new Set(
    copying.describe(to).tables.flatMap(({ indexes }) => indexes.map(({ name }) => name)),
  );
  for (const table of theirs) {
    const indexes = table.indexes.filter(({ name }) => !present.has(name));
    for (const sql of finishTableSql({ ...table, indexes }, to.dialect)) to.run(sql);
    for (const { name } of table.columns.filter(({ isSerial }) => isSerial))
      copying.continueAfter(to, table.name, name, from.dialect.copying.lastNumber(from, table.name, name));
  }
  tracking.install(to);
  // Where changes can have gone unnoticed, the next plan of the copy must compare everything too.
  if (!from.dialect.tracking.isIntact(from)) to.run("DELETE FROM sync_watch");
  copying.analyze(to);
}

function identify(session: Session, id: string | null): string {
  if (id !== null) session.run("UPDATE sync_meta SET value = ? WHERE name = 'database_id'", id);
  return String(session.get("SELECT value FROM sync_meta WHERE name = 'database_id'")?.[0]);
}

function listLeft(all: readonly CopiedTable[], copied: readonly CopiedTable[]): readonly string[] {
  return [
    ...all.filter((table) => !isOurs(table) && !copied.includes(table)).map(({ name }) => `table ${name}`),
    ...copied.flatMap(({ beside }) => beside),
  ];
}
