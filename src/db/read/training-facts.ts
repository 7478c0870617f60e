import type { Address } from "../../model/address.js";
import { guardOf, layoutOf } from "../backend/columns.js";
import { SYNC_WRITER } from "../backend/links.js";
import { type DatabaseHandle, readTransaction } from "../connection/connect.js";
import type { Cell, Session } from "../connection/session.js";
import { readApplied } from "../schema/state.js";

/** What people and jobs said of an estate's objects in the database. */
interface TrainingFacts {
  /** Albums whose row is marked as training source. */
  readonly trainingAlbums: ReadonlySet<Address>;
  readonly nsfw: ReadonlySet<Address>;
  /** Captions that others wrote, by image, in row order. */
  readonly captions: ReadonlyMap<Address, readonly string[]>;
}

/** Flags and captions of what an estate owns; nothing when the database is absent or not migrated. */
export async function readTrainingFacts(handle: DatabaseHandle, estate: string): Promise<TrainingFacts> {
  const none = { trainingAlbums: new Set<Address>(), nsfw: new Set<Address>(), captions: new Map() };
  if (handle.isAbsent) return none;
  return readTransaction(handle, async (session) => {
    if (readApplied(session).size === 0) return none;
    return {
      trainingAlbums: selectTrainingAlbums(session, estate),
      nsfw: selectAddresses(session, estate, "image", "x.is_nsfw = TRUE"),
      captions: selectCaptions(session, estate),
    };
  });
}

/** Where no column marks them, only the manifests say which albums are sources. */
function selectTrainingAlbums(session: Session, estate: string): ReadonlySet<Address> {
  const home = layoutOf(session, "album").homeOf("training_source");
  if (home === undefined || "ties" in home) return new Set();
  return selectAddresses(session, estate, "album", `x.${home.column} = TRUE`);
}

function selectAddresses(
  session: Session,
  estate: string,
  kind: "album" | "image",
  condition: string,
): ReadonlySet<Address> {
  const rows = session.all(
    `SELECT o.address FROM sync_objects o JOIN ${kind}s x ON x.id = o.row_id AND ${guardOf(kind, "x")} = o.guard
      WHERE o.estate = ? AND o.kind = ? AND o.state = 'owned' AND ${condition}`,
    estate,
    kind,
  );
  return new Set(rows.map(([address]) => String(address)));
}

function selectCaptions(session: Session, estate: string): ReadonlyMap<Address, readonly string[]> {
  const captions = new Map<Address, string[]>();
  const rows: Iterable<readonly Cell[]> = session.stream(
    `SELECT o.address, l.label_text FROM sync_objects o
      JOIN images x ON x.id = o.row_id AND ${guardOf("image", "x")} = o.guard
      JOIN labels l ON l.image_id = x.id
      WHERE o.estate = ? AND o.kind = 'image' AND o.state = 'owned'
        AND l.label_type = 'caption' AND COALESCE(l.created_by, '') <> ? ORDER BY l.id`,
    estate,
    SYNC_WRITER,
  );
  for (const [address, text] of rows) {
    const known = captions.get(String(address));
    if (known === undefined) captions.set(String(address), [String(text)]);
    else known.push(String(text));
  }
  return captions;
}
