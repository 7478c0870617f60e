import type { Knex } from "knex";
import type { Migration } from "./migration.js";

type Table = Knex.CreateTableBuilder;

/** Our own tables: what we declared last, what was done, and the thumbnails. */
export const registry: Migration = {
  number: 4,
  name: "004-registry",
  async run(trx, { newId }) {
    await trx.schema.createTable("sync_meta", defineMeta);
    await trx("sync_meta").insert({ name: "database_id", value: newId() });
    await trx.schema.createTable("sync_objects", defineObjects);
    await trx.schema.createTable("sync_runs", defineRuns);
    await trx.schema.createTable("sync_changes", defineChanges);
    await trx.schema.createTable("sync_thumbnails", defineThumbnails);
  },
};

function defineMeta(table: Table): void {
  table.string("name", 64).notNullable().primary();
  table.text("value").notNullable();
}

function defineObjects(table: Table): void {
  table.string("estate", 255).notNullable();
  table.string("address", 2000).notNullable();
  table.string("kind", 20).notNullable();
  table.integer("row_id").notNullable();
  table.string("guard", 255).notNullable();
  table.string("manifest", 1000).notNullable();
  table.string("state", 20).notNullable();
  table.integer("protect").notNullable();
  table.string("moved_from", 2000);
  table.integer("run").notNullable();
  // A copy of what `fields` holds, so that the thumbnail queue is one join on every database.
  table.string("sha256", 64);
  table.text("fields").notNullable();
  table.primary(["estate", "address"]);
  table.index(["kind", "row_id"], "sync_objects_row");
}

function defineRuns(table: Table): void {
  table.integer("id").notNullable().primary();
  table.string("estate", 255).notNullable();
  table.string("command", 255).notNullable();
  table.string("plan_id", 64).notNullable();
  table.string("who", 255).notNullable();
  table.string("host", 255).notNullable();
  table.string("git_commit", 64);
  table.string("served_from", 500).notNullable();
  table.string("started_at", 26).notNullable();
  table.string("finished_at", 26);
  table.string("state", 20).notNullable();
  table.integer("rows_written").notNullable();
  table.text("summary");
}

function defineChanges(table: Table): void {
  table.integer("id").notNullable().primary();
  table.integer("run").notNullable();
  table.string("address", 2000).notNullable();
  table.string("action", 20).notNullable();
  table.text("before").notNullable();
  table.text("after").notNullable();
  table.index(["run"], "sync_changes_run");
}

function defineThumbnails(table: Table): void {
  table.integer("image_id").notNullable().primary();
  table.string("estate", 255).notNullable();
  table.string("guard", 255).notNullable();
  table.string("sha256", 64);
  table.string("recipe", 255);
  table.string("state", 20).notNullable();
  table.text("error");
  table.string("recorded_at", 26);
  table.string("claimed_until", 26);
}
