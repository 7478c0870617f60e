import { type Address, nameOf } from "../../model/address.js";
import { AddressList } from "../../model/lists/address-list.js";
import { sequenceOf } from "../../model/lists/sequence.js";
import type { Image } from "../../model/resource.js";
import { ON_PAGE, type SpillRoom } from "../../spill/spill-buffer.js";
import { SpillFile } from "../../spill/spill-file.js";
import { hasRefs, type ImageFacts, type Slot } from "../read/album.js";
import { entrySpot } from "../read/locate.js";
import type { DescribedAlbum } from "./describe-images.js";

/** What is read in the order of addresses comes from few albums in turn, and goes before it is old. */
const PAGES_OF_IMAGES = 4;
/** The slots of an album are looked at together. */
const SLOTS = { onPage: 1, pages: 2 };

/**
 * A function to call after each album with all of them so far. While there are no more images than stay in memory it
 * leaves them alone; with one more, the images and slots of all of them go to temporary files.
 */
export function createAlbumSpill(
  { folder, from, onPage = ON_PAGE, onFirstAlbum, onBegin }: SpillRoom,
  projectDir: string,
): (albums: DescribedAlbum[]) => void {
  const files = {
    images: new SpillFile<Image>(folder, { onPage, pages: PAGES_OF_IMAGES }),
    slots: new SpillFile<readonly Slot[]>(folder, SLOTS),
    addresses: new AddressList<Address>(),
  };
  let images = 0;
  let spilled = 0;
  return (albums) => {
    if (albums.length === 1) onFirstAlbum?.();
    images += albums.at(-1)?.images.length ?? 0;
    if (images <= from) return;
    if (spilled === 0) onBegin?.();
    for (; spilled < albums.length; spilled++)
      albums[spilled] = spillAlbum(albums[spilled] as DescribedAlbum, files, projectDir);
  };
}

interface AlbumFiles {
  readonly images: SpillFile<Image>;
  readonly slots: SpillFile<readonly Slot[]>;
  /** Those of the slots: they are asked for one at a time, of several albums in turn. */
  readonly addresses: AddressList<Address>;
}

function spillAlbum(album: DescribedAlbum, files: AlbumFiles, projectDir: string): DescribedAlbum {
  const { resource, images, slots } = album;
  const start = files.images.length;
  for (const image of images) files.images.put(image);
  const number = isToldByImages(album) ? undefined : files.slots.put(slots);
  const first = files.addresses.length;
  for (const { address } of slots) files.addresses.push(address);
  const addresses = sequenceOf(slots.length, (place) => files.addresses.at(first + place) as Address);
  const kept = sequenceOf(images.length, (place) => files.images.get(start + place));
  return {
    ...album,
    resource: { ...resource, images: addresses },
    images: kept,
    get slots() {
      return number === undefined ? makeSlots(addresses, kept, projectDir) : files.slots.get(number);
    },
  };
}

/** True for the slots of an album that its images tell as well, in the order of their addresses in the album. */
function isToldByImages(album: DescribedAlbum): boolean {
  return !hasRefs(album) && !album.hasItems && !album.hasRenames && !album.hasRepeats;
}

function makeSlots(
  addresses: Iterable<Address>,
  images: Iterable<Image>,
  projectDir: string,
): readonly Slot[] {
  const known = new Map(Array.from(images, (image) => [image.address, image]));
  return Array.from(addresses, (address) => makeSlot(known.get(address) as Image, projectDir));
}

function makeSlot(image: Image, projectDir: string): Slot {
  const name = nameOf(image.address);
  const { sha256, bytes, width, height } = image.fields as Pick<
    ImageFacts,
    "sha256" | "bytes" | "width" | "height"
  >;
  return {
    address: image.address,
    name,
    entry: {
      value: { file: name, sha256, bytes, width, height, item: undefined, renamed_from: undefined },
      spot: entrySpot(projectDir, image),
      source: image.origin.source,
    },
    own: true,
  };
}
