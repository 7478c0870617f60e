import { type Sequence, sequenceOf } from "../model/lists/sequence.js";
import { Shelf } from "./shelf.js";

/** Where a list goes on that has grown long. */
export interface ListRoom {
  /** The folder of the temporary file. */
  readonly folder: string;
  /** How many values stay in memory. */
  readonly from: number;
  /** How many are written and read together; 32 unless told. */
  readonly onPage?: number;
  /** Called when the first goes to the file. */
  readonly onBegin?: () => void;
}

/** Pages at hand: readers go through a list in its order, two at a time perhaps. */
const PAGES = 4;

/** A list of JSON values to which some are added; all but the first lie in a temporary file. */
export class LongList<T> {
  readonly #room: ListRoom;
  readonly #kept: T[] = [];
  readonly #shelf: Shelf<T>;
  #shelved = 0;

  constructor(room: ListRoom) {
    this.#room = room;
    this.#shelf = new Shelf<T>(room.folder, { onPage: room.onPage ?? 32, pages: PAGES });
  }

  get length(): number {
    return this.#kept.length + this.#shelved;
  }

  /** Throws a ShelfProblem when there is no room for the file. */
  push(value: T): void {
    if (this.#kept.length < this.#room.from) {
      this.#kept.push(value);
      return;
    }
    if (this.#shelved === 0) this.#room.onBegin?.();
    this.#shelf.put(value);
    this.#shelved++;
  }

  /** All values that there are so far; those in the file are made anew each time. */
  list(): Sequence<T> {
    const kept = this.#kept;
    if (this.#shelved === 0) return kept;
    return sequenceOf(this.length, (place) =>
      place < kept.length ? (kept[place] as T) : this.#shelf.get(place - kept.length),
    );
  }
}
