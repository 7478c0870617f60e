import type { Address } from "../../model/address.js";
import type { AlbumMember, ObservedRow } from "../../model/observed.js";
import type { Fields } from "../../model/resource.js";
import { SYNC_WRITER } from "../backend/links.js";
import { queryByChunks, type RowSource, readObservedRows } from "../backend/observed-rows.js";
import { OBJECT_FIELDS, readStored } from "../backend/stored-json.js";
import type { HashFile } from "./candidates.js";

/**
 * Image rows that these albums show, ascending by id, without those in `except`: those that no estate has recorded, and
 * those of this estate that others put there.
 */
export function findMembers(
  source: RowSource,
  albums: readonly number[],
  except: ReadonlySet<number>,
  hashFile: HashFile,
): readonly AlbumMember[] {
  const paths = new Map(
    readFreePaths(source, albums)
      .filter(([id]) => !except.has(id))
      .sort(([a], [b]) => a - b),
  );
  const owned = readOwned(source, albums).filter(({ id }) => !except.has(id));
  const rows = readObservedRows(source, "image", [...paths.keys(), ...owned.map(({ id }) => id)]);
  const free = [...paths].map(([id, filePath]) => ({
    row: rows.get(id) as ObservedRow,
    filePath,
    sha256: hashFile(filePath),
  }));
  const recorded = owned.map(({ id, ...member }) => ({ row: rows.get(id) as ObservedRow, ...member }));
  return [...free, ...recorded].sort((a, b) => a.row.id - b.row.id);
}

interface Owned extends Omit<AlbumMember, "row"> {
  readonly id: number;
}

/** Images of the estate in albums that somebody else put them into. */
function readOwned({ session, migrated, estate }: RowSource, albums: readonly number[]): readonly Owned[] {
  if (!migrated) return [];
  const rows = queryByChunks(
    session,
    albums,
    (marks) => `SELECT DISTINCT i.id, i.file_path, o.address, o.sha256, o.fields FROM album_images m
      JOIN images i ON i.id = m.image_id
      JOIN sync_objects o ON o.kind = 'image' AND o.row_id = i.id AND o.guard = i.filename AND o.state = 'owned'
      WHERE +o.estate = ? AND COALESCE(m.added_by, '') <> ? AND m.album_id IN (${marks})`,
    estate,
    SYNC_WRITER,
  );
  return rows.map(([id, path, cell, sha256, fields]) => {
    const address = String(cell);
    const recorded = readStored<Fields>(OBJECT_FIELDS, fields, estate, address);
    const owner = { address, albums: (recorded.albums ?? []) as readonly Address[] };
    return { id: Number(id), filePath: String(path), sha256: sha256 as string | null, owner };
  });
}

/** Row ids with file paths. Released rows are left out: a later prune may delete them, so nobody may build on them. */
function readFreePaths(
  { session, migrated }: RowSource,
  albums: readonly number[],
): readonly (readonly [number, string])[] {
  const isFree = migrated
    ? `NOT EXISTS (SELECT 1 FROM sync_objects o WHERE o.kind = 'image' AND o.row_id = i.id AND o.guard = i.filename)`
    : "1 = 1";
  const rows = queryByChunks(
    session,
    albums,
    (marks) => `SELECT DISTINCT i.id, i.file_path FROM album_images m JOIN images i ON i.id = m.image_id
      WHERE m.album_id IN (${marks}) AND ${isFree}`,
  );
  return rows.map(([id, path]) => [Number(id), String(path)]);
}
