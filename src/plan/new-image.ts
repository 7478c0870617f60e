import type { Address } from "../model/address.js";
import type { CreateChange, FieldDiff, Placement, RecordPatch } from "../model/change.js";
import type { Fields, Image } from "../model/resource.js";
import type { SourceRef } from "../model/source.js";
import { createChange, explainCreate, initialFields, NO_PATCH } from "./write-change.js";

const NONE: readonly never[] = Object.freeze([]);

/** What {@link createChange} gives for an image whose parts are read anew each time: this one keeps none of them. */
export class NewImage implements CreateChange {
  readonly #image: Image;
  readonly #homePublic: boolean;
  readonly restored: boolean;
  /** A number: the place in the one album that shows it, whose end it is added to. */
  #placements: readonly Placement[] | number = NONE;

  constructor(image: Image, homePublic: boolean, restored: boolean) {
    this.#image = image;
    this.#homePublic = homePublic;
    this.restored = restored;
  }

  /** Takes the places of its links: a copy with them would be as large again. */
  placeIn(placements: readonly Placement[]): this {
    const [first] = placements;
    const isPlain = placements.length === 1 && first?.before === null && first.album === this.albums[0];
    this.#placements = isPlain ? first.index : placements;
    return this;
  }

  /** The albums that show the image. */
  get albums(): readonly Address[] {
    return this.#image.albums;
  }

  get action(): "create" {
    return "create";
  }

  get kind(): "image" {
    return "image";
  }

  get address(): Address {
    return this.#image.address;
  }

  get reason(): string {
    return explainCreate(this.restored);
  }

  get source(): SourceRef {
    return this.#image.origin.source;
  }

  get after(): Fields {
    return this.#image.fields;
  }

  get initial(): Fields {
    return initialFields(this.#image, this.#homePublic);
  }

  get diffs(): readonly FieldDiff[] {
    return NONE;
  }

  get record(): RecordPatch {
    return NO_PATCH;
  }

  get manifest(): string {
    return this.source.file;
  }

  get protect(): boolean {
    return this.#image.protect;
  }

  get placements(): readonly Placement[] {
    if (typeof this.#placements !== "number") return this.#placements;
    return [{ album: this.albums[0] as Address, index: this.#placements, before: null }];
  }

  get filename(): string {
    return this.#image.filenames[0] as string;
  }

  get movedFrom(): Address | undefined {
    return this.#image.renamedFrom;
  }

  toJSON(): CreateChange {
    const whole = createChange(this.#image, this.#homePublic, this.restored);
    return { ...whole, placements: this.placements };
  }
}
