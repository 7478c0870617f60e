import { type Address, formatAddress } from "../../model/address.js";
import { digestJson } from "../../model/digest.js";
import type { AlbumManifest, ImageFile, ImageReference } from "../../model/generated/album.js";
import type { Sequence } from "../../model/lists/sequence.js";
import type { Album, Fields, Image } from "../../model/resource.js";
import type { SourceRef } from "../../model/source.js";
import { compareText } from "../../model/text-order.js";
import type { Report } from "../text/problem.js";
import { type ImageEntry, spotIn } from "./entry.js";
import { pick, pickOwned } from "./fields.js";
import { checkFilePath } from "./file-path.js";
import { toFilename } from "./filename.js";
import { type ImageDefaults, readDefaults, readImageFields } from "./image-fields.js";
import { type ManifestHead, yamlSpot } from "./manifest-file.js";
import type { AlbumFile } from "./read.js";

/** What is compared between the files of all albums. */
export interface ImageFacts {
  readonly file: string;
  readonly sha256: string;
  readonly bytes: number;
  readonly width: number;
  readonly height: number;
  readonly item: string | null | undefined;
  readonly renamed_from: string | undefined;
}

/** One place of an album's list. */
export interface Slot {
  readonly address: Address;
  /** Path under the asset root, as declared. */
  readonly name: string;
  readonly entry: ImageEntry<ImageFacts | ImageReference>;
  /** True for a file of the album's own, false for a ref. */
  readonly own: boolean;
}

/** What an album's manifest says besides its images. */
type AlbumHead = ManifestHead &
  Pick<AlbumFile, "kind" | "used" | "partial" | "dropped"> & {
    readonly declared: Omit<AlbumManifest, "images">;
  };

/** An album with its list, before it is known which other albums show its images. */
export interface BuiltAlbum {
  readonly manifest: AlbumHead;
  readonly resource: Album;
  readonly slots: readonly Slot[];
  /** Its own images, as if no other album showed them. */
  readonly images: Sequence<Image>;
  /** True when one of them had another address before. */
  readonly hasRenames: boolean;
  /** True when one of them shows an item of a set. */
  readonly hasItems: boolean;
  /** True when an image stands twice in the list. */
  readonly hasRepeats: boolean;
}

/** True for an album that shows images of others. */
export function hasRefs({ resource, images }: BuiltAlbum): boolean {
  return images.length < resource.images.length;
}

const COPIED = ["name", "description", "type", "set_template", "public", "training_source"];

/**
 * Makes the resources of an album and of its own files. `servedFromLength`: how many characters the database's paths
 * have before the file.
 */
export function buildAlbum(manifest: AlbumFile, servedFromLength: number, report: Report): BuiltAlbum {
  const { images: entries, entries: _places, value: _value, declared: whole, ...head } = manifest;
  const { images: _images, ...declared } = whole;
  const address = formatAddress("album", declared.slug);
  const defaults = readDefaults(declared.defaults ?? {}, yamlSpot(head.file, ["defaults"]), report);
  const home: Home = { albums: [address], defaults, servedFromLength, report };
  const slots: Slot[] = [];
  const images: Image[] = [];
  for (const { value, spot, source } of entries) {
    const own = "file" in value;
    const name = own ? value.file : value.ref;
    const slot = { address: formatAddress("image", name), name, own };
    slots.push({ ...slot, entry: { value: own ? factsOf(value) : value, spot, source } });
    if (own) images.push(buildImage(home, slot.address, { value, spot, source }));
  }
  const resource = buildResource(
    declared,
    address,
    slots.map((slot) => slot.address),
    head.source,
  );
  return {
    manifest: { ...head, declared },
    resource,
    slots,
    images,
    hasRenames: images.some(({ renamedFrom }) => renamedFrom !== undefined),
    hasItems: entries.some(({ value }) => "item" in value),
    hasRepeats: new Set(resource.images).size < slots.length,
  };
}

/** What the images of an album have in common. */
interface Home {
  /** The album itself, in the form in which each image has it. */
  readonly albums: readonly [Address];
  readonly defaults: ImageDefaults;
  readonly servedFromLength: number;
  readonly report: Report;
}

function buildResource(
  declared: AlbumHead["declared"],
  address: Address,
  images: readonly Address[],
  source: SourceRef,
): Album {
  return {
    kind: "album",
    address,
    fields: {
      slug: declared.slug,
      ...pick(declared, COPIED),
      ...pickOwned("provenance", declared.provenance),
      order: digestJson(images),
    },
    images,
    origin: { source, path: [] },
    protect: declared.protect ?? false,
    ...(declared.renamed_from && { renamedFrom: formatAddress("album", declared.renamed_from) }),
    ...(declared.adopts && { adopts: declared.adopts }),
  };
}

function buildImage(
  { albums, defaults, servedFromLength, report }: Home,
  address: Address,
  { value, spot, source }: ImageEntry<ImageFile>,
): Image {
  const problem = checkFilePath(value.file, servedFromLength);
  if (problem !== undefined) report({ ...problem, at: spotIn(spot, ["file"]) });
  const { fields, inherited } = readImageFields(value, spot, defaults, report);
  fields.albums = albums;
  const { path } = spot;
  const image: Image = {
    kind: "image",
    address,
    fields,
    albums,
    home: albums[0],
    filenames: filenamesOf(value.file, fields),
    origin: inherited.length > 0 ? { source, path, inherited } : { source, path },
    protect: false,
  };
  const former = value.renamed_from;
  return former ? { ...image, renamedFrom: formatAddress("image", former) } : image;
}

// Spelled out, so that the entry with its texts and lists can be let go.
function factsOf({ file, sha256, bytes, width, height, item, renamed_from }: ImageFile): ImageFacts {
  return { file, sha256, bytes, width, height, item, renamed_from };
}

/** An image as it is when these albums show it besides its own, each perhaps repeatedly. */
export function showIn(image: Image, others: readonly Address[]): Image {
  if (others.length === 0) return image;
  const albums = [...new Set([...image.albums, ...others])].sort(compareText);
  return { ...image, albums, fields: { ...image.fields, albums } };
}

/** Which albums refer to each image of another one. `unread`: those of manifests that were not read. */
export function indexMemberships(
  albums: readonly BuiltAlbum[],
  unread: (image: Address) => readonly Address[],
): (image: Address) => readonly Address[] {
  const shownIn = new Map<Address, Address[]>();
  for (const album of albums.filter(hasRefs)) {
    const { resource, slots } = album;
    for (const { address, own } of slots) {
      if (own) continue;
      const known = shownIn.get(address);
      if (known === undefined) shownIn.set(address, [resource.address]);
      else known.push(resource.address);
    }
  }
  return (image) => {
    const others = unread(image);
    const here = shownIn.get(image);
    return here === undefined ? others : [...here, ...others];
  };
}

function filenamesOf(file: string, fields: Fields): readonly string[] {
  const original = fields["source.file"];
  const filename = toFilename(file);
  if (typeof original !== "string" || original === "") return [filename];
  const former = toFilename(original);
  return former === filename ? [filename] : [filename, former];
}
