import type { Address } from "../../model/address.js";
import { type Action, type ChangeOutline, manifestOf } from "../../model/change.js";
import type { Json } from "../../model/json.js";
import type { ActionCounts } from "../../model/plan.js";
import type { Resource } from "../../model/resource.js";
import { compareText } from "../../model/text-order.js";

/** What a plan does to one album and its images, or to one set template. */
interface AlbumRow {
  readonly name: string;
  /** What becomes of the album or template itself. */
  readonly itself?: Action;
  /** Of its images. */
  readonly counts: ActionCounts;
}

/**
 * Names where changes belong: the album, or the template itself; the manifest, or "" without one, where the album is not
 * known. An image belongs to its first album. `declared`: what the manifests say beside the plan.
 */
export function nameAlbums(
  changes: Iterable<ChangeOutline>,
  declared: Iterable<Resource> = [],
): (change: ChangeOutline) => string {
  const albums = new Map<string, Address>();
  for (const { kind, address, origin } of declared)
    if (kind === "album") albums.set(origin.source.file, address);
  for (const change of changes) {
    const album = albumOf(change);
    const manifest = album === undefined ? undefined : manifestOf(change);
    if (album !== undefined && manifest !== undefined) albums.set(manifest, album);
  }
  return (change) => {
    const manifest = manifestOf(change) ?? "";
    return albumOf(change) ?? albums.get(manifest) ?? manifest;
  };
}

/** Changes by album, ascending by name. */
export function countByAlbum(
  changes: Iterable<ChangeOutline>,
  nameOf: (change: ChangeOutline) => string,
): readonly AlbumRow[] {
  const rows = new Map<
    string,
    { name: string; itself?: Action; counts: { -readonly [A in Action]: number } }
  >();
  for (const change of changes) {
    const name = nameOf(change);
    let row = rows.get(name);
    if (row === undefined) {
      row = { name, counts: { create: 0, update: 0, move: 0, adopt: 0, release: 0, delete: 0 } };
      rows.set(name, row);
    }
    if (change.kind === "image") row.counts[change.action]++;
    else row.itself = change.action;
  }
  return [...rows.values()].sort((a, b) => compareText(a.name, b.name));
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
