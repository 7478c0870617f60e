import type { Cell } from "../connection/session.js";
import { type AlbumEntry, joinOwner } from "../read/album-table.js";
import { albumsOf, fitsTexts, type ImageFilter, imageConditions } from "../read/filters.js";
import type { BrowsedDatabase } from "./reader.js";

/** The images that fit a filter, in the order in which they are shown. */
export interface ImageKeys {
  /** Row ids. */
  readonly ids: Float64Array;
  /** What a cursor holds, one for each id, ascending. */
  readonly keys: Float64Array;
}

/**
 * Finds the images that fit: those of one album in its order, others with the newest first. Sixteen bytes are kept of each,
 * so that any page of them is one look-up by id, wherever it lies.
 */
export function listImageKeys(
  database: BrowsedDatabase,
  albums: () => readonly AlbumEntry[],
  filter: ImageFilter,
): ImageKeys {
  const wanted = albumsOf(albums, filter);
  if (wanted?.length === 0) return { ids: NONE, keys: NONE };
  const [album] = wanted ?? [];
  const inOrder = wanted?.length === 1 && album !== undefined;
  const { sql, values } = inOrder
    ? selectKeys(database, filter, "m.id", `m.album_id = ${album}`)
    : selectKeys(database, filter, "-x.id", isShownIn(wanted));
  if ([filter.text, filter.lora, filter.item].every((text) => text === undefined)) {
    // Two texts come over faster than a hundred thousand rows.
    const sorted = database.session.get(
      `SELECT COALESCE(json_group_array(id), '[]'), COALESCE(json_group_array(key), '[]') FROM (${sql}) AS found`,
      ...values,
    );
    const [ids, keys] = (sorted ?? []).map((text) => Float64Array.from(JSON.parse(String(text)) as number[]));
    return { ids: ids ?? NONE, keys: keys ?? NONE };
  }
  const ids: number[] = [];
  const keys: number[] = [];
  for (const [id, key, filename, prompt, loras, fields] of database.session.stream(sql, ...values)) {
    if (!fitsTexts({ filename, prompt, loras, fields }, filter)) continue;
    ids.push(Number(id));
    keys.push(Number(key));
  }
  return { ids: Float64Array.from(ids), keys: Float64Array.from(keys) };
}

const NONE = new Float64Array();

function isShownIn(albums: readonly number[] | undefined): string {
  if (albums === undefined) return "1 = 1";
  return `x.id IN (SELECT m.image_id FROM album_images m WHERE m.album_id IN (${albums.join(", ")}))`;
}

function selectKeys(
  database: BrowsedDatabase,
  filter: ImageFilter,
  key: "m.id" | "-x.id",
  place: string,
): { readonly sql: string; readonly values: readonly Cell[] } {
  const { text, lora, item } = filter;
  const [, join, values] = item === undefined ? ["", "", []] : joinOwner(database, "image");
  const conditions = imageConditions(filter);
  // Reading what is recorded of every image takes a second for each hundred thousand.
  if (item !== undefined && database.migrated)
    conditions.push({ sql: "instr(o.fields, ?) > 0", values: [JSON.stringify(item)] });
  const columns = [
    "x.id AS id",
    `${key} AS key`,
    text === undefined ? "NULL" : "x.filename",
    text === undefined ? "NULL" : "x.prompt",
    lora === undefined ? "NULL" : "x.lora_config",
    item === undefined || !database.migrated ? "NULL" : "o.fields",
  ];
  const from = key === "m.id" ? "album_images m CROSS JOIN images x ON x.id = m.image_id" : "images x";
  const where = [place, ...conditions.map(({ sql }) => sql)].join(" AND ");
  return {
    sql: `SELECT ${columns.join(", ")} FROM ${from} ${join} WHERE ${where} ORDER BY ${key === "m.id" ? key : "x.id DESC"}`,
    values: [...values, ...conditions.flatMap((condition) => condition.values)],
  };
}
