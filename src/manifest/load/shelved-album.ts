import { sequenceOf } from "../../model/lists/sequence.js";
import type { ListRoom } from "../../shelf/long-list.js";
import { Shelf } from "../../shelf/shelf.js";
import { type BuiltAlbum, hasRefs, type Slot } from "../read/album.js";
import type { ImageParts } from "../read/shelved-image.js";
import { ShelvedImages } from "./shelved-images.js";

/** When images go to a temporary file: where, and how many stay in memory as they are. */
export type Shelving = ListRoom;

/** What is read in the order of addresses comes from few albums in turn, and goes before it is old. */
const PAGES_OF_IMAGES = 4;
/** The slots of an album are looked at together. */
const SLOTS = { onPage: 1, pages: 2 };

/** Gives albums back as they are until there are many images, then with their images and slots in a temporary file. */
export function createShelving({
  folder,
  from,
  onPage = 32,
  onBegin,
}: Shelving): (album: BuiltAlbum) => BuiltAlbum {
  const shelf = new ShelvedImages(new Shelf<ImageParts>(folder, { onPage, pages: PAGES_OF_IMAGES }));
  const slots = new Shelf<readonly Slot[]>(folder, SLOTS);
  let seen = 0;
  return (album) => {
    const isFirst = seen <= from;
    seen += album.images.length;
    if (seen <= from) return album;
    if (isFirst) onBegin?.();
    return shelveAlbum(album, shelf, slots);
  };
}

function shelveAlbum(album: BuiltAlbum, shelf: ShelvedImages, slotShelf: Shelf<readonly Slot[]>): BuiltAlbum {
  const { manifest, resource, images, slots } = album;
  const start = shelf.put(resource.address, images);
  const number = slotShelf.put(slots);
  return {
    manifest,
    // What it shows of others has an address of its own.
    resource: hasRefs(album)
      ? resource
      : { ...resource, images: sequenceOf(images.length, (index) => shelf.addressAt(start + index)) },
    images: sequenceOf(images.length, (index) => shelf.at(start + index)),
    get slots() {
      return slotShelf.get(number);
    },
  };
}
