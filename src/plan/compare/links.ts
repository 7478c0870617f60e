import type { Address } from "../../model/address.js";
import type { Change, FieldDiff } from "../../model/change.js";
import type { Json } from "../../model/json.js";
import type { RecordChange } from "../../model/plan.js";
import type { Fields } from "../../model/resource.js";
import { type AlbumOrder, createPlacer } from "./order.js";

type Writing = Exclude<Change, { action: "release" | "delete" }>;

/**
 * Gives every new link of a change its place. Links to albums that are blocked are left out: of the change, and of the
 * record, so that the next plan asks for them again. A change that held nothing else becomes a mere record, or nothing
 * for an image in `settled`: its record is as declared.
 */
export function createLinker(
  orders: ReadonlyMap<Address, AlbumOrder>,
  blocked: ReadonlySet<Address>,
  settled: ReadonlySet<Address>,
): (change: Change, records: RecordChange[]) => Change | undefined {
  const place = createPlacer(orders);
  return (change, records) => {
    if (change.action === "release" || change.action === "delete" || change.kind !== "image") return change;
    const open = dropBlocked(change, blocked);
    const isEmpty = open.action === "update" && open.diffs.length === 0;
    const added = newAlbums(open);
    if (!isEmpty && added.length === 0) return open;
    if (!isEmpty) return { ...open, placements: added.map((album) => place(album, open.address)) };
    if (!settled.has(open.address)) records.push(recordOf(open));
    return undefined;
  };
}

function newAlbums(change: Writing): readonly Address[] {
  if (change.action === "create") return albumsOf(change) ?? [];
  const diff = change.diffs.find(({ field }) => field === "albums");
  return (diff?.added ?? []) as readonly Address[];
}

function dropBlocked(change: Writing, blocked: ReadonlySet<Address>): Writing {
  const albums = albumsOf(change);
  if (albums === undefined || !albums.some((album) => blocked.has(album))) return change;
  return withoutBlocked(change, albums, blocked);
}

function albumsOf(change: Writing): readonly Address[] | undefined {
  return change.after.albums as readonly Address[] | undefined;
}

function withoutBlocked(change: Writing, albums: readonly Address[], blocked: ReadonlySet<Address>): Writing {
  const open = albums.filter((album) => !blocked.has(album));
  const diffs = change.diffs.flatMap((diff) =>
    diff.field === "albums" ? narrowDiff(diff, blocked) : [diff],
  );
  const isWritten = change.action === "create" || diffs.some(({ field }) => field === "albums");
  const after: Fields = isWritten ? { ...change.after, albums: open } : without(change.after, "albums");
  return { ...change, after, diffs };
}

function narrowDiff(diff: FieldDiff, blocked: ReadonlySet<Address>): readonly FieldDiff[] {
  const added = (diff.added ?? []).filter((album) => !blocked.has(album as Address));
  const { added: _all, ...rest } = diff;
  if (added.length === 0 && (diff.removed ?? []).length === 0) return [];
  return [added.length === 0 ? rest : { ...rest, added }];
}

function without(fields: Fields, name: string): Fields {
  return Object.fromEntries(Object.entries(fields).filter(([field]: [string, Json]) => field !== name));
}

function recordOf(change: Writing): RecordChange {
  const { address, record, manifest, protect } = change;
  return { address, patch: record, manifest, protect };
}
