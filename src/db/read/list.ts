import { type Address, nameOf } from "../../model/address.js";
import { type CoverageCounts, countCoverage } from "../../model/sets/count-coverage.js";
import { compareText } from "../../model/text-order.js";
import type { RowSource } from "../backend/observed-rows.js";
import { type DatabaseHandle, readTransaction } from "../connection/connect.js";
import type { Cell } from "../connection/session.js";
import { readColumns } from "../schema/schema.js";
import { readApplied } from "../schema/state.js";
import { type AlbumEntry, countShown, joinOwner, readAlbumEntries, readItem } from "./album-table.js";

/** Which albums: all that fit every given condition. */
export interface AlbumFilter {
  readonly type?: string;
  /** Slug of the set template. */
  readonly template?: string;
  readonly isPublic?: boolean;
  /** Part of slug, name or description, whatever the case. */
  readonly text?: string;
}

export interface TemplateFilter {
  /** Part of the path of a LoRA, whatever the case. */
  readonly lora?: string;
  readonly isPublic?: boolean;
  readonly text?: string;
}

export interface ImageFilter {
  /** Name or slug of an album that shows it. */
  readonly album?: string;
  /** Type of an album that shows it. */
  readonly type?: string;
  /** Set template of an album that shows it. */
  readonly template?: string;
  /** Name of the set item that it shows. */
  readonly item?: string;
  /** The text of a label. */
  readonly label?: string;
  readonly lora?: string;
  readonly isNsfw?: boolean;
  readonly isPublic?: boolean;
  /** Part of prompt or filename, whatever the case. */
  readonly text?: string;
}

/** An album or template row. `address`: null when this estate does not own it. */
interface ListedBase {
  readonly id: number;
  readonly address: Address | null;
  readonly name: string;
  readonly isPublic: boolean;
}

export interface ListedAlbum extends ListedBase {
  readonly type: string | null;
  readonly isTrainingSource: boolean;
  readonly template: string | null;
  readonly images: number;
  /** How much of the set template its images show; null without a template that is there. */
  readonly covered: CoverageCounts | null;
}

export interface ListedTemplate extends ListedBase {
  readonly slug: string | null;
  readonly items: number;
  /** Paths, in order. */
  readonly loras: readonly string[];
}

export interface ListedImage {
  readonly id: number;
  readonly address: Address | null;
  readonly filename: string;
  readonly prompt: string | null;
  readonly width: number | null;
  readonly height: number | null;
  readonly isNsfw: boolean;
  readonly isPublic: boolean;
}

/** Albums of the database, everybody's, by the name in their address, then by name. An absent database has none. */
export function listAlbums(
  handle: DatabaseHandle,
  estate: string,
  filter: AlbumFilter,
): Promise<readonly ListedAlbum[]> {
  return readTables(handle, estate, (source) => {
    const entries = readAlbumEntries(source);
    const albums = entries.filter((entry) => !entry.isTemplate && fitsAlbum(entry, filter));
    const templates = new Map(
      entries.filter(({ isTemplate }) => isTemplate).map((template) => [template.slug, template]),
    );
    const images = countImages(source);
    const shown = countShown(
      source,
      albums.filter(({ template }) => template !== null).map(({ id }) => id),
    );
    return albums.sort(compareListed).map((album) => {
      const of = album.template === null ? undefined : templates.get(album.template);
      const { id, address, name, isPublic, type, isTrainingSource, template } = album;
      return {
        ...{ id, address, name, isPublic, type, isTrainingSource, template },
        images: images.get(id) ?? 0,
        covered: of === undefined ? null : countCoverage(of.items, of.itemNames, shown.get(id) ?? new Map()),
      };
    });
  });
}

/** Set templates of the database, everybody's, in the same order. An absent database has none. */
export function listTemplates(
  handle: DatabaseHandle,
  estate: string,
  filter: TemplateFilter,
): Promise<readonly ListedTemplate[]> {
  return readTables(handle, estate, (source) =>
    readAlbumEntries(source)
      .filter((entry) => entry.isTemplate && fitsBoth(entry, filter))
      .filter(
        ({ loras }) =>
          filter.lora === undefined || loras.some((path) => contains(path, filter.lora as string)),
      )
      .sort(compareListed)
      .map(({ id, address, name, isPublic, slug, items, loras }) => ({
        ...{ id, address, name, isPublic, slug, items, loras },
      })),
  );
}

/** Images of the database, everybody's, by the name in their address, or their filename. An absent database has none. */
export function listImages(
  handle: DatabaseHandle,
  estate: string,
  filter: ImageFilter,
): Promise<readonly ListedImage[]> {
  return readTables(handle, estate, (source) => {
    const [address, join, values] = joinOwner(source, "image");
    const conditions = imageConditions(source, filter);
    const rows = source.session.all(
      `SELECT x.id, ${address}, x.filename, x.prompt, x.width, x.height, x.is_nsfw, x.is_public,
        x.lora_config, ${source.migrated && filter.item !== undefined ? "o.fields" : "NULL"} FROM images x ${join}
        WHERE ${["1 = 1", ...conditions.map(({ sql }) => sql)].join(" AND ")} ORDER BY x.filename`,
      ...values,
      ...conditions.flatMap((condition) => condition.values),
    );
    // LOWER knows no letters beyond ASCII, so texts are compared here.
    return rows
      .filter((cells) => fitsTexts(cells, filter))
      .map(readImage)
      .sort(compareImages);
  });
}

/** The order of the first column of a listing. */
function compareListed(
  a: Pick<ListedBase, "id" | "address" | "name">,
  b: Pick<ListedBase, "id" | "address" | "name">,
): number {
  return compareText(a.address ?? "", b.address ?? "") || compareText(a.name, b.name) || a.id - b.id;
}

function compareImages(a: ListedImage, b: ListedImage): number {
  const nameIn = ({ address, filename }: ListedImage) =>
    address === null ? `(${filename})` : nameOf(address);
  return compareText(nameIn(a), nameIn(b)) || a.id - b.id;
}

function fitsTexts(cells: readonly Cell[], { text, lora, item }: ImageFilter): boolean {
  const [filename, prompt, loras] = [cells[2], cells[3], cells[8]].map((cell) => String(cell ?? ""));
  return (
    (text === undefined || contains(filename as string, text) || contains(prompt as string, text)) &&
    (lora === undefined || contains(loras as string, lora)) &&
    (item === undefined || readItem(cells[9]) === item)
  );
}

interface Condition {
  readonly sql: string;
  readonly values: readonly Cell[];
}

function imageConditions(source: RowSource, filter: ImageFilter): readonly Condition[] {
  const conditions: Condition[] = [];
  const add = (sql: string, ...values: readonly Cell[]) => conditions.push({ sql, values });
  const { label, isNsfw, isPublic } = filter;
  if (label !== undefined)
    add("EXISTS (SELECT 1 FROM labels l WHERE l.image_id = x.id AND l.label_text = ?)", label);
  if (isNsfw !== undefined) add("COALESCE(x.is_nsfw, 0) = ?", isNsfw ? 1 : 0);
  if (isPublic !== undefined) add("COALESCE(x.is_public, 0) = ?", isPublic ? 1 : 0);
  const albums = albumsOf(source, filter);
  if (albums !== undefined)
    add(
      `EXISTS (SELECT 1 FROM album_images m WHERE m.image_id = x.id AND m.album_id IN (${albums.join(", ")}))`,
    );
  return conditions;
}

/** Ids of the albums that the images must be in; undefined when any will do. */
function albumsOf(source: RowSource, { album, type, template }: ImageFilter): readonly number[] | undefined {
  if (album === undefined && type === undefined && template === undefined) return undefined;
  return readAlbumEntries(source)
    .filter((entry) => album === undefined || entry.name === album || entry.slug === album)
    .filter((entry) => fitsAlbum(entry, { ...(type && { type }), ...(template && { template }) }))
    .map(({ id }) => id);
}

function fitsAlbum(entry: AlbumEntry, filter: AlbumFilter): boolean {
  const { type, template } = filter;
  return (
    fitsBoth(entry, filter) &&
    (type === undefined || entry.type === type) &&
    (template === undefined || entry.template === template)
  );
}

function fitsBoth(
  entry: AlbumEntry,
  { isPublic, text }: { readonly isPublic?: boolean; readonly text?: string },
): boolean {
  return (
    (isPublic === undefined || entry.isPublic === isPublic) &&
    (text === undefined || textsOf(entry).some((part) => contains(part, text)))
  );
}

/** Where a word of a filter is looked for. */
function textsOf({ name, description, slug, address }: AlbumEntry): readonly string[] {
  return [name, description, slug ?? "", address === null ? "" : nameOf(address)];
}

function contains(text: string, part: string): boolean {
  return text.toLowerCase().includes(part.toLowerCase());
}

function countImages({ session }: RowSource): ReadonlyMap<number, number> {
  const rows = session.all("SELECT album_id, count(*) FROM album_images GROUP BY album_id");
  return new Map(rows.map(([id, count]) => [Number(id), Number(count)]));
}

function readImage([
  id,
  address,
  filename,
  prompt,
  width,
  height,
  isNsfw,
  isPublic,
]: readonly Cell[]): ListedImage {
  return {
    id: Number(id),
    address: address as string | null,
    filename: String(filename),
    prompt: prompt as string | null,
    width: width as number | null,
    height: height as number | null,
    isNsfw: isNsfw === 1,
    isPublic: isPublic === 1,
  };
}

async function readTables<T>(
  handle: DatabaseHandle,
  estate: string,
  work: (source: RowSource) => readonly T[],
): Promise<readonly T[]> {
  if (handle.isAbsent) return [];
  return readTransaction(handle, async (session) => {
    const columns = readColumns(session);
    const migrated = readApplied(session).size > 0;
    return columns.has("albums") ? work({ session, columns, estate, migrated }) : [];
  });
}
