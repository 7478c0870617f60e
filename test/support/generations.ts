import Database from "better-sqlite3";
import { ROWS, type SqlRow } from "./generation-rows.js";

/** Shapes that the backend's tables had and that we use, oldest first. */
export const GENERATIONS = ["A", "B", "C", "D", "E"] as const;
export type GenerationName = (typeof GENERATIONS)[number];

type Column = readonly [name: string, type: string, since?: GenerationName, until?: GenerationName];

const COLUMNS: { readonly [table: string]: readonly Column[] } = {
  albums: [
    ["id", "INTEGER NOT NULL"],
    ["name", "VARCHAR(255) NOT NULL"],
    ["description", "TEXT"],
    ["album_type", "VARCHAR(50)"],
    ["is_public", "BOOLEAN"],
    ["is_training_source", "BOOLEAN", "B", "D"],
    ["created_by", "VARCHAR(255)", "C"],
    ["generation_prompt", "TEXT"],
    ["generation_config", "TEXT"],
    ["is_set_template", "BOOLEAN", "D"],
    ["csv_data", "TEXT", "D"],
    ["base_prompt", "TEXT", "D"],
    ["prompt_template", "TEXT", "D"],
    ["style_suffix", "TEXT", "D"],
    ["example_theme", "TEXT", "D"],
    ["lora_config", "TEXT", "D"],
    ["source_type", "VARCHAR(50)", "E"],
    ["source_id", "INTEGER", "E"],
    ["created_at", "DATETIME"],
    ["updated_at", "DATETIME"],
  ],
  images: [
    ["id", "INTEGER NOT NULL"],
    ["filename", "VARCHAR(255) NOT NULL UNIQUE"],
    ["file_path", "VARCHAR(500) NOT NULL"],
    ["thumbnail_path", "VARCHAR(500)"],
    ["prompt", "TEXT"],
    ["negative_prompt", "TEXT"],
    ["seed", "INTEGER"],
    ["steps", "INTEGER"],
    ["guidance_scale", "FLOAT"],
    ["width", "INTEGER"],
    ["height", "INTEGER"],
    ["lora_config", "TEXT"],
    ["is_nsfw", "BOOLEAN"],
    ["is_public", "BOOLEAN"],
    ["created_at", "DATETIME"],
    ["updated_at", "DATETIME"],
  ],
  labels: [
    ["id", "INTEGER NOT NULL"],
    ["image_id", "INTEGER NOT NULL REFERENCES images (id)"],
    ["label_text", "TEXT NOT NULL"],
    ["confidence", "FLOAT"],
    ["label_type", "VARCHAR(50)"],
    ["source_model", "VARCHAR(100)"],
    ["source_prompt", "TEXT"],
    ["created_by", "VARCHAR(255)", "C"],
    ["created_at", "DATETIME"],
  ],
  album_images: [
    ["id", "INTEGER NOT NULL"],
    ["album_id", "INTEGER NOT NULL REFERENCES albums (id)"],
    ["image_id", "INTEGER NOT NULL REFERENCES images (id)"],
    ["sort_order", "INTEGER"],
    ["added_by", "VARCHAR(255)", "C"],
    ["created_at", "DATETIME"],
  ],
  scrape_jobs: [
    ["id", "INTEGER NOT NULL"],
    ["name", "VARCHAR(255) NOT NULL"],
    ["scrape_config", "TEXT"],
    ["output_directory", "VARCHAR(500)"],
    ["album_id", "INTEGER REFERENCES albums (id)", "E"],
    ["created_at", "DATETIME"],
  ],
  training_runs: [
    ["id", "INTEGER NOT NULL"],
    ["name", "VARCHAR(255) NOT NULL"],
    ["dataset_path", "VARCHAR(500) NOT NULL"],
    ["output_path", "VARCHAR(500) NOT NULL"],
    ["training_config", "TEXT"],
    ["created_at", "DATETIME"],
  ],
  migration_history: [
    ["id", "INTEGER NOT NULL", "D"],
    ["name", "VARCHAR(255) NOT NULL UNIQUE", "D"],
    ["applied_at", "DATETIME NOT NULL", "D"],
    ["last_run_at", "DATETIME NOT NULL", "D"],
    ["details", "TEXT", "D"],
  ],
  batch_templates: [
    ["id", "INTEGER NOT NULL", "E"],
    ["name", "VARCHAR(255) NOT NULL", "E"],
    ["description", "TEXT", "E"],
    ["csv_path", "VARCHAR(500) NOT NULL", "E"],
    ["csv_data", "TEXT", "E"],
    ["base_prompt", "TEXT", "E"],
    ["prompt_template", "TEXT NOT NULL", "E"],
    ["style_suffix", "TEXT", "E"],
    ["example_theme", "TEXT", "E"],
    ["width", "INTEGER", "E"],
    ["height", "INTEGER", "E"],
    ["negative_prompt", "TEXT", "E"],
    ["lora_config", "TEXT", "E"],
    ["created_by", "VARCHAR(255)", "E"],
    ["created_at", "DATETIME", "E"],
    ["updated_at", "DATETIME", "E"],
  ],
  batch_generation_runs: [
    ["id", "INTEGER NOT NULL", "E"],
    ["template_id", "INTEGER NOT NULL REFERENCES batch_templates (id)", "E"],
    ["album_id", "INTEGER REFERENCES albums (id)", "E"],
    ["album_name", "VARCHAR(255) NOT NULL", "E"],
    ["user_theme", "TEXT NOT NULL", "E"],
    ["status", "VARCHAR(50)", "E"],
    ["created_at", "DATETIME", "E"],
  ],
  bug_reports: [
    ["id", "INTEGER NOT NULL", "E"],
    ["report_id", "VARCHAR(100) NOT NULL UNIQUE", "E"],
    ["description", "TEXT NOT NULL", "E"],
    ["status", "VARCHAR(20) NOT NULL", "E"],
    ["submitted_at", "DATETIME NOT NULL", "E"],
    ["created_at", "DATETIME NOT NULL", "E"],
    ["updated_at", "DATETIME NOT NULL", "E"],
  ],
};

/** Makes a database of a generation. `shuffled`: its columns stand in another order. `rows`: false leaves it empty. */
export function createGeneration(
  file: string,
  generation: GenerationName,
  { shuffled = false, rows = true }: { readonly shuffled?: boolean; readonly rows?: boolean } = {},
): void {
  const database = new Database(file);
  // As in the backend, where nothing enforces them.
  database.pragma("foreign_keys = OFF");
  for (const table of tablesOf(generation)) {
    const columns = columnsOf(table, generation);
    createTable(database, table, table, shuffled ? columns.toReversed() : columns);
    if (!rows) continue;
    for (const row of rowsOf(table, generation))
      insertInto(database, table, row, new Set(columns.map(([name]) => name)));
  }
  database.close();
}

function createTable(
  database: Database.Database,
  name: string,
  shape: string,
  columns: readonly Column[],
): void {
  const definitions = columns.map(([column, type]) => `${column} ${type}`);
  const parts = [...definitions, "PRIMARY KEY (id)", ...uniqueOf(shape)];
  database.exec(`CREATE TABLE ${name} (${parts.join(", ")})`);
}

function uniqueOf(table: string): readonly string[] {
  return table === "album_images" ? ["CONSTRAINT unique_album_image UNIQUE (album_id, image_id)"] : [];
}

/** Statements that make the tables of a generation on a server, as the backend does there. */
export function serverTables(generation: GenerationName): readonly string[] {
  return tablesOf(generation).map((table) => serverTable(table, generation));
}

function serverTable(table: string, generation: GenerationName): string {
  const columns = columnsOf(table, generation).map(([name, type]) =>
    name === "id" ? "id SERIAL PRIMARY KEY" : `${name} ${type.replace("DATETIME", "TIMESTAMP")}`,
  );
  return `CREATE TABLE ${table} (${[...columns, ...uniqueOf(table)].join(", ")})`;
}

const NEW_IN_E = ["batch_templates", "batch_generation_runs", "bug_reports"];
const MOVE_TEMPLATES = `INSERT INTO batch_templates (name, description, csv_path, csv_data, base_prompt, prompt_template,
      style_suffix, example_theme, lora_config, created_by, created_at, updated_at)
    SELECT name, description, '', csv_data, base_prompt, COALESCE(prompt_template, ''), style_suffix, example_theme,
      lora_config, created_by, created_at, updated_at FROM albums WHERE is_set_template = TRUE`;
const ADD_ALBUM = "ALTER TABLE scrape_jobs ADD COLUMN album_id INTEGER REFERENCES albums (id)";

/** What the newer backend does to a database of generation D on a server, where it need not rebuild a table. */
export function serverUpgrade(): readonly string[] {
  return [
    ...NEW_IN_E.map((table) => serverTable(table, "E")),
    ADD_ALBUM,
    MOVE_TEMPLATES,
    "DELETE FROM albums WHERE is_set_template = TRUE",
    "ALTER TABLE albums DROP is_training_source, ADD source_type VARCHAR(50), ADD source_id INTEGER",
  ];
}

/**
 * What the newer backend does to a database of generation D when it starts, also to one that has tables of ours: it makes
 * its new tables, rebuilds `albums`, and moves templates out of it.
 */
export function upgradeInPlace(file: string): void {
  const database = new Database(file);
  database.pragma("foreign_keys = OFF");
  for (const table of NEW_IN_E) createTable(database, table, table, columnsOf(table, "E"));
  database.exec(ADD_ALBUM);
  database.exec(MOVE_TEMPLATES);
  createTable(database, "albums_new", "albums", columnsOf("albums", "E"));
  const kept = columnNames("albums", "D").filter((name) => name !== "is_training_source");
  database.exec(
    `INSERT INTO albums_new (${kept}) SELECT ${kept} FROM albums WHERE COALESCE(is_set_template, 0) = 0`,
  );
  database.exec("DROP TABLE albums; ALTER TABLE albums_new RENAME TO albums");
  database.pragma("wal_checkpoint(TRUNCATE)");
  database.close();
}

/** The columns that a table of a generation has, by name. */
export function columnNames(table: string, generation: GenerationName): readonly string[] {
  return columnsOf(table, generation).map(([name]) => name);
}

export function tablesOf(generation: GenerationName): readonly string[] {
  return Object.keys(COLUMNS).filter((table) => columnsOf(table, generation).length > 0);
}

/** Rows of a table as they are stored, with the type that each value is stored as: `integer 1`, `text 1`, `null`. */
export function dumpTable(file: string, table: string, columns: readonly string[]): readonly string[] {
  const database = new Database(file, { readonly: true });
  const cells = columns.map((column) => `typeof(${column}) || ' ' || quote(${column})`);
  const rows = database
    .prepare(`SELECT ${cells.join(" || ', ' || ")} FROM ${table} ORDER BY 1`)
    .pluck()
    .all();
  database.close();
  return rows as string[];
}

/** In generation E templates have a table of their own. */
function rowsOf(table: string, generation: GenerationName): readonly SqlRow[] {
  const rows = ROWS[table] ?? [];
  const isTemplate = ({ is_set_template: mark }: SqlRow) => mark === 1;
  if (generation !== "E") return rows;
  if (table === "albums") return rows.filter((row) => !isTemplate(row));
  if (table !== "batch_templates") return rows;
  return (ROWS.albums ?? [])
    .filter(isTemplate)
    .map((row) => ({ ...row, csv_path: "", prompt_template: row.prompt_template ?? "" }));
}

function columnsOf(table: string, generation: GenerationName): readonly Column[] {
  return (COLUMNS[table] as readonly Column[]).filter(
    ([, , since = "A", until = "E"]) => since <= generation && generation <= until,
  );
}

function insertInto(
  database: Database.Database,
  table: string,
  row: SqlRow,
  present: ReadonlySet<string>,
): void {
  const entries = Object.entries(row).filter(([column]) => present.has(column));
  const names = entries.map(([column]) => column).join(", ");
  database
    .prepare(`INSERT INTO ${table} (${names}) VALUES (${entries.map(() => "?").join(", ")})`)
    .run(...entries.map(([, value]) => value));
}
