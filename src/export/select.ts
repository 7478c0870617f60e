import { type Address, formatAddress, nameOf } from "../model/address.js";
import type { Album, Image, Resource } from "../model/resource.js";
import { compareText } from "../model/text-order.js";
import { captionOf } from "./caption.js";
import type { Sample } from "./formats/sample.js";

/** What the database knows and the manifests need not: flags and captions that people and jobs set there. */
export interface LiveFacts {
  /** Albums whose row is marked as training source. */
  readonly trainingAlbums: ReadonlySet<Address>;
  readonly nsfw: ReadonlySet<Address>;
  /** Captions that are not ours, by image, in the order in which they were written. */
  readonly captions: ReadonlyMap<Address, readonly string[]>;
}

/** Which albums to export, and what to leave out. */
export interface Selection {
  readonly slugs: readonly string[];
  readonly anyAlbum: boolean;
  readonly includeNsfw: boolean;
}

/** The samples of the albums, each picture once, or the slugs that block the export. */
export type Selected =
  | { readonly samples: readonly Sample[]; readonly nsfwLeftOut: number }
  | { readonly unknown: readonly string[] }
  | { readonly notForTraining: readonly string[] };

/**
 * Samples by album slug, then album order; a picture of several albums goes with the first. What the manifest says of
 * training_source wins over the row; a picture is nsfw when either says so.
 */
export function selectSamples(
  resources: Iterable<Resource>,
  { slugs, anyAlbum, includeNsfw }: Selection,
  live: LiveFacts,
): Selected {
  const albums = new Map<Address, Album>();
  const images = new Map<Address, Image>();
  for (const resource of resources) {
    if (resource.kind === "album") albums.set(resource.address, resource);
    else if (resource.kind === "image") images.set(resource.address, resource);
  }
  const wanted = [...new Set(slugs.map((slug) => formatAddress("album", slug)))].sort(compareText);
  const unknown = wanted.filter((address) => !albums.has(address));
  if (unknown.length > 0) return { unknown: unknown.map(nameOf) };
  const chosen = wanted.map((address) => albums.get(address) as Album);
  const refused = chosen.filter((album) => !anyAlbum && !isForTraining(album, live));
  if (refused.length > 0) return { notForTraining: refused.map(({ address }) => nameOf(address)) };
  const homes = new Map<Address, Album>();
  for (const album of chosen)
    for (const image of album.images) if (!homes.has(image)) homes.set(image, album);
  const all = Array.from(homes, ([address, album]) => ({ image: images.get(address) as Image, album }));
  const kept = all.filter(({ image }) => includeNsfw || !isNsfw(image, live));
  const samples = kept.map(({ image, album }) => ({
    image,
    album: nameOf(album.address),
    caption: captionOf(image, live.captions.get(image.address) ?? []),
  }));
  return { samples, nsfwLeftOut: all.length - kept.length };
}

function isForTraining({ address, fields }: Album, { trainingAlbums }: LiveFacts): boolean {
  return typeof fields.training_source === "boolean" ? fields.training_source : trainingAlbums.has(address);
}

function isNsfw({ address, fields }: Image, { nsfw }: LiveFacts): boolean {
  return fields.nsfw === true || nsfw.has(address);
}
