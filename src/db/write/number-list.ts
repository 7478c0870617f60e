type Room = Uint32Array | Float64Array;

/** So many numbers lie together. Lists grow by as much, so that nothing is copied and little stays empty. */
const IN_BLOCK = 0x4000;

/** A list of whole numbers from 0 to which some are added, outside of the garbage collector's sight. */
export class NumberList {
  readonly #room: new (
    length: number,
  ) => Room;
  readonly #blocks: Room[] = [];
  #length = 0;

  /**
   * `room`: what they are kept in, 4 bytes each for those below 2^32, or 8 for those below 2^53. `zeros`: how many of them
   * there are to begin with.
   */
  constructor(room: Uint32ArrayConstructor | Float64ArrayConstructor, zeros = 0) {
    this.#room = room;
    this.#length = zeros;
    while (this.#blocks.length * IN_BLOCK < zeros) this.#blocks.push(new room(IN_BLOCK));
  }

  get length(): number {
    return this.#length;
  }

  push(value: number): void {
    const place = this.#length++;
    if (place % IN_BLOCK === 0) this.#blocks.push(new this.#room(IN_BLOCK));
    this.set(place, value);
  }

  /** The number at a place from 0; undefined where there is none. */
  at(place: number): number | undefined {
    return place < this.#length ? this.#blockOf(place)[place % IN_BLOCK] : undefined;
  }

  /** Puts another number at a place that has one. */
  set(place: number, value: number): void {
    this.#blockOf(place)[place % IN_BLOCK] = value;
  }

  #blockOf(place: number): Room {
    return this.#blocks[Math.floor(place / IN_BLOCK)] as Room;
  }
}
