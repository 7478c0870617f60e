import type { Address } from "../../model/address.js";
import type { Placement } from "../../model/change.js";
import { SYNC_WRITER } from "../backend/links.js";
import { type Execution, noteChange } from "./execution.js";
import { findRowId, findRowIds } from "./registry.js";
import { markRowMissing } from "./staleness.js";

/** A row of album_images, or one that is to be made (without an id). */
interface Link {
  readonly id: number | null;
  readonly imageId: number;
  readonly ours: boolean;
  readonly sortOrder: number | null;
  readonly createdAt: string | null;
}

/** A new link and where it belongs. */
interface PlacedImage {
  readonly image: Address;
  readonly placement: Placement;
}

/**
 * Shows images in albums, each before the image that its placement names; all that come to an album at once. The backend
 * shows links in the order of their ids, so links of ours from the first new one on are made again; those of others stay
 * as they are.
 */
export function placeImages(execution: Execution, images: readonly PlacedImage[]): void {
  const albums = new Map<Address, PlacedImage[]>();
  for (const placed of images) {
    const { album } = placed.placement;
    const known = albums.get(album);
    if (known === undefined) albums.set(album, [placed]);
    else known.push(placed);
  }
  for (const [album, placed] of albums) placeInAlbum(execution, album, placed);
  execution.inserts.album_images.flush();
}

function placeInAlbum(execution: Execution, album: Address, images: readonly PlacedImage[]): void {
  const albumId = resolveAlbum(execution, album);
  if (albumId === undefined) return;
  const { session, made, hasTriggers, filled } = execution;
  // A link can't be older than its album; to ask a server would wait until all rows that were sent are written.
  const isEmpty =
    session.dialect.copying.enforcesReferences &&
    !hasTriggers &&
    made.get(album) === albumId &&
    !filled.has(albumId);
  filled.add(albumId);
  const current = isEmpty ? [] : readLinks(execution, albumId);
  const placed = insertPlaced(execution, current, images);
  rewriteTail(execution, albumId, current, placed);
}

/** Brings our links of an album into the given order; images that it does not show are passed over. */
export function orderImages(execution: Execution, album: Address, images: readonly Address[]): void {
  const albumId = resolveAlbum(execution, album);
  if (albumId === undefined) return;
  const current = readLinks(execution, albumId);
  const ours = new Map(current.filter((link) => link.ours).map((link) => [link.imageId, link]));
  const wanted: Link[] = [];
  const idOf = findRowIds(execution, "image", images);
  images.forEach((image, index) => {
    const imageId = idOf(image);
    const link = imageId === undefined ? undefined : ours.get(imageId);
    if (link !== undefined) wanted.push({ ...link, sortOrder: index });
  });
  const isWanted = new Set(wanted.map(({ imageId }) => imageId));
  const places = current.filter(({ imageId, ours }) => ours && isWanted.has(imageId));
  const same = countWhile(wanted, (link, index) => link.imageId === places[index]?.imageId);
  const tail = wanted.slice(same);
  if (tail.length > 0) noteChange(execution, album);
  deleteLinks(execution, tail);
  insertLinks(execution, albumId, tail);
  execution.inserts.album_images.flush();
}

/** Takes an image out of an album, if the link is ours. Where one of them is gone there is nothing to do. */
export function unlinkImage(execution: Execution, image: Address, album: Address): void {
  const albumId = findRowId(execution, "album", album);
  const imageId = findRowId(execution, "image", image);
  if (albumId === undefined || imageId === undefined) return;
  const removed = execution.session.run(
    "DELETE FROM album_images WHERE album_id = ? AND image_id = ? AND added_by = ?",
    albumId,
    imageId,
    SYNC_WRITER,
  );
  if (removed > 0) noteChange(execution, image);
  execution.rowsWritten += removed;
}

function insertPlaced(
  execution: Execution,
  current: readonly Link[],
  images: readonly PlacedImage[],
): readonly Link[] {
  const shown = new Set(current.map(({ imageId }) => imageId));
  const idOf = findRowIds(execution, "image", images.flatMap(namesOf));
  // New links by the image that they stand before; those for the end under null.
  const waiting = new Map<number | null, Link[]>([[null, []]]);
  const added = new Set<number>();
  for (const { image, placement } of [...images].sort((a, b) => a.placement.index - b.placement.index)) {
    const imageId = idOf(image);
    if (imageId === undefined) markRowMissing(execution, image);
    if (imageId === undefined || shown.has(imageId) || added.has(imageId)) continue;
    added.add(imageId);
    noteChange(execution, image);
    const anchor = placement.before === null ? undefined : idOf(placement.before);
    const key = anchor !== undefined && shown.has(anchor) ? anchor : null;
    const link = { id: null, imageId, ours: true, sortOrder: placement.index, createdAt: execution.now };
    const group = waiting.get(key);
    if (group === undefined) waiting.set(key, [link]);
    else group.push(link);
  }
  return [
    ...current.flatMap((link) => [...(waiting.get(link.imageId) ?? []), link]),
    ...(waiting.get(null) ?? []),
  ];
}

/** The images that the place of a link names. */
function namesOf({ image, placement }: PlacedImage): readonly Address[] {
  return placement.before === null ? [image] : [image, placement.before];
}

/** Makes the links of ours again from the first one on that is not where it was. */
function rewriteTail(
  execution: Execution,
  albumId: number,
  current: readonly Link[],
  wanted: readonly Link[],
): void {
  const same = countWhile(wanted, (link, index) => link.id !== null && link.id === current[index]?.id);
  const tail = wanted.slice(same).filter(({ ours }) => ours);
  let next = (wanted.slice(0, same).findLast(({ ours }) => ours)?.sortOrder ?? -1) + 1;
  const numbered = tail.map((link) => {
    const sortOrder = link.id === null ? (link.sortOrder ?? next) : next;
    next = sortOrder + 1;
    return { ...link, sortOrder };
  });
  deleteLinks(execution, numbered);
  insertLinks(execution, albumId, numbered);
}

function readLinks({ session }: Execution, albumId: number): readonly Link[] {
  const rows = session.all(
    "SELECT id, image_id, added_by, sort_order, created_at FROM album_images WHERE album_id = ? ORDER BY id",
    albumId,
  );
  return rows.map(([id, imageId, by, sortOrder, createdAt]) => ({
    id: Number(id),
    imageId: Number(imageId),
    ours: by === SYNC_WRITER,
    sortOrder: sortOrder === null ? null : Number(sortOrder),
    createdAt: createdAt as string | null,
  }));
}

function deleteLinks({ session }: Execution, links: readonly Link[]): void {
  const ids = links.flatMap(({ id }) => (id === null ? [] : [id]));
  if (ids.length === 0) return;
  session.run(
    "DELETE FROM album_images WHERE id IN (SELECT CAST(value AS INTEGER) FROM json_each(?))",
    JSON.stringify(ids),
  );
}

function insertLinks(execution: Execution, albumId: number, links: readonly Link[]): void {
  const { session, inserts } = execution;
  for (const { imageId, sortOrder, createdAt } of links)
    inserts.album_images.add([session.nextId("album_images"), albumId, imageId, sortOrder, createdAt]);
  execution.rowsWritten += links.length;
}

function resolveAlbum(execution: Execution, album: Address): number | undefined {
  const id = findRowId(execution, "album", album);
  if (id === undefined) markRowMissing(execution, album);
  return id;
}

function countWhile<T>(items: readonly T[], holds: (item: T, index: number) => boolean): number {
  const first = items.findIndex((item, index) => !holds(item, index));
  return first < 0 ? items.length : first;
}
