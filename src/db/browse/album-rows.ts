import type { Kind } from "../../model/address.js";
import { layOutAll, layoutOf } from "../backend/columns.js";
import { encodeFields } from "../backend/encode.js";
import { entryIdOf, rowIdsOf } from "../backend/entry-id.js";
import { readObservedRows } from "../backend/observed-rows.js";
import { PROFILES, tableOf } from "../backend/profile.js";
import { NO_TIES } from "../backend/ties.js";
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

/**
 * The rows of these ids in their order; ids without a row are left out. Where a profile keeps fields elsewhere, the cells are
 * what generation D would have for them: that is what clients of these lists know.
 */
export function readAlbumCells(database: BrowsedDatabase, ids: readonly number[]): readonly AlbumCells[] {
  const { session } = database;
  const isShared = tableOf(session, "set-template") === tableOf(session, "album");
  const kinds = isShared ? (["album"] as const) : (["album", "set-template"] as const);
  const found = new Map(
    kinds
      .flatMap((kind) => readCells(database, kind, rowIdsOf(database, kind, ids)))
      .map((cells) => [cells.id, cells]),
  );
  return ids.flatMap((id) => found.get(id) ?? []);
}

function readCells(
  database: BrowsedDatabase,
  kind: "album" | "set-template",
  ids: readonly number[],
): readonly AlbumCells[] {
  const { session, columns } = database;
  const table = tableOf(session, kind);
  const present = columns.get(table);
  const selected = COLUMNS.map((column) => (present?.has(column) ? `x.${column}` : "NULL"));
  const rows = session.all(
    `SELECT ${selected.join(", ")} FROM json_each(?) j CROSS JOIN ${table} x ON x.id = CAST(j.value AS BIGINT)`,
    JSON.stringify(ids),
  );
  const moved = readMovedCells(database, kind, ids);
  return rows.map((cells) => {
    const stored = Object.fromEntries(COLUMNS.map((column, index) => [column, cells[index] ?? null]));
    const id = Number(stored.id);
    return { ...stored, ...moved.get(id), id: entryIdOf(table, id) } as AlbumCells;
  });
}

/** The cells of fields that are no column of their own here, by row id. */
function readMovedCells(
  database: BrowsedDatabase,
  kind: Kind,
  ids: readonly number[],
): ReadonlyMap<number, { readonly [column: string]: Cell }> {
  const layout = layoutOf(database.session, kind);
  if (layout.recorded.length === 0) return new Map();
  const usual = layOutAll(PROFILES.D)[kind];
  return new Map(
    Array.from(readObservedRows(database, kind, ids), ([id, { fields }]) => {
      const cells: { [column: string]: Cell } = {};
      const context = { textOf: () => null, ties: () => NO_TIES };
      encodeFields(usual, [fields], context, (column, cell) => {
        cells[column] = cell;
      });
      return [id, cells];
    }),
  );
}
