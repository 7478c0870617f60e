import type { AlbumMember, ObservedRow } from "../../model/observed.js";
import { queryByChunks, type RowSource, readObservedRows } from "../backend/observed-rows.js";
import type { HashFile } from "./candidates.js";

/** Image rows that these albums show and that no estate has recorded, ascending by id; without those in `except`. */
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
  const rows = readObservedRows(source, "image", [...paths.keys()]);
  return [...paths].map(([id, filePath]) => ({
    row: rows.get(id) as ObservedRow,
    filePath,
    sha256: hashFile(filePath),
  }));
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
