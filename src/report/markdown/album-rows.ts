import type { Address } from "../../model/address.js";
import type { Action, ChangeOutline } from "../../model/change.js";
import type { Json } from "../../model/json.js";
import type { ActionCounts } from "../../model/plan.js";
import { compareText } from "../../model/text-order.js";

/** What a plan does to one album and its images, or to one set template. */
interface AlbumRow {
  /** Address of the album or template; the manifest, or "" without one, where the album is not known. */
  readonly name: string;
  readonly counts: ActionCounts;
}

/** Changes by album, ascending by name; an image counts for its first album. */
export function countByAlbum(changes: Iterable<ChangeOutline>): readonly AlbumRow[] {
  const albums = new Map<string, Address>();
  for (const change of changes) {
    const album = albumOf(change);
    if (album !== undefined && "manifest" in change) albums.set(change.manifest, album);
  }
  const rows = new Map<string, { -readonly [A in Action]: number }>();
  for (const change of changes) {
    const manifest = "manifest" in change ? change.manifest : "";
    const name = albumOf(change) ?? albums.get(manifest) ?? manifest;
    const counts = rows.get(name) ?? { create: 0, update: 0, move: 0, adopt: 0, release: 0, delete: 0 };
    counts[change.action]++;
    rows.set(name, counts);
  }
  return [...rows].map(([name, counts]) => ({ name, counts })).sort((a, b) => compareText(a.name, b.name));
}

function albumOf(change: ChangeOutline): Address | undefined {
  if (change.kind !== "image") return change.address;
  if ("placements" in change && change.placements[0] !== undefined) return change.placements[0].album;
  return (
    firstText("after" in change ? change.after.albums : undefined) ??
    firstText("before" in change ? change.before.albums : undefined)
  );
}

function firstText(list: Json | undefined): string | undefined {
  const first = Array.isArray(list) ? (list[0] as Json) : undefined;
  return typeof first === "string" ? first : undefined;
}
