import type { DatabaseState } from "../model/observed.js";
import { BACKEND_COLUMNS, BACKEND_TABLES, type BackendTable } from "./backend-columns.js";
import { DatabaseProblem } from "./problem.js";
import type { Session } from "./session.js";

export type Generation = DatabaseState["generation"];

/** Columns of the backend's tables by table, as far as they are there. */
export type TableColumns = ReadonlyMap<string, ReadonlySet<string>>;

/** Tables that tell what else names our rows; they come and go. */
const JOBS = ["scrape_jobs", "training_runs"];

/** Columns that later generations brought, oldest first. */
const LATER: readonly {
  readonly generation: Generation;
  readonly table: BackendTable;
  readonly column: string;
}[] = [
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

/** Columns that every generation has. */
const ALWAYS = BACKEND_TABLES.map((table) => ({
  table,
  columns: BACKEND_COLUMNS[table].filter(
    (name) => !LATER.some((later) => later.table === table && later.column === name),
  ),
}));

const PREVIOUS: { readonly [generation: string]: Generation } = { B: "A", C: "B", D: "C" };

/** Reads which columns the backend's tables have, whatever their order. */
export function readColumns(session: Session): TableColumns {
  const tables = new Map<string, ReadonlySet<string>>();
  for (const table of [...BACKEND_TABLES, ...JOBS]) {
    const columns = session.all("SELECT name FROM pragma_table_info(?)", table);
    if (columns.length > 0) tables.set(table, new Set(columns.map(String)));
  }
  return tables;
}

/** The oldest generation that explains the columns. Throws {@link DatabaseProblem} when none does. */
export function detectGeneration(tables: TableColumns): Generation {
  if (!BACKEND_TABLES.some((table) => tables.has(table))) return "empty";
  const missing = ALWAYS.flatMap(({ table, columns }) =>
    columns.filter((column) => !tables.get(table)?.has(column)).map((column) => `${table}.${column}`),
  );
  if (missing.length > 0)
    throw new DatabaseProblem(
      "database-schema",
      `The database is none that the backend made: it lacks ${missing.join(", ")}`,
      "Check that --db names the album database.",
    );
  const first = LATER.find(({ table, column }) => !tables.get(table)?.has(column));
  return first === undefined ? "D" : (PREVIOUS[first.generation] as Generation);
}
