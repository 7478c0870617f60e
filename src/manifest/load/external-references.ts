import { type Address, formatAddress } from "../../model/address.js";
import type { Baseline } from "../../model/baseline.js";
import { compareText } from "../../model/text-order.js";
import { type BuiltAlbum, hasRefs } from "../read/album.js";

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
  const own = albums.flatMap((album) =>
    hasRefs(album) ? filterSlots(album, true) : [...album.resource.images],
  );
  const shown = new Map<Address, Address[]>();
  for (const { key, by, file } of baseline.findReferences("image", own))
    if (unchanged.has(file)) shown.set(key, [...(shown.get(key) ?? []), by]);
  for (const list of shown.values()) list.sort(compareText);
  const wanted = albums.flatMap((album) => [
    ...(hasRefs(album) ? filterSlots(album, false) : []),
    ...(album.manifest.declared.set_template
      ? [formatAddress("set-template", album.manifest.declared.set_template)]
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

/** The addresses of the files of an album itself, or of those that it refers to. */
function filterSlots({ slots }: BuiltAlbum, own: boolean): readonly Address[] {
  return slots.filter((slot) => slot.own === own).map(({ address }) => address);
}
