import type { Address } from "../../model/address.js";
import type { Fields, Image, ImageShelf, Origin } from "../../model/resource.js";
import type { Shelf } from "../../shelf/shelf.js";

/** What of an image is not in memory. */
export type ImageParts = Pick<Image, "fields" | "filenames" | "origin">;

/** What most images of one album share. */
export interface Common {
  readonly shelf: ImageShelf;
  readonly parts: Shelf<ImageParts>;
  readonly home: Address;
  readonly albums: readonly Address[];
  /** True when other albums show the image as well. */
  readonly isElsewhere: boolean;
  readonly renamedFrom?: Address;
}

/** An image whose parts lie in a temporary file: no more than its number there. */
export class ShelvedImage implements Image {
  readonly #common: Common;
  readonly #number: number;

  constructor(common: Common, number: number) {
    this.#common = common;
    this.#number = number;
  }

  get address(): Address {
    return this.#common.shelf.addressAt(this.#number);
  }

  get kind(): "image" {
    return "image";
  }

  get isShelved(): true {
    return true;
  }

  /** The shelf does not know of other albums. */
  get shelf(): ImageShelf | undefined {
    return this.#common.isElsewhere ? undefined : this.#common.shelf;
  }

  get shelfNumber(): number {
    return this.#number;
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
    return new ShelvedImage({ ...this.#common, albums, isElsewhere: true }, this.#number);
  }

  #parts(): ImageParts {
    return this.#common.parts.get(this.#number);
  }
}
