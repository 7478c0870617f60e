import type { Address } from "../model/address.js";
import type { ObservedLink } from "../model/observed.js";

/** An album's declared list beside what the database shows and what we last wrote there. */
export interface MemberSources {
  /** In album order. */
  readonly declared: readonly Address[];
  /** True for an image whose file the album declares: it can't be taken out of its list. */
  readonly isHome: (image: Address) => boolean;
  /** Links of the album's row, in the order in which the backend shows them. */
  readonly links: readonly ObservedLink[];
  /** Images with a row that we recorded as shown by the album. */
  readonly recorded: ReadonlySet<Address>;
  /** Images that manifests declare. */
  readonly isDeclared: (image: Address) => boolean;
  /** True when the declared order is the one that we last wrote. */
  readonly orderIsRecorded: boolean;
}

/** What others did to the images of an album, brought into the declared list. */
export interface MemberDrift {
  /** The list to declare. */
  readonly images: readonly Address[];
  readonly added: readonly Address[];
  readonly removed: readonly Address[];
  readonly reordered: boolean;
  /** Taken out in the database, though the album declares the file. */
  readonly unwritable: readonly Address[];
}

/** Joins a declared list with the live one. Undefined when nobody changed anything. */
export function mergeMembers(sources: MemberSources): MemberDrift | undefined {
  const { declared, isHome, links, recorded, isDeclared } = sources;
  const live = links.flatMap(({ address }) => (address === undefined ? [] : [address]));
  const shown = new Set(live);
  const wanted = new Set(declared);
  const gone = declared.filter((image) => recorded.has(image) && !shown.has(image));
  const removed = gone.filter((image) => !isHome(image));
  const unwritable = gone.filter(isHome);
  const added = live.filter((image) => !wanted.has(image) && !recorded.has(image) && isDeclared(image));
  const kept = declared.filter((image) => !removed.includes(image));
  const grown = insertAll(kept, added, live);
  const reordered = sources.orderIsRecorded && (isOutOfOrder(declared, links) || isOutOfOrder(grown, links));
  if (gone.length + added.length === 0 && !reordered) return undefined;
  return { images: reordered ? orderLike(grown, live) : grown, added, removed, reordered, unwritable };
}

/** Only our links follow the declared order; foreign links keep their places. */
function isOutOfOrder(declared: readonly Address[], links: readonly ObservedLink[]): boolean {
  const wanted = new Set(declared);
  const ours = links.flatMap(({ address, ours: mark }) =>
    mark && address !== undefined && wanted.has(address) ? [address] : [],
  );
  const present = new Set(ours);
  const expected = declared.filter((image) => present.has(image));
  return expected.some((image, index) => image !== ours[index]);
}

/** Images that are shown take each other's places; the others stay where they are. */
function orderLike(images: readonly Address[], live: readonly Address[]): readonly Address[] {
  const kept = new Set(images);
  const shown = live.filter((image) => kept.has(image));
  const places = new Set(shown);
  const next = shown.values();
  return images.map((image) => (places.has(image) ? (next.next().value as Address) : image));
}

/** Puts each new image behind the one that the database shows before it. */
function insertAll(
  images: readonly Address[],
  added: readonly Address[],
  live: readonly Address[],
): readonly Address[] {
  const list = [...images];
  for (const image of added) {
    const before = live.slice(0, live.indexOf(image)).findLast((other) => list.includes(other));
    const after = live.slice(live.indexOf(image) + 1).find((other) => list.includes(other));
    const at =
      before !== undefined
        ? list.indexOf(before) + 1
        : after === undefined
          ? list.length
          : list.indexOf(after);
    list.splice(at, 0, image);
  }
  return list;
}
