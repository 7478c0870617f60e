import { type Address, nameOf } from "../../model/address.js";
import { type CoverageCounts, countCoverage } from "../../model/sets/count-coverage.js";
import { compareText } from "../../model/text-order.js";
import { rowIdOf } from "../backend/entry-id.js";
import type { RowSource } from "../backend/observed-rows.js";
import { type DatabaseHandle, readTransaction } from "../connection/connect.js";
import type { Cell } from "../connection/session.js";
import { readColumns } from "../schema/schema.js";
import { readApplied } from "../schema/state.js";
import { type AlbumEntry, countShown, joinOwner, readAlbumEntries } from "./album-table.js";
import {
  type AlbumFilter,
  albumsOf,
  fitsAlbum,
  fitsTemplate,
  fitsTexts,
  type ImageFilter,
  imageConditions,
  type TemplateFilter,
} from "./filters.js";

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
  return readTables(handle, estate, (source) => selectAlbums(source, readAlbumEntries(source), filter));
}

/** The albums among the rows of the album table, in the same order. */
export function selectAlbums(
  source: RowSource,
  entries: readonly AlbumEntry[],
  filter: AlbumFilter,
): readonly ListedAlbum[] {
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
}

/** Set templates of the database, everybody's, in the same order. An absent database has none. */
export function listTemplates(
  handle: DatabaseHandle,
  estate: string,
  filter: TemplateFilter,
): Promise<readonly ListedTemplate[]> {
  return readTables(handle, estate, (source) =>
    selectTemplates(readAlbumEntries(source, { itemNames: false }), filter).map((row) => ({
      ...row,
      id: rowIdOf(row.id),
    })),
  );
}

/** The set templates among the rows of the album table, in the same order. */
export function selectTemplates(
  entries: readonly AlbumEntry[],
  filter: TemplateFilter,
): readonly ListedTemplate[] {
  return entries
    .filter((entry) => entry.isTemplate && fitsTemplate(entry, filter))
    .sort(compareListed)
    .map(({ id, address, name, isPublic, slug, items, loras }) => ({
      ...{ id, address, name, isPublic, slug, items, loras },
    }));
}

/** Images of the database, everybody's, by the name in their address, or their filename. An absent database has none. */
export function listImages(
  handle: DatabaseHandle,
  estate: string,
  filter: ImageFilter,
): Promise<readonly ListedImage[]> {
  return readTables(handle, estate, (source) => {
    const [address, join, values] = joinOwner(source, "image");
    const conditions = imageConditions(filter);
    const albums = albumsOf(() => readAlbumEntries(source, { itemNames: false }), filter);
    if (albums?.length === 0) return [];
    const isShown =
      albums &&
      `EXISTS (SELECT 1 FROM album_images m WHERE m.image_id = x.id AND m.album_id IN (${albums.join(", ")}))`;
    const rows = source.session.all(
      `SELECT x.id, ${address}, x.filename, x.prompt, x.width, x.height, x.is_nsfw, x.is_public,
        x.lora_config, ${source.migrated && filter.item !== undefined ? "o.fields" : "NULL"} FROM images x ${join}
        WHERE ${[isShown ?? "1 = 1", ...conditions.map(({ sql }) => sql)].join(" AND ")} ORDER BY x.filename`,
      ...values,
      ...conditions.flatMap((condition) => condition.values),
    );
    return rows
      .filter((cells) =>
        fitsTexts({ filename: cells[2], prompt: cells[3], loras: cells[8], fields: cells[9] }, filter),
      )
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
