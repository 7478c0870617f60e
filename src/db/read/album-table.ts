import type { Address } from "../../model/address.js";
import { isJsonObject, type Json } from "../../model/json.js";
import { namedItems } from "../../model/prompt.js";
import { guardOf, KINDS_BESIDE } from "../backend/columns.js";
import { parseJson } from "../backend/decode.js";
import type { RowSource } from "../backend/observed-rows.js";
import type { Cell } from "../connection/session.js";

/** A row of the album table as a listing shows it, of any generation. */
export interface AlbumEntry {
  readonly id: number;
  /** Null when the estate does not own the row. */
  readonly address: Address | null;
  /** What declared it at the last apply, relative to the project folder. Null when the estate does not own the row. */
  readonly manifest: string | null;
  readonly name: string;
  readonly description: string;
  readonly type: string | null;
  readonly isPublic: boolean;
  readonly isTrainingSource: boolean;
  readonly isTemplate: boolean;
  readonly slug: string | null;
  /** Slug of the set template that the row names. */
  readonly template: string | null;
  /** Rows in csv_data. */
  readonly items: number;
  /** Of a template that the estate owns: the names of its items, as recorded. Null where they were not asked for. */
  readonly itemNames: readonly string[] | null;
  readonly loras: readonly string[];
}

const COLUMNS = [
  "id",
  "name",
  "description",
  "album_type",
  "is_public",
  "is_training_source",
  "is_set_template",
  "generation_config",
  "csv_data",
  "lora_config",
] as const;

/** All rows of the album table, by name, then id. Names of items take as long to read as the rest. */
export function readAlbumEntries(source: RowSource, { itemNames = true } = {}): readonly AlbumEntry[] {
  const present = source.columns.get("albums");
  const columns = COLUMNS.map((column) => (present?.has(column) ? `x.${column}` : "NULL"));
  const [address, join, values] = joinOwner(source, "album");
  const recorded =
    source.migrated && itemNames ? "CASE WHEN o.kind = 'set-template' THEN o.fields END" : "NULL";
  const manifest = source.migrated ? "o.manifest" : "NULL";
  const rows = source.session.all(
    `SELECT ${address}, ${manifest}, ${recorded}, ${columns.join(", ")} FROM albums x ${join} ORDER BY x.name COLLATE BINARY, x.id`,
    ...values,
  );
  return rows.map(readEntry);
}

/** SQL that joins rows `x` with the objects of the estate, as `o`; the expression of their address and its values. */
export function joinOwner(
  source: RowSource,
  kind: "album" | "image",
): readonly [string, string, readonly Cell[]] {
  if (!source.migrated) return ["NULL", "", []];
  const join = `LEFT JOIN sync_objects o ON o.row_id = x.id AND o.kind IN ${KINDS_BESIDE[kind]}
    AND +o.estate = ? AND o.state = 'owned' AND o.guard = ${guardOf(kind, "x")}`;
  return ["o.address", join, [source.estate]];
}

/** How many images of each album show each item, by album id. */
export function countShown(
  source: RowSource,
  albumIds: readonly number[],
): ReadonlyMap<number, ReadonlyMap<string, number>> {
  if (!source.migrated || albumIds.length === 0) return new Map();
  const shown = new Map<number, Map<string, number>>();
  const rows = source.session.stream(
    `SELECT m.album_id, o.fields FROM album_images m JOIN images x ON x.id = m.image_id
      JOIN sync_objects o ON o.kind = 'image' AND o.row_id = x.id AND o.guard = x.filename
        AND o.estate = ? AND o.state = 'owned'
      WHERE m.album_id IN (${albumIds.join(", ")})`,
    source.estate,
  );
  for (const [albumId, fields] of rows) {
    const item = readItem(fields);
    if (item === null) continue;
    const items = shown.get(Number(albumId)) ?? new Map<string, number>();
    shown.set(Number(albumId), items.set(item, (items.get(item) ?? 0) + 1));
  }
  return shown;
}

/** The item in the recorded fields of an image; null when it shows none. */
export function readItem(fields: Cell | undefined): string | null {
  return textIn(parseCell(fields), "item");
}

function readEntry(cells: readonly Cell[]): AlbumEntry {
  const [
    address,
    manifest,
    recorded,
    id,
    name,
    description,
    type,
    isPublic,
    isTraining,
    isTemplate,
    config,
    csv,
    loras,
  ] = cells;
  const settings = parseCell(config);
  const items = parseCell(csv);
  const paths = parseCell(loras);
  const fields = parseCell(recorded);
  return {
    id: Number(id),
    address: address as string | null,
    manifest: manifest as string | null,
    name: String(name),
    description: String(description ?? ""),
    type: type as string | null,
    isPublic: isPublic === 1,
    isTrainingSource: isTraining === 1,
    isTemplate: isTemplate === 1 || type === "set",
    slug: textIn(settings, "slug"),
    template: textIn(settings, "set_template"),
    items: Array.isArray(items) ? items.length : 0,
    itemNames: isJsonObject(fields) ? namedItems(fields).map((item) => item.name) : null,
    loras: Array.isArray(paths) ? paths.flatMap((lora: Json) => textIn(lora, "path") ?? []) : [],
  };
}

function parseCell(cell: Cell | undefined): Json | undefined {
  return typeof cell === "string" ? parseJson(cell) : undefined;
}

function textIn(value: Json | undefined, key: string): string | null {
  const found = isJsonObject(value) && Object.hasOwn(value, key) ? value[key] : undefined;
  return typeof found === "string" ? found : null;
}
