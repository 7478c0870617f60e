import type { RecordedThumbnail } from "../../model/observed.js";
import type { Session } from "../connection/session.js";
import { readThumbnail, THUMBNAIL_COLUMNS } from "./objects.js";

/**
 * Images of these manifests without a thumbnail of this recipe, ascending by address. Manifests that were found to have
 * all of theirs are passed over as a whole.
 */
export function findThumbnails(
  session: Session,
  estate: string,
  files: ReadonlySet<string>,
  recipe: string,
): readonly RecordedThumbnail[] {
  const open = session
    .all("SELECT file FROM sync_manifests WHERE estate = ? AND thumbnails IS DISTINCT FROM ?", estate, recipe)
    .map(([file]) => String(file))
    .filter((file) => files.has(file));
  if (open.length === 0) return [];
  const rows = session.all(
    `SELECT o.address, o.sha256, ${THUMBNAIL_COLUMNS}
      FROM json_each(?) f CROSS JOIN sync_objects o CROSS JOIN images x
      LEFT JOIN sync_thumbnails t ON t.image_id = o.row_id AND t.guard = o.guard AND t.state IN ('made', 'failed')
      WHERE o.estate = ? AND o.manifest = f.value AND o.state = 'owned' AND o.sha256 IS NOT NULL
        AND x.id = o.row_id AND x.filename = o.guard
        AND NOT COALESCE(t.sha256 = o.sha256 AND t.recipe = ? AND t.state = 'made', FALSE)
      ORDER BY o.address`,
    JSON.stringify(open),
    estate,
    recipe,
  );
  return rows.map(([address, sha256, ...cells]) => ({
    address: String(address),
    sha256: String(sha256),
    thumbnail: readThumbnail(cells),
  }));
}
