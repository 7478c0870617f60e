import type { Address } from "../../model/address.js";
import type { Placement } from "../../model/change.js";
import type { OldPlace } from "../../model/history.js";
import { groupBy } from "../../model/lists/group.js";
import type { ObservedObject } from "../../model/observed.js";
import { type AlbumOrder, countMisplaced, createPlacer } from "../compare/order.js";
import type { Addresses } from "./names.js";
import type { RunEntry } from "./run-entries.js";

/** An image that comes back into an album. All names are those once the plan is carried out. */
export interface AddedBack {
  readonly album: Address;
  readonly image: Address;
  readonly position: number;
  readonly next: Address | null;
}

/** An image that leaves an album. Names as in {@link AddedBack}. */
export interface Removal {
  readonly album: Address;
  readonly image: Address;
}

/** What the albums of an estate show, and will show. */
export interface Albums {
  readonly place: (album: Address, image: Address) => Placement;
  /** The previous list of an album whose order the run changed, unless the album has it already. */
  readonly orderOf: (album: Address) => AlbumOrder | undefined;
}

/** Where an image that left albums stood, in those that will be there and do not show it. */
export function listAddedBack(
  { former }: RunEntry,
  image: Address,
  shown: ReadonlySet<Address>,
  names: Addresses,
  stands: (album: Address) => boolean,
): readonly AddedBack[] {
  const left = new Set(former.albums?.removed ?? former.places?.map(({ album }) => album));
  return (former.places ?? [])
    .filter(
      ({ album }) => left.has(album) && stands(names.planned(album)) && !shown.has(names.current(album)),
    )
    .map((place) => ({ ...describePlace(place, names), image }));
}

function describePlace({ album, position, next }: OldPlace, names: Addresses): Omit<AddedBack, "image"> {
  return { album: names.planned(album), position, next: next === null ? null : names.planned(next) };
}

/** Joins what albums show now with the images that leave and come back. */
export function joinAlbums(
  past: readonly RunEntry[],
  objects: ReadonlyMap<Address, ObservedObject>,
  { returns, leaves, names }: { returns: readonly AddedBack[]; leaves: readonly Removal[]; names: Addresses },
): Albums {
  const orders = new Map<Address, AlbumOrder>();
  const lists = new Map(
    past.flatMap(({ kind, formerAddress, former }) =>
      kind === "album" && former.order !== undefined ? [[names.planned(formerAddress), former.order]] : [],
    ),
  );
  const shownBy = new Map(
    Array.from(objects.values(), (object) => [names.plannedOf(object.address), object] as const),
  );
  const groups = groupBy(returns, ({ album }) => album);
  const gone = new Map(
    Array.from(
      groupBy(leaves, ({ album }) => album),
      ([album, group]) => [album, new Set(group.map(({ image }) => image))] as const,
    ),
  );
  for (const album of new Set([...groups.keys(), ...lists.keys()])) {
    const shown = listShown(shownBy.get(album), names).filter((image) => !gone.get(album)?.has(image));
    const coming = groups.get(album) ?? [];
    const list = lists.get(album)?.map(names.planned);
    orders.set(album, { album, shown, declared: list ?? insertReturns(shown, coming) });
  }
  const place = createPlacer(orders);
  return {
    place,
    orderOf: (album) => {
      const order = lists.has(album) ? orders.get(album) : undefined;
      if (order === undefined) return undefined;
      const known = new Set(order.declared);
      const kept = { ...order, shown: order.shown.filter((image) => known.has(image)) };
      return countMisplaced(kept) === 0 ? undefined : kept;
    },
  };
}

function listShown(object: ObservedObject | undefined, names: Addresses): readonly Address[] {
  return (object?.row?.links ?? []).flatMap(({ address, ours }) =>
    ours && address !== undefined ? [names.plannedOf(address)] : [],
  );
}

/** From the last to the first, so that the image that each one preceded already exists. */
function insertReturns(shown: readonly Address[], returns: readonly AddedBack[]): readonly Address[] {
  const list = [...shown];
  for (const { image, next } of [...returns].sort((a, b) => b.position - a.position)) {
    const at = next === null ? -1 : list.indexOf(next);
    list.splice(at < 0 ? list.length : at, 0, image);
  }
  return list;
}
