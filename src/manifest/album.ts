import { type Address, compareAddresses, formatAddress } from "../model/address.js";
import { digestJson } from "../model/digest.js";
import type { ImageFile, ImageReference } from "../model/generated/album.js";
import type { Album, Fields, Image } from "../model/resource.js";
import { type Entry, spotIn } from "./entry.js";
import { pick, pickOwned } from "./fields.js";
import { checkFilePath } from "./file-path.js";
import { toFilename } from "./filename.js";
import { readDefaults, readImageFields } from "./image-fields.js";
import { yamlSpot } from "./manifest-file.js";
import type { Report } from "./problem.js";
import type { AlbumFile } from "./read.js";

/** One place of an album's list. */
export interface Slot {
  readonly address: Address;
  /** Path under the asset root, as declared. */
  readonly name: string;
  readonly entry: Entry<ImageFile | ImageReference>;
  /** True for a file of the album's own, false for a ref. */
  readonly own: boolean;
}

/** An album with its list, before it is known which other albums show its images. */
export interface BuiltAlbum {
  readonly manifest: AlbumFile;
  readonly resource: Album;
  readonly slots: readonly Slot[];
}

const COPIED = ["name", "description", "type", "set_template", "public", "training_source"];

/** Makes the resource of an album. */
export function buildAlbum(manifest: AlbumFile): BuiltAlbum {
  const { declared, source } = manifest;
  const slots = manifest.images.map(toSlot);
  const images = slots.map((slot) => slot.address);
  const resource: Album = {
    kind: "album",
    address: formatAddress("album", declared.slug),
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
  return { manifest, resource, slots };
}

/**
 * Makes the resources of an album's own files. `shownIn`: the albums that list an image, ascending. `servedFromLength`:
 * how many characters the database's paths have before the file.
 */
export function buildImages(
  { manifest, resource: home, slots }: BuiltAlbum,
  shownIn: (image: Address) => readonly Address[],
  servedFromLength: number,
  report: Report,
): readonly Image[] {
  const { file, declared } = manifest;
  const defaults = readDefaults(declared.defaults ?? {}, yamlSpot(file, ["defaults"]), report);
  const images: Image[] = [];
  for (const { own, address, entry } of slots) {
    if (!own) continue;
    const declaredImage = entry.value as ImageFile;
    const problem = checkFilePath(declaredImage.file, servedFromLength);
    if (problem !== undefined) report({ ...problem, at: spotIn(entry.spot, ["file"]) });
    const { fields, inherited } = readImageFields(declaredImage, entry.spot, defaults, report);
    const albums = shownIn(address);
    fields.albums = albums;
    const { source } = entry;
    const { path } = entry.spot;
    const image: Image = {
      kind: "image",
      address,
      fields,
      albums,
      home: home.address,
      filenames: filenamesOf(declaredImage.file, fields),
      origin: inherited.length > 0 ? { source, path, inherited } : { source, path },
      protect: false,
    };
    const former = declaredImage.renamed_from;
    images.push(former ? { ...image, renamedFrom: formatAddress("image", former) } : image);
  }
  return images;
}

/** Which albums show each image, ascending. `elsewhere`: those of manifests that were not read, ascending too. */
export function indexMemberships(
  albums: readonly BuiltAlbum[],
  elsewhere: (image: Address) => readonly Address[],
): (image: Address) => readonly Address[] {
  const shownIn = new Map<Address, Address[]>();
  const sorted = [...albums].sort((a, b) => compareAddresses(a.resource.address, b.resource.address));
  for (const { resource, slots } of sorted) {
    for (const { address } of slots) {
      const known = shownIn.get(address);
      if (known === undefined) shownIn.set(address, [resource.address]);
      else if (known.at(-1) !== resource.address) known.push(resource.address);
    }
  }
  return (image) => {
    const here = shownIn.get(image) ?? [];
    const others = elsewhere(image);
    return others.length === 0 ? here : [...here, ...others].sort(compareAddresses);
  };
}

function toSlot(entry: Entry<ImageFile | ImageReference>): Slot {
  const own = "file" in entry.value;
  const name = "file" in entry.value ? entry.value.file : entry.value.ref;
  return { address: formatAddress("image", name), name, entry, own };
}

function filenamesOf(file: string, fields: Fields): readonly string[] {
  const original = fields["source.file"];
  const filename = toFilename(file);
  if (typeof original !== "string" || original === "") return [filename];
  const former = toFilename(original);
  return former === filename ? [filename] : [filename, former];
}
