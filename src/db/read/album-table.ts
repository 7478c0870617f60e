import { type Address, type Kind, kindOf } from "../../model/address.js";
import { isJsonObject, type Json, type JsonObject } from "../../model/json.js";
import { namedItems } from "../../model/prompt.js";
import { compareText } from "../../model/text-order.js";
import { guardOf, kindsBeside, type Layout, layoutOf } from "../backend/columns.js";
import { parseJson } from "../backend/decode.js";
import { entryIdOf } from "../backend/entry-id.js";
import type { RowSource } from "../backend/observed-rows.js";
import { tableOf } from "../backend/profile.js";
import { tiesFor } from "../backend/records.js";
import { decodeTie, NO_TIES, type Ties } from "../backend/ties.js";
import type { Cell } from "../connection/session.js";

/** A row of the album table as a listing shows it, of any generation. */
export interface AlbumEntry {
  /** The row id; templates that have a table of their own have other numbers, see src/db/backend/entry-id.ts. */
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

/** All albums and set templates, by name, then id. Names of items take as long to read as the rest. */
export function readAlbumEntries(source: RowSource, { itemNames = true } = {}): readonly AlbumEntry[] {
  const { session } = source;
  const isShared = tableOf(session, "set-template") === tableOf(session, "album");
  const albums = readEntries(source, "album", itemNames);
  if (isShared) return albums;
  return [...albums, ...readEntries(source, "set-template", itemNames)].sort(
    (a, b) => compareText(a.name, b.name) || a.id - b.id,
  );
}

/** What is the same for all rows of one table. */
interface EntryReader {
  readonly source: RowSource;
  readonly layout: Layout;
  readonly ties: Ties;
  /** False where names of items are not asked for. */
  readonly itemNames: boolean;
}

/** The rows of the table that holds a kind, by name, then id. */
function readEntries(
  source: RowSource,
  kind: "album" | "set-template",
  itemNames: boolean,
): readonly AlbumEntry[] {
  const { session, estate, migrated } = source;
  const table = tableOf(session, kind);
  const layout = layoutOf(session, kind);
  const present = source.columns.get(table);
  const { tie } = layout;
  const tied = tie === undefined ? [] : [tie.type, tie.id];
  const columns = [...COLUMNS, ...tied].map((column) => (present?.has(column) ? `x.${column}` : "NULL"));
  const [address, join, values] = joinOwner(source, kind);
  const isRead =
    layout.recorded.length > 0
      ? "o.fields"
      : itemNames
        ? "CASE WHEN o.kind = 'set-template' THEN o.fields END"
        : "NULL";
  const [recorded, manifest] = migrated ? [isRead, "o.manifest"] : ["NULL", "NULL"];
  const rows = session.all(
    `SELECT ${address}, ${manifest}, ${recorded}, ${columns.join(", ")} FROM ${table} x ${join} ORDER BY x.name COLLATE BINARY, x.id`,
    ...values,
  );
  const ties = migrated ? tiesFor(session, estate, kind, true) : NO_TIES;
  const reader = { source, layout, ties, itemNames };
  return rows.map((cells) => readEntry(reader, cells));
}

/** SQL that joins rows `x` with the objects of the estate, as `o`; the expression of their address and its values. */
export function joinOwner(source: RowSource, kind: Kind): readonly [string, string, readonly Cell[]] {
  if (!source.migrated) return ["NULL", "", []];
  const join = `LEFT JOIN sync_objects o ON o.row_id = x.id AND o.kind IN ${kindsBeside(source.session, kind)}
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

function readEntry(reader: EntryReader, cells: readonly Cell[]): AlbumEntry {
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
    ...tied
  ] = cells;
  const settings = parseCell(config);
  const items = parseCell(csv);
  const paths = parseCell(loras);
  const fields = parseCell(recorded);
  const known = isJsonObject(fields) ? fields : {};
  const { kind, homeOf } = reader.layout;
  const isHere = (field: string) => homeOf(field) !== undefined;
  // Templates that share the table of albums are read as such.
  const hasOwnTable = kind === "set-template";
  return {
    id: entryIdOf(tableOf(reader.source.session, kind), Number(id)),
    address: address as string | null,
    manifest: manifest as string | null,
    name: String(name),
    description: String(description ?? ""),
    type: hasOwnTable ? "set" : (type as string | null),
    isPublic: isHere("public") ? isPublic === 1 : known.public === true,
    isTrainingSource: isHere("training_source") ? isTraining === 1 : known.training_source === true,
    isTemplate: hasOwnTable || isTemplate === 1 || type === "set",
    slug: isHere("slug") ? textIn(settings, "slug") : textIn(known, "slug"),
    template: nameTemplate(reader, known, tied) ?? textIn(settings, "set_template"),
    items: Array.isArray(items) ? items.length : 0,
    itemNames: isTemplateRecord(address, fields) ? namedItems(known).map((item) => item.name) : null,
    loras: Array.isArray(paths) ? paths.flatMap((lora: Json) => textIn(lora, "path") ?? []) : [],
  };
}

function isTemplateRecord(address: Cell | undefined, fields: Json | undefined): boolean {
  return isJsonObject(fields) && kindOf(String(address)) === "set-template";
}

/** What the columns of a row say of its template; null where it names something else, or has no such columns. */
function nameTemplate(
  { layout, ties }: EntryReader,
  known: JsonObject,
  tied: readonly Cell[],
): string | null {
  const { tie } = layout;
  const shown = tie === undefined ? null : decodeTie(tie, tied, known[tie.field], ties);
  const isOther = typeof shown !== "string" || (shown.includes(":") && !shown.startsWith(`${tie?.word}:`));
  return isOther ? null : shown;
}

function parseCell(cell: Cell | undefined): Json | undefined {
  return typeof cell === "string" ? parseJson(cell) : undefined;
}

function textIn(value: Json | undefined, key: string): string | null {
  const found = isJsonObject(value) && Object.hasOwn(value, key) ? value[key] : undefined;
  return typeof found === "string" ? found : null;
}
