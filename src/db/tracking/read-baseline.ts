import { type Address, KINDS } from "../../model/address.js";
import type { AppliedManifest, Baseline, Reference, ReferenceRole } from "../../model/baseline.js";
import { kindsIn } from "../backend/columns.js";
import { queryByChunks } from "../backend/observed-rows.js";
import { profileOf } from "../backend/profile.js";
import { MANIFEST_USED, readStored } from "../backend/stored-json.js";
import type { Cell, Session } from "../connection/session.js";

/** Digits of a SHA-256 that the index holds. */
const INDEXED_DIGITS = 16;

/** What is remembered of an estate; null when rows may have changed unnoticed. Needs a migrated database. */
export function readBaseline(session: Session, estate: string): Baseline | null {
  if (!session.dialect.tracking.isIntact(session)) return null;
  return {
    applied: readApplied(session, estate),
    holders: new Set(listHolders(session, estate)),
    touched: new Set(listTouched(session, estate)),
    watermark: readWatermark(session),
    findHolders: (addresses) => findHolders(session, estate, addresses),
    listRecorded: (file) =>
      session
        .all(
          "SELECT address FROM sync_objects WHERE estate = ? AND manifest = ? AND state = 'owned'",
          estate,
          file,
        )
        .map(([address]) => String(address)),
    findReferences: (role, keys) => findReferences(session, estate, role, keys),
    listReferences: (file) =>
      session
        .all("SELECT role, key, address FROM sync_refs WHERE estate = ? AND file = ?", estate, file)
        .map(readReference),
    listShown: (file) => listShown(session, estate, file),
    findBytes: (digests) => findBytes(session, estate, digests),
  };
}

/** Up to where everything is known in this transaction. */
export function readWatermark(session: Session): Baseline["watermark"] {
  return { mark: session.dialect.tracking.readMark(session), run: readLastRun(session) };
}

/** The number of the last run of any estate; 0 before the first. */
export function readLastRun(session: Session): number {
  return Number(session.get("SELECT COALESCE(max(id), 0) FROM sync_runs")?.[0]);
}

function readApplied(session: Session, estate: string): ReadonlyMap<string, AppliedManifest> {
  const applied = new Map<string, AppliedManifest>();
  const rows = session.stream(
    "SELECT file, sha256, used, digest, shape, longest FROM sync_manifests WHERE estate = ?",
    estate,
  );
  for (const [file, sha256, used, digest, shape, longest] of rows) {
    applied.set(String(file), {
      file: String(file),
      sha256: String(sha256),
      used:
        used === "[]" ? [] : readStored<AppliedManifest["used"]>(MANIFEST_USED, used, estate, file as Cell),
      digest: String(digest),
      shape: String(shape),
      longest: Number(longest),
    });
  }
  return applied;
}

/** Every manifest that an object was recorded from. Jumps from one to the next in the index: each has many objects. */
export function listHolders(session: Session, estate: string): readonly string[] {
  const next = "SELECT min(manifest) FROM sync_objects WHERE estate = ?";
  const rows = session.all(
    `WITH RECURSIVE holder (file) AS (
      ${next} UNION ALL SELECT (${next} AND manifest > holder.file) FROM holder WHERE holder.file IS NOT NULL
    ) SELECT file FROM holder WHERE file IS NOT NULL`,
    estate,
    estate,
  );
  return rows.map(([file]) => String(file));
}

function listTouched(session: Session, estate: string): readonly string[] {
  // A server that has not counted its rows yet would read all objects to find this out.
  if (session.get("SELECT 1 FROM sync_dirty LIMIT 1") === undefined) return [];
  const profile = profileOf(session);
  const tables = [...new Set(KINDS.map((kind) => profile.kinds[kind].table))];
  const touched = tables.map(
    (table) => `SELECT o.manifest FROM sync_dirty d CROSS JOIN sync_objects o
    WHERE d.table_name = '${table}' AND o.kind IN ${kindsIn(profile, table)} AND o.row_id = d.row_id AND +o.estate = ?`,
  );
  const rows = session.all(touched.join(" UNION "), ...tables.map(() => estate));
  return rows.map(([file]) => String(file));
}

function findHolders(
  session: Session,
  estate: string,
  addresses: readonly Address[],
): ReadonlyMap<Address, string> {
  const rows = queryByChunks(
    session,
    addresses,
    (marks) =>
      `SELECT address, manifest FROM sync_objects WHERE estate = ? AND state = 'owned' AND address IN (${marks})`,
    estate,
  );
  return new Map(rows.map(([address, file]) => [String(address), String(file)]));
}

function findReferences(
  session: Session,
  estate: string,
  role: ReferenceRole,
  keys: readonly string[],
): readonly (Reference & { readonly file: string })[] {
  const rows = queryByChunks(
    session,
    keys,
    (marks) =>
      `SELECT role, key, address, file FROM sync_refs WHERE estate = ? AND role = ? AND key IN (${marks})`,
    estate,
    role,
  );
  return rows.map((cells) => ({ ...readReference(cells), file: String(cells[3]) }));
}

function readReference([role, key, address]: readonly Cell[]): Reference {
  return { role: role as ReferenceRole, key: String(key), by: String(address) };
}

function listShown(session: Session, estate: string, file: string): readonly string[] {
  const rows = session.all(
    `SELECT DISTINCT i.manifest FROM sync_objects a CROSS JOIN album_images m CROSS JOIN sync_objects i
      WHERE a.estate = ? AND a.manifest = ? AND a.kind = 'album' AND m.album_id = a.row_id
        AND i.kind = 'image' AND i.row_id = m.image_id AND i.estate = a.estate`,
    estate,
    file,
  );
  return rows.map(([shown]) => String(shown));
}

function findBytes(session: Session, estate: string, digests: readonly string[]): readonly string[] {
  const wanted = new Set(digests);
  const rows = queryByChunks(
    session,
    digests.map((digest) => digest.slice(0, INDEXED_DIGITS)),
    (marks) =>
      `SELECT sha256, manifest FROM sync_objects INDEXED BY sync_objects_bytes WHERE estate = ? AND state = 'owned' AND sha256 IS NOT NULL
        AND substr(sha256, 1, ${INDEXED_DIGITS}) IN (${marks})`,
    estate,
  );
  return rows.flatMap(([digest, file]) => (wanted.has(String(digest)) ? [String(file)] : []));
}
