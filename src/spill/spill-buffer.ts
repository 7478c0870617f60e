import type { GrowingSequence, Lists, Sequence } from "../model/lists/sequence.js";
import { sequenceOf } from "../model/lists/sequence.js";
import { SpillFile } from "./spill-file.js";

/** Where a list goes on that has grown long. */
export interface SpillRoom {
  /** The folder of the temporary file. */
  readonly folder: string;
  /** How many members stay in memory: with one more, all of them go to the file. */
  readonly from: number;
  /** How many are written and read together; {@link ON_PAGE} unless told. */
  readonly onPage?: number;
  /** Called when the first album comes that may go to the file. */
  readonly onFirstAlbum?: () => void;
  /** Called when the first goes to the file. */
  readonly onBegin?: () => void;
}

/** Members that are written and read together. */
export const ON_PAGE = 32;
/** Pages at hand: readers go through a list in its order, two at a time perhaps. */
const PAGES = 4;
/** Outlines are a tenth of what they are of. */
const OUTLINES = { onPage: 256, pages: PAGES };

/** A list of JSON values that lies in a temporary file once it is long, and outlines of them in another. */
export class SpillBuffer<T, O = T> implements GrowingSequence<T, O> {
  readonly #room: SpillRoom;
  readonly #outline: ((member: T) => O) | undefined;
  #kept: T[] = [];
  #file: SpillFile<T> | undefined;
  /** Null for a member that is its own outline, as most are that are large. */
  #outlines: SpillFile<O | null> | undefined;

  constructor(room: SpillRoom, outline?: (member: T) => O) {
    this.#room = room;
    this.#outline = outline;
  }

  get length(): number {
    return this.#file?.length ?? this.#kept.length;
  }

  /** Throws a SpillProblem when there is no room for the file. */
  push(member: T): void {
    if (this.#file !== undefined) this.#spill(member);
    else if (this.#kept.push(member) > this.#room.from) this.#begin();
  }

  at(place: number): T | undefined {
    if (this.#file === undefined) return this.#kept[place];
    return place >= 0 && place < this.#file.length ? this.#file.get(place) : undefined;
  }

  *[Symbol.iterator](): Generator<T> {
    for (let place = 0; place < this.length; place++) yield this.at(place) as T;
  }

  /** What most readers ask of the members: of those in memory the members themselves. */
  get outlines(): Sequence<O> {
    const [file, outlines] = [this.#file, this.#outlines];
    if (file === undefined || outlines === undefined) return this as unknown as Sequence<O>;
    return sequenceOf(outlines.length, (place) => outlines.get(place) ?? (file.get(place) as unknown as O));
  }

  toJSON(): readonly T[] {
    return [...this];
  }

  #begin(): void {
    const { folder, onPage = ON_PAGE, onBegin } = this.#room;
    onBegin?.();
    this.#file = new SpillFile<T>(folder, { onPage, pages: PAGES });
    if (this.#outline !== undefined) this.#outlines = new SpillFile<O | null>(folder, OUTLINES);
    for (const member of this.#kept) this.#spill(member);
    this.#kept = [];
  }

  #spill(member: T): void {
    this.#file?.put(member);
    if (this.#outline === undefined) return;
    const outline = this.#outline(member);
    this.#outlines?.put((outline as unknown) === member ? null : outline);
  }
}

/** Lists that lie in temporary files once they are long. */
export function spillInto(room: SpillRoom): Lists {
  return { start: <T, O>(outline?: (member: T) => O) => new SpillBuffer<T, O>(room, outline) };
}
