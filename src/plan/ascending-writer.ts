import type { Address } from "../model/address.js";
import type { GrowingSequence } from "../model/lists/sequence.js";
import { compareByAddress } from "../model/text-order.js";

interface Addressed {
  readonly address: Address;
}

/** Writes a list that ascends by address: some members that are known, and between them others that come ascending. */
export class AscendingWriter<T extends Addressed> {
  readonly #list: Pick<GrowingSequence<T>, "push">;
  readonly #known: readonly T[];
  #next = 0;

  constructor(list: Pick<GrowingSequence<T>, "push">, known: readonly T[]) {
    this.#list = list;
    this.#known = known.toSorted(compareByAddress);
  }

  add(member: T): void {
    for (let known = this.#known[this.#next]; known !== undefined && known.address <= member.address; ) {
      this.#list.push(known);
      known = this.#known[++this.#next];
    }
    this.#list.push(member);
  }

  /** Writes what is left of those that are known. */
  end(): void {
    for (; this.#next < this.#known.length; this.#next++) this.#list.push(this.#known[this.#next] as T);
  }
}
