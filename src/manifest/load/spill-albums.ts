import type { Address } from "../../model/address.js";
import { AddressList } from "../../model/lists/address-list.js";
import { sequenceOf } from "../../model/lists/sequence.js";
import type { Image } from "../../model/resource.js";
import { ON_PAGE, type SpillRoom } from "../../spill/spill-buffer.js";
import { SpillFile } from "../../spill/spill-file.js";
import type { Slot } from "../read/album.js";
import type { DescribedAlbum } from "./describe-images.js";

/** What is read in the order of addresses comes from few albums in turn, and goes before it is old. */
const PAGES_OF_IMAGES = 4;
/** The slots of an album are looked at together. */
const SLOTS = { onPage: 1, pages: 2 };

/**
 * A function to call after each album with all of them so far. While there are no more images than stay in memory it
 * leaves them alone; with one more, the images and slots of all of them go to temporary files.
 */
export function createAlbumSpill({
  folder,
  from,
  onPage = ON_PAGE,
  onBegin,
}: SpillRoom): (albums: DescribedAlbum[]) => void {
  const files = {
    images: new SpillFile<Image>(folder, { onPage, pages: PAGES_OF_IMAGES }),
    slots: new SpillFile<readonly Slot[]>(folder, SLOTS),
    addresses: new AddressList<Address>(),
  };
  let images = 0;
  let spilled = 0;
  return (albums) => {
    images += albums.at(-1)?.images.length ?? 0;
    if (images <= from) return;
    if (spilled === 0) onBegin?.();
    for (; spilled < albums.length; spilled++)
      albums[spilled] = spillAlbum(albums[spilled] as DescribedAlbum, files);
  };
}

interface AlbumFiles {
  readonly images: SpillFile<Image>;
  readonly slots: SpillFile<readonly Slot[]>;
  /** Those of the slots: they are asked for one at a time, of several albums in turn. */
  readonly addresses: AddressList<Address>;
}

function spillAlbum(album: DescribedAlbum, files: AlbumFiles): DescribedAlbum {
  const { manifest, resource, images, slots, hasRenames, summary } = album;
  const start = files.images.length;
  for (const image of images) files.images.put(image);
  const number = files.slots.put(slots);
  const first = files.addresses.length;
  for (const { address } of slots) files.addresses.push(address);
  const addressAt = (place: number) => files.addresses.at(first + place) as Address;
  return {
    manifest,
    resource: { ...resource, images: sequenceOf(slots.length, addressAt) },
    images: sequenceOf(images.length, (place) => files.images.get(start + place)),
    get slots() {
      return files.slots.get(number);
    },
    hasRenames,
    summary,
  };
}
