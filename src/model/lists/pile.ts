import type { Address } from "../address.js";
import type { Image, ImageShelf } from "../resource.js";
import { compareText } from "../text-order.js";
import { NumberList } from "./number-list.js";
import { type Sequence, sequenceOf } from "./sequence.js";

/**
 * Gathers things with an address. One that can be made again from a shelved image and a note takes 4 bytes, and 4 more
 * where notes are not 0; the others are kept. `again`: makes it; equal things from the same image and note.
 */
export class Pile<T extends { readonly address: Address }> {
  readonly #again: (image: Image, note: number) => T;
  readonly #kept: T[] = [];
  /** For each thing twice its place among those kept, or twice its number on the shelf and 1. */
  readonly #codes = new NumberList(Uint32Array);
  /** For each thing its note; none from the last that is not 0 on. */
  readonly #notes = new NumberList(Uint32Array);
  #shelf: ImageShelf | undefined;

  constructor(again: (image: Image, note: number) => T) {
    this.#again = again;
  }

  add(thing: T): void {
    this.#codes.push(2 * this.#kept.length);
    this.#kept.push(thing);
  }

  /** Adds what can be made again from an image and a whole number from 0. */
  addOf(image: Image, note = 0): void {
    const { shelf, shelfNumber } = image;
    this.#shelf ??= shelf;
    if (shelf === undefined || shelf !== this.#shelf || shelfNumber === undefined) {
      this.add(this.#again(image, note));
      return;
    }
    if (note !== 0) this.#note(note);
    this.#codes.push(2 * shelfNumber + 1);
  }

  /** Notes something of the thing that comes next. */
  #note(note: number): void {
    while (this.#notes.length < this.#codes.length) this.#notes.push(0);
    this.#notes.push(note);
  }

  /** All of them in the order in which they came. Whoever adds more asks again. */
  inOrder(): Sequence<T> {
    return this.#isPlain() ? this.#kept : sequenceOf(this.#codes.length, (place) => this.#make(place));
  }

  /** All of them, ascending by address; those with the same one as they came. */
  sorted(): Sequence<T> {
    if (this.#isPlain()) return this.#kept.toSorted(byAddress);
    const order = this.#sort();
    return sequenceOf(order.length, (index) => this.#make(order[index] as number));
  }

  /** True when every thing is kept. */
  #isPlain(): boolean {
    return this.#kept.length === this.#codes.length;
  }

  #make(place: number): T {
    const code = this.#codes.at(place) as number;
    if (isKept(code)) return this.#kept[code / 2] as T;
    return this.#again((this.#shelf as ImageShelf).at((code - 1) / 2), this.#notes.at(place) ?? 0);
  }

  #addressAt(place: number): Address {
    const code = this.#codes.at(place) as number;
    if (isKept(code)) return (this.#kept[code / 2] as T).address;
    return (this.#shelf as ImageShelf).addressAt((code - 1) / 2);
  }

  /** Places, ascending by the address of what is there. */
  #sort(): Uint32Array {
    const kept = new Uint32Array(this.#kept.length);
    const made = new Uint32Array(this.#codes.length - kept.length);
    let [next, at] = [0, 0];
    for (let place = 0; place < this.#codes.length; place++)
      if (isKept(this.#codes.at(place) as number)) kept[next++] = place;
      else made[at++] = place;
    this.#sortPlaces(kept);
    this.#sortPlaces(made);
    return this.#merge(kept, made);
  }

  #sortPlaces(places: Uint32Array): void {
    if (this.#ascends(places)) return;
    const addresses = Array.from(places, (place) => this.#addressAt(place));
    const order = Uint32Array.from(places, (_, index) => index).sort(
      (a, b) => compareText(addresses[a] as Address, addresses[b] as Address) || a - b,
    );
    places.set(order.map((index) => places[index] as number));
  }

  #ascends(places: Uint32Array): boolean {
    let last = "";
    return places.every((place) => {
      const address = this.#addressAt(place);
      const follows = last <= address;
      last = address;
      return follows;
    });
  }

  #merge(kept: Uint32Array, made: Uint32Array): Uint32Array {
    const order = new Uint32Array(kept.length + made.length);
    let next = 0;
    let waiting = kept[next];
    let at = 0;
    for (const place of made) {
      const address = this.#addressAt(place);
      while (waiting !== undefined && this.#comesBefore(waiting, place, address)) {
        order[at++] = waiting;
        waiting = kept[++next];
      }
      order[at++] = place;
    }
    order.set(kept.subarray(next), at);
    return order;
  }

  #comesBefore(kept: number, made: number, address: Address): boolean {
    const own = this.#addressAt(kept);
    return own < address || (own === address && kept < made);
  }
}

function isKept(code: number): boolean {
  return code % 2 === 0;
}

function byAddress(a: { readonly address: Address }, b: { readonly address: Address }): number {
  return compareText(a.address, b.address);
}
