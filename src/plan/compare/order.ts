import type { Address } from "../../model/address.js";
import type { Placement } from "../../model/change.js";
import { filter, type Sequence } from "../../model/lists/sequence.js";
import type { ObservedLink } from "../../model/observed.js";
import type { Album } from "../../model/resource.js";
import { compareText } from "../../model/text-order.js";
import { countMoved } from "./sequence.js";

/** An album's declared list beside what the backend shows. */
export interface AlbumOrder {
  readonly album: Address;
  /** Declared images, in album order. */
  readonly declared: Sequence<Address>;
  /** Those of them that links of ours show, in the order in which the backend shows them. */
  readonly shown: readonly Address[];
}

/** Joins a declared album with its links; `renamed` gives the new address of images that move. */
export function readOrder(
  album: Album,
  links: readonly ObservedLink[],
  renamed: ReadonlyMap<Address, Address>,
): AlbumOrder {
  if (links.length === 0) return { album: album.address, declared: album.images, shown: [] };
  const declared = new Set(album.images);
  // Foreign links can't be moved, so the order ignores them.
  const shown = links
    .filter((link) => link.ours && link.address !== undefined)
    .map((link) => renamed.get(link.address as Address) ?? (link.address as Address))
    .filter((address) => declared.has(address));
  return { album: album.address, declared: album.images, shown };
}

/** Number of shown images at another place than declared; 0 when the order matches. */
export function countMisplaced(order: AlbumOrder): number {
  const present = new Set(order.shown);
  return countMoved(
    order.shown,
    filter(order.declared, (address) => present.has(address)),
  );
}

/** Finds the places of new links, each anchored to the next declared image that the album shows already. */
export function createPlacer(
  orders: ReadonlyMap<Address, AlbumOrder>,
): (album: Address, image: Address) => Placement {
  const tables = new Map<Address, PlaceTable>();
  return (album, image) => {
    const { declared, shown } = orders.get(album) as AlbumOrder;
    const table = tables.get(album) ?? placeAll([...declared], shown);
    tables.set(album, table);
    const index = findIndex(declared, table, image);
    const anchor = table.anchors?.[index] ?? NO_ANCHOR;
    return { album, index, before: anchor === NO_ANCHOR ? null : (declared.at(anchor) as Address) };
  };
}

/** Numbers only: there is a place for each image of each album. */
interface PlaceTable {
  /** Places in the declared list, ascending by address. */
  readonly byAddress: Uint32Array;
  /** For each place the one of its anchor, or {@link NO_ANCHOR}; undefined when the album shows nothing yet. */
  readonly anchors: Uint32Array | undefined;
  /** Where in `byAddress` the last image was found: the next one is mostly beside it. */
  at: number;
}

const NO_ANCHOR = 0xffff_ffff;

function placeAll(declared: readonly Address[], shown: readonly Address[]): PlaceTable {
  const byAddress = Uint32Array.from(declared, (_address, index) => index).sort((a, b) =>
    compareText(declared[a] as Address, declared[b] as Address),
  );
  if (shown.length === 0) return { byAddress, anchors: undefined, at: -1 };
  const present = new Set(shown);
  const anchors = new Uint32Array(declared.length);
  let anchor = NO_ANCHOR;
  for (let index = declared.length - 1; index >= 0; index--) {
    anchors[index] = anchor;
    if (present.has(declared[index] as Address)) anchor = index;
  }
  return { byAddress, anchors, at: -1 };
}

/** The place of an address of the list. */
function findIndex(declared: Sequence<Address>, table: PlaceTable, address: Address): number {
  const { byAddress } = table;
  const addressAt = (place: number) => declared.at(byAddress[place] as number) as Address;
  let low = table.at + 1;
  if (low >= byAddress.length || addressAt(low) !== address) {
    low = 0;
    let high = byAddress.length - 1;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (addressAt(middle) < address) low = middle + 1;
      else high = middle;
    }
  }
  table.at = low;
  return byAddress[low] as number;
}
