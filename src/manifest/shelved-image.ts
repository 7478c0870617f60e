import type { Address } from "../model/address.js";
import type { Fields, Image, Origin } from "../model/resource.js";
import type { Shelf } from "./shelf.js";

/** What of an image is not in memory. */
export type ImageParts = Pick<Image, "fields" | "filenames" | "origin">;

/** What most images of one album share. */
interface Common {
  readonly shelf: Shelf<ImageParts>;
  readonly home: Address;
  readonly albums: readonly Address[];
  /** True when other albums show the image as well. */
  readonly isElsewhere: boolean;
  readonly renamedFrom: Address | undefined;
}

/** An image whose parts lie in a temporary file, so that a million of them fit into memory. */
export class ShelvedImage implements Image {
  readonly address: Address;
  readonly #common: Common;
  readonly #number: number;

  constructor(address: Address, common: Common, number: number) {
    this.address = address;
    this.#common = common;
    this.#number = number;
  }

  get kind(): "image" {
    return "image";
  }

  get isShelved(): true {
    return true;
  }

  get protect(): false {
    return false;
  }

  get albums(): readonly Address[] {
    return this.#common.albums;
  }

  get home(): Address {
    return this.#common.home;
  }

  get renamedFrom(): Address | undefined {
    return this.#common.renamedFrom;
  }

  get fields(): Fields {
    const { fields } = this.#parts();
    const { albums, isElsewhere } = this.#common;
    return isElsewhere ? { ...fields, albums } : fields;
  }

  get filenames(): readonly string[] {
    return this.#parts().filenames;
  }

  get origin(): Origin {
    return this.#parts().origin;
  }

  /** The same image, shown by these albums. */
  showIn(albums: readonly Address[]): ShelvedImage {
    const common = { ...this.#common, albums, isElsewhere: true };
    return new ShelvedImage(this.address, common, this.#number);
  }

  #parts(): ImageParts {
    return this.#common.shelf.get(this.#number);
  }
}
