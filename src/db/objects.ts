import type { Address, Kind } from "../model/address.js";
import { compareAddresses } from "../model/address.js";
import type { ObservedLabel, ObservedLink, ObservedObject, ObservedThumbnail } from "../model/observed.js";
import type { Fields } from "../model/resource.js";
import { guardOf, selectRow, TABLES } from "./columns.js";
import { decodeRow } from "./decode.js";
import { JOIN_KNOWN_IMAGES, OUR_MARK, readKnownAlbums } from "./links.js";
import type { Cell, Session } from "./session.js";

type Cells = readonly Cell[];

/** Kinds in the order of their addresses. */
const ASCENDING: readonly Kind[] = ["album", "image", "set-template"];

/** The range of addresses of one kind: `;` follows `:`. */
const OF_KIND = "o.estate = ? AND o.address >= ? AND o.address < ?";

/**
 * Every object of an estate with its live row, ascending by address, in ordered streams that are merged. With `files`:
 * those recorded from these manifests, and those that are not owned.
 */
export function* streamObjects(
  session: Session,
  estate: string,
  files?: readonly string[],
): Generator<ObservedObject, void, undefined> {
  const part =
    files === undefined ? WHOLE : { sql: IN_PART, values: [estate, JSON.stringify(files), estate] };
  for (const kind of ASCENDING) {
    const range: readonly Cell[] = [estate, `${kind}:`, `${kind};`, ...part.values];
    const labels =
      kind === "image" ? groupByAddress(session.stream(LABELS + part.sql + LABEL_ORDER, ...range)) : noRows;
    const links = linkReader(session, kind, estate, range, part.sql);
    for (const cells of session.stream(selectObjects(kind, part.sql), ...range)) {
      const address = String(cells[0]);
      yield readObject(kind, cells, labels(address).map(readLabel), links(address));
    }
  }
}

const WHOLE = { sql: "", values: [] };

const IN_PART = ` AND o.rowid IN (
  SELECT rowid FROM sync_objects WHERE estate = ? AND manifest IN (SELECT value FROM json_each(?))
  UNION SELECT rowid FROM sync_objects WHERE estate = ? AND state <> 'owned')`;

const LABELS = `SELECT o.address, l.label_text, l.label_type, l.created_by FROM sync_objects o CROSS JOIN labels l
  WHERE l.image_id = o.row_id AND ${OF_KIND}`;
const LABEL_ORDER = " ORDER BY o.address, l.id";

const LINKS_OF_IMAGES = `SELECT o.address, m.album_id, m.added_by FROM sync_objects o CROSS JOIN album_images m
  WHERE m.image_id = o.row_id AND ${OF_KIND}`;

const LINKS_OF_ALBUMS = `SELECT o.address, i.address, m.image_id, m.added_by FROM sync_objects o CROSS JOIN album_images m
  ${JOIN_KNOWN_IMAGES}
  WHERE m.album_id = o.row_id AND ${OF_KIND}`;

const LINK_ORDER = " ORDER BY o.address, m.id";

/** What {@link readThumbnail} expects. */
export const THUMBNAIL_COLUMNS = "t.sha256, t.recipe, t.state, t.error";

const OBJECT_COLUMNS = `o.address, o.state, o.protect, o.manifest, o.fields, o.run, r.started_at, o.moved_from, o.row_id,
  o.guard, ${THUMBNAIL_COLUMNS}`;

const THUMBNAIL_START = 10;
const ROW_START = 14;

function selectObjects(kind: Kind, part: string): string {
  return `SELECT ${OBJECT_COLUMNS}, ${selectRow(kind, "x")} FROM sync_objects o
    LEFT JOIN sync_runs r ON r.id = o.run
    LEFT JOIN ${TABLES[kind]} x ON x.id = o.row_id AND ${guardOf(kind, "x")} = o.guard
    LEFT JOIN sync_thumbnails t ON o.kind = 'image' AND t.image_id = o.row_id AND t.guard = o.guard
      AND t.state IN ('made', 'failed')
    WHERE ${OF_KIND}${part} ORDER BY o.address`;
}

function readObject(
  kind: Kind,
  cells: Cells,
  labels: readonly ObservedLabel[],
  links: readonly ObservedLink[],
): ObservedObject {
  const row = decodeRow(kind, cells, ROW_START);
  const movedFrom = cells[7] as string | null;
  return {
    kind,
    address: String(cells[0]),
    state: cells[1] as ObservedObject["state"],
    protect: cells[2] === 1,
    manifest: String(cells[3]),
    recorded: JSON.parse(String(cells[4])) as Fields,
    run: Number(cells[5]),
    recordedAt: String(cells[6] ?? ""),
    movedFrom,
    rowId: Number(cells[8]),
    guard: String(cells[9]),
    row: row === null ? null : { ...row, labels, links },
    thumbnail: readThumbnail(cells.slice(THUMBNAIL_START, ROW_START)),
  };
}

/** What is recorded of a thumbnail, made or failed. */
export function readThumbnail([sha256, recipe, state, error]: Cells): ObservedThumbnail | null {
  if (state !== "made" && state !== "failed") return null;
  return {
    sha256: String(sha256),
    recipe: String(recipe),
    state,
    error: typeof error === "string" ? error : null,
  };
}

function readLabel([, text, type, by]: Cells): ObservedLabel {
  return { text: String(text), type: String(type ?? ""), ours: by === OUR_MARK };
}

function linkReader(
  session: Session,
  kind: Kind,
  estate: string,
  range: readonly Cell[],
  part: string,
): (address: Address) => readonly ObservedLink[] {
  if (kind === "set-template") return () => [];
  if (kind === "album") {
    const links = groupByAddress(session.stream(LINKS_OF_ALBUMS + part + LINK_ORDER, estate, ...range));
    return (address) =>
      links(address).map(([, image, id, by]) => ({
        address: image === null ? undefined : String(image),
        rowId: Number(id),
        ours: by === OUR_MARK,
      }));
  }
  const albums = readKnownAlbums(session, estate);
  const links = groupByAddress(session.stream(LINKS_OF_IMAGES + part + LINK_ORDER, ...range));
  return (address) =>
    links(address).map(([, album, by]) => ({
      address: albums.get(Number(album)),
      rowId: Number(album),
      ours: by === OUR_MARK,
    }));
}

const noRows = (): readonly Cells[] => [];

/** Hands out the rows of one address after the other; addresses must be asked for ascending. */
function groupByAddress(rows: Iterator<Cells>): (address: Address) => readonly Cells[] {
  let next = rows.next();
  return (address) => {
    const group: Cells[] = [];
    while (!next.done) {
      const order = compareAddresses(String(next.value[0]), address);
      if (order > 0) break;
      if (order === 0) group.push(next.value);
      next = rows.next();
    }
    return group;
  };
}
