import { type Address, forEachKind, KINDS, type Kind } from "../../model/address.js";
import type { ObservedLabel, ObservedLink, ObservedObject, ObservedThumbnail } from "../../model/observed.js";
import type { Fields } from "../../model/resource.js";
import { compareText } from "../../model/text-order.js";
import { guardOf, type Layout, layOutAll, layoutOf, selectRow } from "../backend/columns.js";
import { decodeRow } from "../backend/decode.js";
import { JOIN_KNOWN_IMAGES, readKnownAlbums, SYNC_WRITER } from "../backend/links.js";
import { perProfile } from "../backend/profile.js";
import { tiesFor } from "../backend/records.js";
import { describeDamage, OBJECT_FIELDS, readStored } from "../backend/stored-json.js";
import type { Ties } from "../backend/ties.js";
import type { Cell, Session } from "../connection/session.js";

type Cells = readonly Cell[];

/** Kinds in the order of their addresses. */
const ASCENDING: readonly Kind[] = [...KINDS].sort();

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
  const part = files === undefined ? WHOLE : findPart(session, estate, files);
  if (part === undefined) return;
  for (const kind of ASCENDING) {
    const scope: Scope = { ...part, session, estate, values: [estate, `${kind}:`, `${kind};`] };
    const labels = kind === "image" ? groupByAddress(streamScope(scope, LABELS)) : noRows;
    const links = linkReader(kind, scope);
    const reader = { estate, layout: layoutOf(session, kind), ties: tiesFor(session, estate, kind, true) };
    for (const cells of streamScope(scope, SELECTS(session)[kind])) {
      const address = String(cells[0]);
      yield readObject(reader, cells, labels(address).map(readLabel), links(address));
    }
  }
}

/** Which objects are streamed: `first` is what the query begins with, with its values. */
interface Part {
  readonly first: string;
  readonly firstValues: readonly Cell[];
}

interface Scope extends Part {
  readonly session: Session;
  readonly estate: string;
  /** Of {@link OF_KIND}. */
  readonly values: readonly Cell[];
}

const WHOLE: Part = { first: "FROM sync_objects o", firstValues: [] };

/** The part is looked up once, since each query would do so again and read everything when it is empty. */
function findPart(session: Session, estate: string, files: readonly string[]): Part | undefined {
  const { recordKey } = session.dialect;
  const rows = session.all(
    `SELECT ${recordKey} FROM sync_objects WHERE estate = ? AND manifest IN (SELECT value FROM json_each(?))
      UNION SELECT ${recordKey} FROM sync_objects INDEXED BY sync_objects_apart WHERE estate = ? AND state <> 'owned'`,
    estate,
    JSON.stringify(files),
    estate,
  );
  if (rows.length === 0) return undefined;
  const list = JSON.stringify(rows.map(([key]) => key));
  const first = `FROM json_each(?) p CROSS JOIN sync_objects o ON o.${recordKey} = p.value`;
  return { first, firstValues: [list] };
}

/** `query`: what is selected, what is joined and how it is ordered. */
interface Query {
  readonly select: string;
  readonly join: string;
  readonly where?: string;
  readonly order: string;
}

function streamScope(scope: Scope, { select, join, where = "", order }: Query, ...values: readonly Cell[]) {
  const sql = `SELECT ${select} ${scope.first} ${join} WHERE ${OF_KIND}${where} ORDER BY ${order}`;
  return scope.session.stream(sql, ...scope.firstValues, ...values, ...scope.values);
}

const LABELS: Query = {
  select: "o.address, l.label_text, l.label_type, l.created_by",
  join: "CROSS JOIN labels l",
  where: " AND l.image_id = o.row_id",
  order: "o.address, l.id",
};

const LINKS_OF_IMAGES: Query = {
  select: "o.address, m.album_id, m.added_by",
  join: "CROSS JOIN album_images m",
  where: " AND m.image_id = o.row_id",
  order: "o.address, m.id",
};

const LINKS_OF_ALBUMS: Query = {
  select: "o.address, i.address, m.image_id, m.added_by",
  join: `CROSS JOIN album_images m ${JOIN_KNOWN_IMAGES}`,
  where: " AND m.album_id = o.row_id",
  order: "o.address, m.id",
};

/** What {@link readThumbnail} expects. */
export const THUMBNAIL_COLUMNS = "t.sha256, t.recipe, t.state, t.error";

const OBJECT_COLUMNS = `o.address, o.state, o.protect, o.manifest, o.fields, o.run, r.started_at, o.moved_from, o.row_id,
  o.guard, ${THUMBNAIL_COLUMNS}`;

const THUMBNAIL_START = 10;
const ROW_START = 14;

const SELECTS = perProfile((profile) => {
  const layouts = layOutAll(profile);
  return forEachKind(
    (kind): Query => ({
      select: `${OBJECT_COLUMNS}, ${selectRow(layouts[kind], "x")}`,
      join: `LEFT JOIN sync_runs r ON r.id = o.run
      LEFT JOIN ${profile.kinds[kind].table} x ON x.id = o.row_id AND ${guardOf(kind, "x")} = o.guard
      LEFT JOIN sync_thumbnails t ON o.kind = 'image' AND t.image_id = o.row_id AND t.guard = o.guard
        AND t.state IN ('made', 'failed')`,
      order: "o.address",
    }),
  );
});

/** What is the same for all objects of one kind. */
interface ObjectReader {
  readonly estate: string;
  readonly layout: Layout;
  readonly ties: Ties;
}

function readObject(
  { estate, layout, ties }: ObjectReader,
  cells: Cells,
  labels: readonly ObservedLabel[],
  links: readonly ObservedLink[],
): ObservedObject {
  const movedFrom = cells[7] as string | null;
  const address = String(cells[0]);
  const recorded = readStored<Fields>(OBJECT_FIELDS, cells[4], estate, address);
  const row = decodeRow(layout, cells, ROW_START, { fields: recorded, ties });
  return {
    kind: layout.kind,
    address,
    state: readState(cells[1], estate, address),
    protect: cells[2] === 1,
    manifest: String(cells[3]),
    recorded,
    run: Number(cells[5]),
    recordedAt: String(cells[6] ?? ""),
    movedFrom,
    rowId: Number(cells[8]),
    guard: String(cells[9]),
    row: row === null ? null : { ...row, labels, links },
    thumbnail: readThumbnail(cells.slice(THUMBNAIL_START, ROW_START)),
  };
}

function readState(cell: Cell | undefined, estate: string, address: Address): ObservedObject["state"] {
  if (isObjectState(cell)) return cell;
  throw describeDamage("sync_objects", `${estate} ${address}`, `state is ${JSON.stringify(String(cell))}`);
}

/** True for a state that an object can have. */
export function isObjectState(cell: unknown): cell is ObservedObject["state"] {
  return cell === "owned" || cell === "released";
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
  return { text: String(text), type: String(type ?? ""), ours: by === SYNC_WRITER };
}

function linkReader(kind: Kind, scope: Scope): (address: Address) => readonly ObservedLink[] {
  if (kind === "set-template") return () => [];
  if (kind === "album") {
    const links = groupByAddress(streamScope(scope, LINKS_OF_ALBUMS, scope.estate));
    return (address) =>
      links(address).map(([, image, id, by]) => ({
        address: image === null ? undefined : String(image),
        rowId: Number(id),
        ours: by === SYNC_WRITER,
      }));
  }
  const albums = readKnownAlbums(scope.session, scope.estate);
  const links = groupByAddress(streamScope(scope, LINKS_OF_IMAGES));
  return (address) =>
    links(address).map(([, album, by]) => ({
      address: albums.get(Number(album)),
      rowId: Number(album),
      ours: by === SYNC_WRITER,
    }));
}

const noRows = (): readonly Cells[] => [];

/** Hands out the rows of one address after the other; addresses must be asked for ascending. */
function groupByAddress(rows: Iterator<Cells>): (address: Address) => readonly Cells[] {
  let next = rows.next();
  return (address) => {
    const group: Cells[] = [];
    while (!next.done) {
      const order = compareText(String(next.value[0]), address);
      if (order > 0) break;
      if (order === 0) group.push(next.value);
      next = rows.next();
    }
    return group;
  };
}
