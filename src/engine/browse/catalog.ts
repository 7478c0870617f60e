import { rowIdsOf } from "../../db/backend/entry-id.js";
import { type AlbumCells, readAlbumCells } from "../../db/browse/album-rows.js";
import { listShownItems, type ShownItem } from "../../db/browse/cells.js";
import { listCovers } from "../../db/browse/covers.js";
import { countLabels, type LabelCount, listDeclaredFields, readShownRow } from "../../db/browse/details.js";
import { type ImageKeys, listImageKeys } from "../../db/browse/image-keys.js";
import { type ImageRow, readImageRows } from "../../db/browse/image-rows.js";
import { type BrowsedDatabase, DatabaseReader } from "../../db/browse/reader.js";
import { countMembers, listUnowned, type UnownedRows } from "../../db/browse/unowned.js";
import { pageRuns, readRunIn } from "../../db/history/history.js";
import { type AlbumEntry, readAlbumEntries } from "../../db/read/album-table.js";
import {
  type AlbumFilter,
  fitsAlbum,
  fitsTemplate,
  type ImageFilter,
  type TemplateFilter,
} from "../../db/read/filters.js";
import { type ListedAlbum, type ListedTemplate, selectAlbums, selectTemplates } from "../../db/read/list.js";
import type { Address, Kind } from "../../model/address.js";
import type { Settings } from "../../model/estate.js";
import { countUpTo } from "../../model/lists/count-up-to.js";
import type { ObservedRow } from "../../model/observed.js";
import { failWith } from "../project/failure.js";
import { keepNewest, nameOf } from "./kept-lists.js";

/** An album as a list shows it, with its whole row. */
export interface CatalogAlbum extends ListedAlbum {
  readonly entry: AlbumEntry;
  /** Row id of its first image; null for an empty album. */
  readonly cover: number | null;
}

/** A set template as a list shows it, with its whole row. */
export interface CatalogTemplate extends ListedTemplate {
  readonly entry: AlbumEntry;
}

/** A part of the images that fit. */
export interface ImagePage {
  readonly rows: readonly ImageRow[];
  readonly total: number;
  /** Where the next part begins; null after the last. */
  readonly next: number | null;
}

/** An album or template that nobody owns. `shown`: row ids of its first images. */
interface UnownedAlbum {
  readonly id: number;
  readonly kind: "album" | "set-template";
  readonly name: string;
  readonly slug: string | null;
  readonly type: string | null;
  readonly images: number;
  readonly shown: readonly number[];
}

/** Which part of a list. `after`: what the part before said is next; `offset` counts from the start instead. */
interface PageRequest {
  readonly after?: number | undefined;
  readonly offset?: number | undefined;
  readonly limit: number;
}

/** Lists that are kept: a person looks at few at a time. */
const MOST_LISTS = 8;

/** Pages that are kept: of up to a hundred rows, each about a kilobyte. */
const MOST_PAGES = 24;
const MOST_KEPT_ROWS = 100;

/** What is kept of one state of the database. */
interface Kept {
  readonly version: string;
  readonly lists: Map<string, ImageKeys>;
  readonly pages: Map<string, ImagePage>;
  entries?: readonly AlbumEntry[];
  byId?: ReadonlyMap<number, AlbumEntry>;
  albums?: readonly CatalogAlbum[];
  templates?: readonly CatalogTemplate[];
}

/**
 * The database of a project for many readers: one open connection, and of its newest state the lists that were asked for,
 * sixteen bytes for each image. An absent database is an empty one. Every answer is of one state. Nothing is written.
 */
export class Catalog {
  readonly #reader: DatabaseReader;
  readonly #estate: string;
  readonly #databaseId: string | null;
  #kept: Kept = { version: "", lists: new Map(), pages: new Map() };

  constructor({ database, databaseId, estate }: Pick<Settings, "database" | "databaseId" | "estate">) {
    this.#reader = new DatabaseReader(database);
    this.#estate = estate;
    this.#databaseId = databaseId;
  }

  /** Another text after each commit of anybody. `rests`: it may come later where telling is work, and others never stop. */
  readVersion(rests = false): Promise<string> {
    return this.#reader.readVersion(rests);
  }

  close(): Promise<void> {
    return this.#reader.close();
  }

  async listAlbums(filter: AlbumFilter): Promise<readonly CatalogAlbum[]> {
    const albums = await this.#read((database, kept) => albumsOf(database, kept));
    return (albums ?? []).filter(({ entry }) => fitsAlbum(entry, filter));
  }

  async listTemplates(filter: TemplateFilter): Promise<readonly CatalogTemplate[]> {
    const templates = await this.#read((database, kept) => templatesOf(database, kept));
    return (templates ?? []).filter(({ entry }) => fitsTemplate(entry, filter));
  }

  async listImages(filter: ImageFilter, page: PageRequest): Promise<ImagePage> {
    const found = await this.#read((database, kept) =>
      page.limit > MOST_KEPT_ROWS
        ? readPage(database, kept, filter, page)
        : keepNewest(kept.pages, MOST_PAGES, nameOf({ ...filter, ...page }), () =>
            readPage(database, kept, filter, page),
          ),
    );
    return found ?? { rows: [], total: 0, next: null };
  }

  /** Row ids of all images that fit, in their order. */
  async listImageIds(filter: ImageFilter): Promise<readonly number[]> {
    return (await this.#read((database, kept) => Array.from(listOf(database, kept, filter).ids))) ?? [];
  }

  /** The rows of these ids, in their order; ids without a row are left out. */
  async findImages(ids: readonly number[]): Promise<readonly ImageRow[]> {
    const rows = await this.#read((database, kept) => readImageRows(database, ids, byIdOf(database, kept)));
    return rows ?? [];
  }

  /** Which images of these albums show which item of their set. */
  async listShownItems(albums: readonly number[]): Promise<readonly ShownItem[]> {
    return (await this.#read((database) => listShownItems(database, albums))) ?? [];
  }

  /** The row of this id in lists as its kind has it, decoded, with labels and links; undefined when there is none. */
  async findRow(kind: Kind, id: number): Promise<ObservedRow | undefined> {
    return this.#read((database) => {
      const [rowId] = kind === "image" ? [id] : rowIdsOf(database, kind, [id]);
      return rowId === undefined ? undefined : readShownRow(database, kind, rowId);
    });
  }

  /** Rows of the album table as they are stored, in the order of these ids; ids without a row are left out. */
  async findAlbumCells(ids: readonly number[]): Promise<readonly AlbumCells[]> {
    return (await this.#read((database) => readAlbumCells(database, ids))) ?? [];
  }

  /** How many images of an album carry each label, the most frequent first. */
  async countLabels(album: number): Promise<readonly LabelCount[]> {
    return (await this.#read((database) => countLabels(database, album))) ?? [];
  }

  /** The fields that are recorded as declared of the image with this address. */
  async listDeclaredFields(address: Address): Promise<readonly string[]> {
    return (await this.#read((database) => listDeclaredFields(database, address))) ?? [];
  }

  /** What nobody owns, at most `limit` images of it. */
  async listUnowned(limit: number): Promise<UnownedRows> {
    const rows = await this.#read((database) => listUnowned(database, limit));
    return rows ?? { albums: [], images: [], totalImages: 0 };
  }

  /** Albums by their row ids, with the first images of each. */
  async describeUnowned(ids: readonly number[]): Promise<readonly UnownedAlbum[]> {
    const found = await this.#read((database, kept) => {
      const entries = byIdOf(database, kept);
      return ids.flatMap((id) => {
        const entry = entries.get(id);
        if (entry === undefined) return [];
        const { name, slug, type, isTemplate } = entry;
        const kind = isTemplate ? ("set-template" as const) : ("album" as const);
        return [{ id, kind, name, slug, type, ...countMembers(database, id) }];
      });
    });
    return found ?? [];
  }

  /** A part of the runs of the estate, the newest first: those before one, or the newest; with the number of all. */
  async pageRuns(page: Parameters<typeof pageRuns>[2]): Promise<ReturnType<typeof pageRuns>> {
    const runs = await this.#read(({ session, estate, migrated }) =>
      migrated ? pageRuns(session, estate, page) : undefined,
    );
    return runs ?? { runs: [], total: 0 };
  }

  /** One run of the estate; undefined when there is none of this number. */
  findRun(run: number): Promise<ReturnType<typeof readRunIn>> {
    return this.#read(({ session, estate, migrated }) =>
      migrated ? readRunIn(session, estate, run) : undefined,
    );
  }

  /** The asset folder as the backend sees it, where an apply has stored that. */
  async readServedFrom(): Promise<string | null> {
    return (await this.#read(({ servedFrom }) => servedFrom)) ?? null;
  }

  async #read<T>(work: (database: BrowsedDatabase, kept: Kept) => T): Promise<T | undefined> {
    return this.#reader.read(this.#estate, (database) => {
      this.#checkIdentity(database.id);
      if (database.version !== this.#kept.version)
        this.#kept = { version: database.version, lists: new Map(), pages: new Map() };
      return work(database, this.#kept);
    });
  }

  #checkIdentity(id: string): void {
    if (this.#databaseId === null || this.#databaseId === id) return;
    throw failWith(
      "stale",
      "database-id-differs",
      `the database has the id ${id}, the configuration names ${this.#databaseId}`,
      "Name the right database with --db or SYNC_DB, or correct database_id; sync db status prints the id.",
    );
  }
}

function entriesOf(database: BrowsedDatabase, kept: Kept): readonly AlbumEntry[] {
  kept.entries ??= readAlbumEntries(database);
  return kept.entries;
}

function albumsOf(database: BrowsedDatabase, kept: Kept): readonly CatalogAlbum[] {
  kept.albums ??= describeAlbums(database, kept);
  return kept.albums;
}

function describeAlbums(database: BrowsedDatabase, kept: Kept): readonly CatalogAlbum[] {
  const byRow = byIdOf(database, kept);
  const covers = listCovers(database);
  return selectAlbums(database, entriesOf(database, kept), {}).map((row) => ({
    ...row,
    entry: byRow.get(row.id) as AlbumEntry,
    cover: covers.get(row.id) ?? null,
  }));
}

function templatesOf(database: BrowsedDatabase, kept: Kept): readonly CatalogTemplate[] {
  const entries = entriesOf(database, kept);
  const byRow = byIdOf(database, kept);
  kept.templates ??= selectTemplates(entries, {}).map((row) => ({
    ...row,
    entry: byRow.get(row.id) as AlbumEntry,
  }));
  return kept.templates;
}

function readPage(
  database: BrowsedDatabase,
  kept: Kept,
  filter: ImageFilter,
  { after, offset, limit }: PageRequest,
): ImagePage {
  const { ids, keys } = listOf(database, kept, filter);
  const start = offset ?? (after === undefined ? 0 : countUpTo(keys, after));
  const wanted = ids.subarray(start, start + limit);
  const end = start + wanted.length;
  return {
    rows: readImageRows(database, wanted, byIdOf(database, kept)),
    total: ids.length,
    next: wanted.length > 0 && end < ids.length ? (keys[end - 1] ?? null) : null,
  };
}

function listOf(database: BrowsedDatabase, kept: Kept, filter: ImageFilter): ImageKeys {
  return keepNewest(kept.lists, MOST_LISTS, nameOf(filter), () =>
    listImageKeys(database, () => entriesOf(database, kept), filter),
  );
}

function byIdOf(database: BrowsedDatabase, kept: Kept): ReadonlyMap<number, AlbumEntry> {
  kept.byId ??= new Map(entriesOf(database, kept).map((entry) => [entry.id, entry]));
  return kept.byId;
}
