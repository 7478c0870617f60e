import { type Address, nameOf } from "../../model/address.js";
import type { Reference } from "../../model/baseline.js";
import type { Image } from "../../model/resource.js";
import { compareByAddress, foldPath } from "../../model/text-order.js";
import type { BuiltAlbum } from "../read/album.js";
import { isToldByFilename, pathOf, toFilename } from "../read/filename.js";

/** What is asked of all images of an album together, so that none of them need be looked at again for it. */
interface ImageSummary {
  /** The first and the last address; undefined without images. */
  readonly first: Address | undefined;
  readonly last: Address | undefined;
  /** Characters of the longest name. */
  readonly longest: number;
  /** What the images claim that another manifest could claim as well. */
  readonly claims: readonly Reference[];
}

/** An album with its images ascending by address. */
export type DescribedAlbum = BuiltAlbum & { readonly summary: ImageSummary };

/** Sorts the images of an album and describes them. */
export function describeImages(album: BuiltAlbum): DescribedAlbum {
  const images = [...album.images].sort(compareByAddress);
  return {
    ...album,
    images,
    summary: {
      first: images.at(0)?.address,
      last: images.at(-1)?.address,
      longest: findLongest(images.map(({ address }) => nameOf(address))),
      claims: Array.from(album.images, claimFile).flat(),
    },
  };
}

function findLongest(names: readonly string[]): number {
  // Characters take one code unit or two, so that most names need not be taken apart.
  return names.reduce((most, name) => (name.length <= most ? most : Math.max(most, [...name].length)), 0);
}

function claimFile({ address: by, renamedFrom: former }: Image): readonly Reference[] {
  const name = nameOf(by);
  const path = foldPath(name);
  if (former === undefined && path === name && isToldByFilename(name)) return [];
  const filename = toFilename(name);
  return [
    ...(former === undefined ? [] : [{ role: "former" as const, key: former, by }]),
    ...(pathOf(filename) === name ? [] : [{ role: "filename" as const, key: filename, by }]),
    ...(path === name ? [] : [{ role: "path" as const, key: path, by }]),
  ];
}
