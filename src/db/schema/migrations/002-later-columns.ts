import type { Knex } from "knex";
import { profileOf } from "../../backend/profile.js";
import type { Migration } from "./migration.js";

type Column = readonly [name: string, define: (table: Knex.AlterTableBuilder) => void];

const BOOLEANS = ["is_training_source", "is_set_template"];

const ADDED: { readonly [table: string]: readonly Column[] } = {
  albums: [
    ["is_training_source", (table) => table.boolean("is_training_source")],
    ["created_by", (table) => table.string("created_by", 255)],
    ["is_set_template", (table) => table.boolean("is_set_template")],
    ["csv_data", (table) => table.text("csv_data")],
    ["base_prompt", (table) => table.text("base_prompt")],
    ["prompt_template", (table) => table.text("prompt_template")],
    ["style_suffix", (table) => table.text("style_suffix")],
    ["example_theme", (table) => table.text("example_theme")],
    ["lora_config", (table) => table.text("lora_config")],
  ],
  labels: [["created_by", (table) => table.string("created_by", 255)]],
  album_images: [["added_by", (table) => table.string("added_by", 255)]],
};

/** Brings older tables to the newest generation: columns are added, every row stays. */
export const laterColumns: Migration = {
  number: 2,
  name: "002-later-columns",
  async run(trx, { session }) {
    const { columns } = profileOf(session);
    for (const [table, added] of Object.entries(ADDED)) {
      const present = await trx(table).columnInfo();
      for (const [column, define] of added) {
        const isDue = columns[table]?.includes(column) === true && !Object.hasOwn(present, column);
        if (isDue) await addColumn(trx, table, column, define);
      }
    }
  },
};

async function addColumn(
  trx: Knex.Transaction,
  table: string,
  column: string,
  define: Column[1],
): Promise<void> {
  await trx.schema.alterTable(table, define);
  // NULL matches neither value of a filter.
  if (BOOLEANS.includes(column)) await trx(table).update({ [column]: 0 });
}
