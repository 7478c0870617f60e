import type { Address } from "../../model/address.js";
import { AddressList } from "../../model/lists/address-list.js";
import type { Image, ImageShelf } from "../../model/resource.js";
import type { Shelf } from "../../shelf/shelf.js";
import { type Common, type ImageParts, ShelvedImage } from "../read/shelved-image.js";

/** The images of a project that lie in a temporary file, numbered as they came; of each only its address is in memory. */
export class ShelvedImages implements ImageShelf {
  readonly #parts: Shelf<ImageParts>;
  readonly #addresses = new AddressList();
  /** The number of the first image of each album, ascending, and what its images have in common. */
  readonly #starts: number[] = [];
  readonly #commons: Common[] = [];
  /** The album that was asked for last: most are asked for one after the other. */
  #recent = 0;
  /** By number, where images came from that had another address before. */
  readonly #former = new Map<number, Address>();

  constructor(parts: Shelf<ImageParts>) {
    this.#parts = parts;
  }

  /** Puts the images of an album there; gives the number of the first, which those of the others follow. */
  put(home: Address, images: Iterable<Image>): number {
    const start = this.#addresses.length;
    this.#starts.push(start);
    this.#commons.push({ shelf: this, parts: this.#parts, home, albums: [home], isElsewhere: false });
    for (const { address, fields, filenames, origin, renamedFrom } of images) {
      if (renamedFrom !== undefined) this.#former.set(this.#addresses.length, renamedFrom);
      this.#addresses.push(address);
      this.#parts.put({ fields, filenames, origin });
    }
    return start;
  }

  at(number: number): ShelvedImage {
    const common = this.#commons[this.#findAlbum(number)] as Common;
    const renamedFrom = this.#former.size === 0 ? undefined : this.#former.get(number);
    const own = renamedFrom === undefined ? common : { ...common, renamedFrom };
    return new ShelvedImage(own, number);
  }

  addressAt(number: number): Address {
    return this.#addresses.at(number) as Address;
  }

  #findAlbum(number: number): number {
    if (this.#holds(this.#recent, number)) return this.#recent;
    if (this.#holds(this.#recent + 1, number)) return ++this.#recent;
    let low = 0;
    let high = this.#starts.length - 1;
    while (low < high) {
      const middle = (low + high + 1) >> 1;
      if ((this.#starts[middle] as number) <= number) low = middle;
      else high = middle - 1;
    }
    this.#recent = low;
    return low;
  }

  #holds(album: number, number: number): boolean {
    const start = this.#starts[album];
    const end = this.#starts[album + 1];
    return start !== undefined && start <= number && (end === undefined || number < end);
  }
}
