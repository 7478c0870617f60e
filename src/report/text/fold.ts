import type { Address } from "../../model/address.js";
import { type Change, type ChangeOutline, type Changes, outlinesOf } from "../../model/change.js";
import { canonicalJson, type Json } from "../../model/json.js";
import { type Sequence, sequenceOf } from "../../model/lists/sequence.js";

/** Changes that are shown as one: the first of them, and the others, which read the same. */
export interface FoldedChange {
  readonly change: Change;
  readonly alike: Sequence<ChangeOutline>;
  /** The new images of a new album, which its line counts. */
  readonly images: Sequence<ChangeOutline>;
}

const FOLD_FROM = 4;

/**
 * The entries of a plan text, in the plan's order. New images stand under their album, changes of one manifest that
 * read the same stand together, from four on. Deletes always stand alone; so does all when `verbose`.
 */
export function foldChanges(all: Changes, verbose: boolean): readonly FoldedChange[] {
  const changes = outlinesOf(all);
  const groups = verbose ? new Map<string, readonly number[]>() : groupPlaces(changes);
  const newAlbums = new Set<Address>();
  for (const { action, kind, address } of changes)
    if (action === "create" && kind === "album") newAlbums.add(address);
  const imagesOf = (album: Address) => large(groups.get(newImageKey(album)));
  const entries: FoldedChange[] = [];
  let place = -1;
  for (const change of changes) {
    place++;
    const album = homeOf(change);
    if (album !== undefined && newAlbums.has(album) && imagesOf(album).length > 0) continue;
    const group = large(groups.get(signatureOf(change) ?? ""));
    if (group.length > 0 && group[0] !== place) continue;
    const images = change.action === "create" && change.kind === "album" ? imagesOf(change.address) : [];
    entries.push({
      change: all.at(place) as Change,
      alike: pick(changes, group.slice(1)),
      images: pick(changes, images),
    });
  }
  return entries;
}

/** Changes with equal signatures are folded together; undefined is never folded. */
function signatureOf(change: ChangeOutline): string | undefined {
  const home = homeOf(change);
  if (home !== undefined) return newImageKey(home);
  if (change.action === "create" || change.action === "delete") return undefined;
  if (change.action === "release") return canonicalJson([change.action, change.kind, change.reason]);
  const { action, kind, reason, diffs, manifest } = change;
  return canonicalJson([action, kind, manifest, reason, diffs as unknown as Json]);
}

/** The album that a new image is first linked to. */
function homeOf(change: ChangeOutline): Address | undefined {
  if (change.action !== "create" || change.kind !== "image" || change.restored) return undefined;
  return change.placements[0]?.album;
}

function newImageKey(album: Address): string {
  return `+${album}`;
}

function pick(changes: Sequence<ChangeOutline>, places: readonly number[]): Sequence<ChangeOutline> {
  return sequenceOf(places.length, (index) => changes.at(places[index] as number) as ChangeOutline);
}

function large<T>(group: readonly T[] = []): readonly T[] {
  return group.length >= FOLD_FROM ? group : [];
}

/** The places of changes by signature: numbers, since there may be a change for each of a million images. */
function groupPlaces(changes: Iterable<ChangeOutline>): ReadonlyMap<string, readonly number[]> {
  const groups = new Map<string, number[]>();
  let place = -1;
  for (const change of changes) {
    place++;
    const signature = signatureOf(change);
    if (signature === undefined) continue;
    const group = groups.get(signature);
    if (group === undefined) groups.set(signature, [place]);
    else group.push(place);
  }
  return groups;
}
