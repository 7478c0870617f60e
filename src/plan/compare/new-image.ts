import type { Address } from "../../model/address.js";
import type { Change, CreateChange, FieldDiff, Placement, RecordPatch } from "../../model/change.js";
import type { Pile } from "../../model/lists/pile.js";
import type { Fields, Image } from "../../model/resource.js";
import type { SourceRef } from "../../model/source.js";
import { createChange, explainCreate, initialFields, NO_PATCH } from "./write-change.js";

const NONE: readonly never[] = Object.freeze([]);

/** What a new image is beside what it declares. */
interface NewImageFacts {
  /** Whether the album that holds it will be shown to the public. */
  readonly homePublic: boolean;
  readonly restored: boolean;
}

/** The facts as a number from 0 to 3, which {@link NewImage} takes. */
export function noteOf({ homePublic, restored }: NewImageFacts): number {
  return (homePublic ? 1 : 0) + (restored ? 2 : 0);
}

/** So many notes there are of one place in an album. */
const NOTES = 4;

/** What {@link createChange} gives for an image whose parts are read again each time: this one keeps none of them. */
export class NewImage implements CreateChange {
  readonly #image: Image;
  readonly #note: number;
  /** Undefined for one that is told by the note. */
  readonly #placements: readonly Placement[] | undefined;

  /**
   * `note`: that of {@link noteOf}; with 4 × (place + 1) added for one that stands at that place of the one album that
   * shows it, at whose end it is put. `placements`: where it stands otherwise.
   */
  constructor(image: Image, note: number, placements?: readonly Placement[]) {
    this.#image = image;
    this.#note = note;
    this.#placements = placements;
  }

  /** The same with the places of its links, added to a pile as small as they allow. */
  addTo(changes: Pile<Change>, placements: readonly Placement[]): void {
    const [first] = placements;
    const facts = this.#note % NOTES;
    const isPlain = placements.length === 1 && first?.before === null && first.album === this.albums[0];
    if (isPlain) changes.addOf(this.#image, facts + NOTES * (first.index + 1));
    else changes.add(new NewImage(this.#image, facts, placements));
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

  get restored(): boolean {
    return (this.#note & 2) !== 0;
  }

  get #homePublic(): boolean {
    return (this.#note & 1) !== 0;
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
    if (this.#placements !== undefined) return this.#placements;
    const index = Math.floor(this.#note / NOTES) - 1;
    return index < 0 ? NONE : [{ album: this.albums[0] as Address, index, before: null }];
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
