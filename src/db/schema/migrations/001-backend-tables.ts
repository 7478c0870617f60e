import type { Knex } from "knex";
import type { Migration } from "./migration.js";

type Table = Knex.CreateTableBuilder;

/** The backend's tables in the shape that its own models have; made in an empty database only. */
export const backendTables: Migration = {
  number: 1,
  name: "001-backend-tables",
  async run(trx, { session }) {
    if (await trx.schema.hasTable("albums")) return;
    for (const [name, define] of Object.entries(TABLES))
      await trx.schema.createTable(name, (table) => {
        // Not `increments`: AUTOINCREMENT would be another table than the backend makes.
        table.specificType("id", session.dialect.rowIdType).notNullable().primary();
        define(table);
      });
  },
};

const TABLES: { readonly [name: string]: (table: Table) => void } = {
  albums: defineAlbums,
  images: defineImages,
  labels: defineLabels,
  album_images: defineAlbumImages,
  migration_history: defineMigrationHistory,
  scrape_jobs: defineScrapeJobs,
  training_runs: defineTrainingRuns,
};

function defineAlbums(table: Table): void {
  table.string("name", 255).notNullable();
  table.text("description");
  table.string("album_type", 50);
  table.boolean("is_public");
  table.boolean("is_training_source");
  table.string("created_by", 255);
  table.text("generation_prompt");
  table.text("generation_config");
  table.boolean("is_set_template");
  table.text("csv_data");
  table.text("base_prompt");
  table.text("prompt_template");
  table.text("style_suffix");
  table.text("example_theme");
  table.text("lora_config");
  addTimes(table, "created_at", "updated_at");
}

function defineImages(table: Table): void {
  table.string("filename", 255).notNullable().unique();
  table.string("file_path", 500).notNullable();
  table.string("thumbnail_path", 500);
  table.text("prompt");
  table.text("negative_prompt");
  table.integer("seed");
  table.integer("steps");
  table.specificType("guidance_scale", "float");
  table.integer("width");
  table.integer("height");
  table.text("lora_config");
  table.boolean("is_nsfw");
  table.boolean("is_public");
  addTimes(table, "created_at", "updated_at");
}

function defineLabels(table: Table): void {
  table.integer("image_id").notNullable();
  table.text("label_text").notNullable();
  table.specificType("confidence", "float");
  table.string("label_type", 50);
  table.string("source_model", 100);
  table.text("source_prompt");
  table.string("created_by", 255);
  addTimes(table, "created_at");
  table.foreign("image_id").references("images.id");
}

function defineAlbumImages(table: Table): void {
  table.integer("album_id").notNullable();
  table.integer("image_id").notNullable();
  table.integer("sort_order");
  table.string("added_by", 255);
  addTimes(table, "created_at");
  table.unique(["album_id", "image_id"], { indexName: "unique_album_image" });
  table.foreign("album_id").references("albums.id");
  table.foreign("image_id").references("images.id");
}

function defineMigrationHistory(table: Table): void {
  table.string("name", 255).notNullable().unique();
  table.datetime("applied_at", { useTz: false }).notNullable();
  table.datetime("last_run_at", { useTz: false }).notNullable();
  table.text("details");
}

function defineScrapeJobs(table: Table): void {
  table.string("name", 255).notNullable();
  table.text("description");
  table.string("source_url", 500);
  table.text("scrape_config");
  table.string("status", 50);
  table.integer("progress");
  table.integer("images_scraped");
  table.string("output_directory", 500);
  table.text("error_message");
  addTimes(table, "last_error_at", "created_at", "started_at", "completed_at");
}

function defineTrainingRuns(table: Table): void {
  table.string("name", 255).notNullable();
  table.text("description");
  table.string("dataset_path", 500).notNullable();
  table.string("output_path", 500).notNullable();
  table.text("training_config");
  table.string("status", 50);
  table.integer("progress");
  table.string("final_checkpoint", 500);
  table.specificType("training_loss", "float");
  table.specificType("validation_loss", "float");
  table.text("error_message");
  addTimes(table, "last_error_at", "created_at", "started_at", "completed_at");
}

function addTimes(table: Table, ...columns: readonly string[]): void {
  for (const column of columns) table.datetime(column, { useTz: false });
}
