import type { Address, Kind } from "../../model/address.js";
import type { ObservedLabel, ObservedLink, ObservedRow } from "../../model/observed.js";
import type { Cell, Session } from "../connection/session.js";
import { layoutOf, selectRow } from "./columns.js";
import { decodeRow } from "./decode.js";
import type { TableColumns } from "./generation.js";
import { JOIN_KNOWN_IMAGES, readKnownAlbums, SYNC_WRITER } from "./links.js";
import { tableOf } from "./profile.js";
import { readKnownFields, UNKNOWN } from "./records.js";

/** What a reader of single rows must know of the database. */
export interface RowSource {
  readonly session: Session;
  readonly columns: TableColumns;
  readonly estate: string;
  /** False while our own tables are not there. */
  readonly migrated: boolean;
}

const CHUNK = 500;

/** Runs a query with an IN list over any number of values. `sql` gets the list of question marks. */
export function queryByChunks(
  session: Session,
  values: readonly Cell[],
  sql: (marks: string) => string,
  ...before: readonly Cell[]
): readonly (readonly Cell[])[] {
  const rows: (readonly Cell[])[] = [];
  for (let at = 0; at < values.length; at += CHUNK) {
    const chunk = values.slice(at, at + CHUNK);
    rows.push(...session.all(sql(chunk.map(() => "?").join(", ")), ...before, ...chunk));
  }
  return rows;
}

/** Rows of any generation by id, with their labels and links. Ids without a row are left out. */
export function readObservedRows(
  source: RowSource,
  kind: Kind,
  ids: readonly number[],
): ReadonlyMap<number, ObservedRow> {
  const { session, columns, estate, migrated } = source;
  const table = tableOf(session, kind);
  const layout = layoutOf(session, kind);
  const select = selectRow(layout, "x", columns.get(table));
  const rows = queryByChunks(
    session,
    ids,
    (marks) => `SELECT ${select} FROM ${table} x WHERE x.id IN (${marks})`,
  );
  const labels = kind === "image" ? readLabels(source, ids) : new Map<number, ObservedLabel[]>();
  const links = kind === "image" || table === "albums" ? readLinks(source, kind, ids) : NO_LINKS;
  const known = migrated ? readKnownFields(session, estate, kind, ids) : () => UNKNOWN;
  return new Map(
    rows.map((cells) => {
      const row = decodeRow(layout, cells, 0, known(Number(cells[0]), String(cells[1])));
      if (row === null) throw new Error(`A row of ${table} has no id`);
      return [row.id, { ...row, labels: labels.get(row.id) ?? [], links: links.get(row.id) ?? [] }];
    }),
  );
}

function readLabels(source: RowSource, ids: readonly number[]): Map<number, ObservedLabel[]> {
  const mark = source.columns.get("labels")?.has("created_by") ? "l.created_by" : "NULL";
  const rows = queryByChunks(
    source.session,
    ids,
    (marks) =>
      `SELECT l.image_id, l.label_text, l.label_type, ${mark} FROM labels l WHERE l.image_id IN (${marks}) ORDER BY l.id`,
  );
  return groupById(rows, ([, text, type, by]) => ({
    text: String(text),
    type: String(type ?? ""),
    ours: by === SYNC_WRITER,
  }));
}

function readLinks(source: RowSource, kind: Kind, ids: readonly number[]): Map<number, ObservedLink[]> {
  const mark = source.columns.get("album_images")?.has("added_by") ? "m.added_by" : "NULL";
  const here = kind === "image" ? "m.image_id" : "m.album_id";
  const there = kind === "image" ? "m.album_id" : "m.image_id";
  const join = kind !== "image" && source.migrated;
  const rows = queryByChunks(
    source.session,
    ids,
    (marks) =>
      `SELECT ${here}, ${there}, ${mark}, ${join ? "i.address" : "NULL"} FROM album_images m ${join ? JOIN_KNOWN_IMAGES : ""}
        WHERE ${here} IN (${marks}) ORDER BY m.id`,
    ...(join ? [source.estate] : []),
  );
  const albums =
    kind === "image" && source.migrated ? readKnownAlbums(source.session, source.estate) : NO_ALBUMS;
  return groupById(rows, ([, other, by, address]) => ({
    address: kind === "image" ? albums.get(Number(other)) : address === null ? undefined : String(address),
    rowId: Number(other),
    ours: by === SYNC_WRITER,
  }));
}

const NO_LINKS: ReadonlyMap<number, ObservedLink[]> = new Map();

const NO_ALBUMS: ReadonlyMap<number, Address> = new Map();

/** Rows by the id in their first cell, in the order in which they come. */
export function groupById<T>(
  rows: readonly (readonly Cell[])[],
  read: (cells: readonly Cell[]) => T,
): Map<number, T[]> {
  const groups = new Map<number, T[]>();
  for (const cells of rows) {
    const id = Number(cells[0]);
    const group = groups.get(id);
    if (group === undefined) groups.set(id, [read(cells)]);
    else group.push(read(cells));
  }
  return groups;
}
