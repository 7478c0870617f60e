import type { Address } from "../model/address.js";
import type { ThumbnailChange } from "../model/plan.js";
import type { Image } from "../model/resource.js";

/** The reason of an image's first thumbnail. */
export const NONE_YET = "none yet";

/** The first thumbnail of an image whose parts are read again each time: this keeps none of them. */
export class FirstThumbnail implements ThumbnailChange {
  readonly #image: Image;

  constructor(image: Image) {
    this.#image = image;
  }

  get address(): Address {
    return this.#image.address;
  }

  get action(): "make" {
    return "make";
  }

  get sha256(): string {
    return String(this.#image.fields.sha256);
  }

  get reason(): string {
    return NONE_YET;
  }

  toJSON(): ThumbnailChange {
    const { address, action, sha256, reason } = this;
    return { address, action, sha256, reason };
  }
}
