import { type Address, formatAddress } from "../../model/address.js";
import type { Baseline } from "../../model/baseline.js";
import { compareText } from "../../model/text-order.js";
import type { BuiltAlbum } from "../read/album.js";

/** What unchanged manifests declare about the ones that were read. */
export interface ExternalReferences {
  /** The albums among them that show an image, ascending. */
  readonly shownIn: (image: Address) => readonly Address[];
  /** True when one of them declares this. */
  readonly declares: (address: Address) => boolean;
}

/** Everything was read. */
export const NO_EXTERNAL_REFERENCES: ExternalReferences = { shownIn: () => [], declares: () => false };

/** Looks up what the albums that were read need to know of the others. */
export function findExternalReferences(
  albums: readonly BuiltAlbum[],
  unchanged: ReadonlySet<string>,
  baseline: Baseline,
): ExternalReferences {
  const own = albums.flatMap(({ slots }) => slots.filter((slot) => slot.own).map(({ address }) => address));
  const shown = new Map<Address, Address[]>();
  for (const { key, by, file } of baseline.findReferences("image", own))
    if (unchanged.has(file)) shown.set(key, [...(shown.get(key) ?? []), by]);
  for (const list of shown.values()) list.sort(compareText);
  const wanted = albums.flatMap(({ manifest, slots }) => [
    ...slots.filter((slot) => !slot.own).map(({ address }) => address),
    ...(manifest.declared.set_template
      ? [formatAddress("set-template", manifest.declared.set_template)]
      : []),
  ]);
  const holders = baseline.findHolders([...new Set(wanted)]);
  return {
    shownIn: (image) => shown.get(image) ?? [],
    declares: (address) => {
      const holder = holders.get(address);
      return holder !== undefined && unchanged.has(holder);
    },
  };
}
