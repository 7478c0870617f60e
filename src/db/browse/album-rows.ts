import type { Cell } from "../connection/session.js";
import type { BrowsedDatabase } from "./reader.js";

/** Columns of the album table that lists of the backend show, as they are stored. */
const COLUMNS = [
  "id",
  "name",
  "description",
  "album_type",
  "is_public",
  "is_training_source",
  "is_set_template",
  "csv_data",
  "base_prompt",
  "prompt_template",
  "style_suffix",
  "example_theme",
  "lora_config",
  "generation_config",
  "created_at",
  "updated_at",
] as const;

/** A row of the album table; columns that the database lacks are null. */
export type AlbumCells = { readonly [C in (typeof COLUMNS)[number]]: Cell };

/** The rows of these ids in their order; ids without a row are left out. */
export function readAlbumCells(
  { session, columns }: BrowsedDatabase,
  ids: readonly number[],
): readonly AlbumCells[] {
  const present = columns.get("albums");
  const selected = COLUMNS.map((column) => (present?.has(column) ? `x.${column}` : "NULL"));
  const rows = session.all(
    `SELECT ${selected.join(", ")} FROM json_each(?) j CROSS JOIN albums x ON x.id = CAST(j.value AS INTEGER) ORDER BY j.key`,
    JSON.stringify(ids),
  );
  return rows.map(
    (cells) =>
      Object.fromEntries(COLUMNS.map((column, index) => [column, cells[index] ?? null])) as AlbumCells,
  );
}
