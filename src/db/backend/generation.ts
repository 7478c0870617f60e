import type { DatabaseState } from "../../model/observed.js";
import { BACKEND_COLUMNS, BACKEND_TABLES, type BackendTable } from "./backend-columns.js";

export type Generation = DatabaseState["generation"];

/** Columns of tables by table, as far as they are there. */
export type TableColumns = ReadonlyMap<string, ReadonlySet<string>>;

/** A column, or with no column a table, that a generation of the backend brought. */
interface Mark {
  readonly generation: Exclude<Generation, "empty" | "unknown" | "A">;
  readonly table: string;
  readonly column?: string;
  /** True for one that a database of the generation can lack: its table comes and goes. */
  readonly isOptional?: boolean;
}

/** Columns that later generations brought, oldest first. */
const SUPPORTED: readonly (Mark & { readonly table: BackendTable; readonly column: string })[] = [
  { generation: "B", table: "albums", column: "is_training_source" },
  { generation: "C", table: "albums", column: "created_by" },
  { generation: "C", table: "labels", column: "created_by" },
  { generation: "C", table: "album_images", column: "added_by" },
  { generation: "D", table: "albums", column: "is_set_template" },
  { generation: "D", table: "albums", column: "csv_data" },
  { generation: "D", table: "albums", column: "base_prompt" },
  { generation: "D", table: "albums", column: "prompt_template" },
  { generation: "D", table: "albums", column: "style_suffix" },
  { generation: "D", table: "albums", column: "example_theme" },
  { generation: "D", table: "albums", column: "lora_config" },
];

/** What the backend added after generation D. */
const NEWER: readonly Mark[] = [
  { generation: "E", table: "albums", column: "source_type" },
  { generation: "E", table: "albums", column: "source_id" },
  { generation: "E", table: "batch_templates" },
  { generation: "E", table: "batch_generation_runs", isOptional: true },
  { generation: "E", table: "bug_reports", isOptional: true },
  { generation: "E", table: "scrape_jobs", column: "album_id", isOptional: true },
];

/** What generation E has no more. */
const DROPPED = "albums.is_training_source";

/** Tables of the backend whose columns tell generations apart, beside those that this program writes. */
export const MARK_TABLES: readonly string[] = [
  ...new Set(NEWER.map(({ table }) => table).filter((table) => !Object.hasOwn(BACKEND_COLUMNS.D, table))),
];

/** Columns that every generation has. */
const ALWAYS = BACKEND_TABLES.flatMap((table) =>
  (BACKEND_COLUMNS.D[table] as readonly string[])
    .filter((name) => !SUPPORTED.some((mark) => mark.table === table && mark.column === name))
    .map((column) => ({ table, column })),
);

/** Which generation the backend's tables are of, and by which columns and tables. */
interface Recognized {
  /** `unknown`: of none, or of a mix of several. */
  readonly generation: Generation;
  /** Columns that this program needs and that no migration of ours adds, as `table.column`. */
  readonly missing: readonly string[];
  /** Columns and tables that are there although the rest is of another generation. */
  readonly odd: readonly string[];
}

/** The generation whose marks are all there while those of no later one are; whatever the order of columns. */
export function recognizeGeneration(tables: TableColumns): Recognized {
  const newer = NEWER.filter((mark) => isPresent(tables, mark));
  const isEmpty = !BACKEND_TABLES.some((table) => tables.has(table)) && newer.length === 0;
  if (isEmpty) return { generation: "empty", missing: [], odd: [] };
  const lacksAlways = ALWAYS.filter((mark) => !isPresent(tables, mark)).map(nameMark);
  const present = SUPPORTED.filter((mark) => isPresent(tables, mark));
  const newest = present.at(-1)?.generation ?? "A";
  const lacks = SUPPORTED.filter(
    (mark) => !present.includes(mark) && (newer.length > 0 || mark.generation <= newest),
  );
  const missing = [...lacksAlways, ...lacks.map(nameMark)];
  if (newer.length === 0 && missing.length === 0) return { generation: newest, missing, odd: [] };
  const isNewer =
    newer.length > 0 &&
    missing.join() === DROPPED &&
    NEWER.every((mark) => mark.isOptional || newer.includes(mark));
  if (isNewer) return { generation: "E", missing: [], odd: [] };
  const oddOnes = newer.length > 0 ? newer : present.filter(({ generation }) => generation === newest);
  const odd = lacksAlways.length > 0 ? [] : oddOnes.map((mark) => `${nameMark(mark)} (${mark.generation})`);
  return { generation: "unknown", missing, odd };
}

function isPresent(tables: TableColumns, { table, column }: Pick<Mark, "table" | "column">): boolean {
  const columns = tables.get(table);
  return columns !== undefined && (column === undefined || columns.has(column));
}

function nameMark({ table, column }: Pick<Mark, "table" | "column">): string {
  return column === undefined ? `table ${table}` : `${table}.${column}`;
}
