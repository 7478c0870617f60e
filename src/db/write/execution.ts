import type { RunHeader } from "../../apply/ports.js";
import type { Address } from "../../model/address.js";
import type { StaleField } from "../../model/apply-report.js";
import type { BackendTable } from "../backend/backend-columns.js";
import { SYNC_WRITER } from "../backend/links.js";
import { profileOf } from "../backend/profile.js";
import type { TieMap } from "../backend/ties.js";
import type { BulkInsert, InsertShape, KeptValues, Session } from "../connection/session.js";
import { AddressMap } from "./address-map.js";
import type { ChangeLog } from "./change-log.js";
import { CheckedInsert } from "./checked-insert.js";

/** What every step of one execution shares. */
export interface Execution {
  readonly session: Session;
  readonly estate: string;
  readonly run: number;
  /** Canonical time of everything that this execution writes. */
  readonly now: string;
  /** The asset folder as the backend sees it. */
  readonly servedFrom: string;
  /** Further asset folders by the name that their files begin with. */
  readonly servedRoots?: { readonly [name: string]: string };
  /** What is not as planned. Steps of these addresses are skipped, and in the end nothing is kept. */
  readonly stale: StaleField[];
  /** Rows of the backend's tables that were inserted, changed or deleted. */
  rowsWritten: number;
  /** Objects, beside those that this execution made, of which a row or the record became another. */
  readonly changed: Set<Address>;
  /** Ids of the rows that this execution made, by address: asking for each costs a third of writing it. */
  readonly made: AddressMap;
  /** True when the registry was empty before: it knows of nothing else then. */
  readonly isFirst: boolean;
  /** No image with a higher id had a label when this execution began. */
  readonly labelledUpTo: number;
  /** True when a trigger of any table may write rows that nobody asked for. */
  readonly hasTriggers: boolean;
  /** Ids of albums that this execution showed images in. */
  readonly filled: Set<number>;
  /** Which values need not be read back, by table and column. With any trigger none is certain: one may reach any table. */
  readonly kept: { readonly [T in BackendTable]: KeptValues };
  readonly keepNew: ChangeLog["keepNew"];
  /** Which rows others name by their ids, as the records have them; read when they are first asked for. */
  ties: TieMap | undefined;
  /** Objects that got another row, which albums that are recorded with them do not name yet. */
  readonly newRows: NewRow[];
  /** Ways to insert rows; whoever adds some flushes them. */
  readonly inserts: { readonly [T in BackendTable]: CheckedInsert } & { readonly objects: BulkInsert };
}

/** An object that got a row. `oldId`: what its record named before; undefined where it had no record. */
interface NewRow {
  readonly address: Address;
  readonly oldId: number | undefined;
  readonly id: number;
}

/** Columns of sync_objects that differ from one new object to the next. */
export const OBJECT_COLUMNS = [
  "address",
  "kind",
  "row_id",
  "guard",
  "manifest",
  "protect",
  "sha256",
  "fields",
] as const;

/** What depends on the run as a whole. */
interface ExecutionOptions {
  /** What history gets of each new row. */
  readonly keepNew?: ChangeLog["keepNew"];
  /** Has the addresses of the rows that will be made, as far as they are known. */
  readonly expected?: AddressMap;
  /**
   * True when the registry was empty before. It has no index then that calls a function, which statements of many rows do
   * not go with.
   */
  readonly isFirst?: boolean;
}

/** What the steps of a run start with. */
export function createExecution(
  session: Session,
  run: number,
  now: string,
  { estate, servedFrom, servedRoots = {} }: Pick<RunHeader, "estate" | "servedFrom" | "servedRoots">,
  { keepNew = () => {}, expected, isFirst = false }: ExecutionOptions = {},
): Execution {
  const { dialect } = session;
  const hasTriggers = dialect.hasTriggers(session);
  const kept = forTables(session, (table) =>
    hasTriggers ? NOTHING_KEPT : dialect.readKeptValues(session, table),
  );
  const constants = constantsOf(now);
  return {
    session,
    estate,
    run,
    now,
    servedFrom,
    servedRoots,
    stale: [],
    rowsWritten: 0,
    changed: new Set(),
    made: new AddressMap(expected),
    isFirst,
    labelledUpTo: hasTriggers ? Number.POSITIVE_INFINITY : readHighestLabelled(session),
    hasTriggers,
    filled: new Set(),
    kept,
    keepNew,
    ties: undefined,
    newRows: [],
    inserts: {
      ...forTables(session, (table) => new CheckedInsert(session, table, constants[table], kept[table])),
      objects: session.insertInto({
        table: "sync_objects",
        columns: OBJECT_COLUMNS,
        constants: { estate, state: "owned", moved_from: null, run },
        oneByOne: !isFirst,
      }),
    },
  };
}

const NOTHING_KEPT: KeptValues = new Map();

/** Columns that have one value in all new rows of a table. */
function constantsOf(now: string): { readonly [T in BackendTable]: InsertShape["constants"] } {
  const named = { created_by: SYNC_WRITER, updated_at: now };
  return {
    albums: named,
    batch_templates: named,
    images: { updated_at: now },
    labels: {
      confidence: null,
      source_model: null,
      source_prompt: null,
      created_by: SYNC_WRITER,
      created_at: now,
    },
    album_images: { added_by: SYNC_WRITER },
  };
}

/** One thing for each table that the profile of the database has; others are never asked for. */
function forTables<T>(
  session: Session,
  make: (table: BackendTable) => T,
): { readonly [K in BackendTable]: T } {
  const tables = Object.keys(profileOf(session).columns) as BackendTable[];
  return Object.fromEntries(tables.map((table) => [table, make(table)])) as { [K in BackendTable]: T };
}

function readHighestLabelled(session: Session): number {
  return Number(session.get("SELECT max(image_id) FROM labels")?.[0] ?? 0);
}

/** Notes that something of an object was written, that is, did not hold already. */
export function noteChange({ changed, made }: Execution, address: Address): void {
  if (!made.has(address)) changed.add(address);
}
