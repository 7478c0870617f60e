import type { Address } from "../model/address.js";
import type { Placement } from "../model/change.js";
import type { ObservedLink } from "../model/observed.js";
import type { Album } from "../model/resource.js";
import { countMoved } from "./sequence.js";

/** An album's declared list beside what the backend shows. */
export interface AlbumOrder {
  readonly album: Address;
  /** Declared images, in album order. */
  readonly declared: readonly Address[];
  /** Those of them that links of ours show, in the order in which the backend shows them. */
  readonly shown: readonly Address[];
}

/** Joins a declared album with its links; `renamed` gives the new address of images that move. */
export function readOrder(
  album: Album,
  links: readonly ObservedLink[],
  renamed: ReadonlyMap<Address, Address>,
): AlbumOrder {
  const declared = new Set(album.images);
  // Links of others can't be moved, so they take no part in the order.
  const shown = links
    .filter((link) => link.ours && link.address !== undefined)
    .map((link) => renamed.get(link.address as Address) ?? (link.address as Address))
    .filter((address) => declared.has(address));
  return { album: album.address, declared: album.images, shown };
}

/** How many of the shown images stand in another place than declared; 0 when their order is right. */
export function countMisplaced(order: AlbumOrder): number {
  const present = new Set(order.shown);
  return countMoved(
    order.shown,
    order.declared.filter((address) => present.has(address)),
  );
}

/** Finds the places of new links, each anchored to the next declared image that the album shows already. */
export function createPlacer(
  orders: ReadonlyMap<Address, AlbumOrder>,
): (album: Address, image: Address) => Placement {
  const tables = new Map<Address, ReadonlyMap<Address, Placement>>();
  return (album, image) => {
    const order = orders.get(album) as AlbumOrder;
    const table = tables.get(album) ?? placeAll(order);
    tables.set(album, table);
    return table.get(image) as Placement;
  };
}

function placeAll(order: AlbumOrder): ReadonlyMap<Address, Placement> {
  const present = new Set(order.shown);
  const table = new Map<Address, Placement>();
  let before: Address | null = null;
  for (let index = order.declared.length - 1; index >= 0; index--) {
    const image = order.declared[index] as Address;
    table.set(image, { album: order.album, index, before });
    if (present.has(image)) before = image;
  }
  return table;
}
