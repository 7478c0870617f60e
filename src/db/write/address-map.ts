import { type Address, type Kind, kindOf } from "../../model/address.js";
import { AddressList } from "../../model/lists/address-list.js";
import { NumberList } from "./number-list.js";

/** What was set of one kind, ascending by address. */
interface Column {
  readonly addresses: AddressList<Address>;
  /** 0 for one that was taken out again. */
  readonly numbers: NumberList;
  /** The last of the addresses. */
  last: Address;
  /** Where the last one was found: most are asked for in their order. */
  at: number;
}

/**
 * Numbers above 0 by address. A first apply has one for every image, so that a map of them would be most of its memory:
 * what is set in ascending order, as plans have it, is kept in lists. Another map that will have the same addresses may
 * share them with a `model`, to which nothing is added then.
 */
export class AddressMap {
  readonly #columns = new Map<Kind, Column>();
  readonly #isSharing: boolean;
  /** The column that was asked last. */
  #recent: Column = startColumn();
  /** Those that came in no order. */
  readonly #others = new Map<Address, number>();
  #size = 0;

  constructor(model?: AddressMap) {
    this.#isSharing = model !== undefined;
    if (model === undefined) return;
    for (const [kind, { addresses, last }] of model.#columns)
      this.#columns.set(kind, startColumn(addresses, last));
  }

  get size(): number {
    return this.#size;
  }

  has(address: Address): boolean {
    return this.get(address) !== undefined;
  }

  get(address: Address): number | undefined {
    const place = this.#seek(address);
    const number = place < 0 ? 0 : this.#recent.numbers.at(place);
    return number || (this.#others.size === 0 ? undefined : this.#others.get(address));
  }

  /** Sets the number, above 0, of an address; another one if there is one. */
  set(address: Address, number: number): void {
    const place = this.#seek(address);
    if (place >= 0) {
      if (this.#recent.numbers.at(place) === 0) this.#size++;
      this.#recent.numbers.set(place, number);
      return;
    }
    if (!this.#others.has(address)) this.#size++;
    if (this.#others.has(address) || !this.#append(address, number)) this.#others.set(address, number);
  }

  delete(address: Address): void {
    const place = this.#seek(address);
    if (place >= 0 && this.#recent.numbers.at(place) !== 0) this.#recent.numbers.set(place, 0);
    else if (!this.#others.delete(address)) return;
    this.#size--;
  }

  *keys(): Generator<Address> {
    for (const { addresses, numbers } of this.#columns.values())
      for (let place = 0; place < addresses.length; place++)
        if (numbers.at(place) !== 0) yield addresses.at(place) as Address;
    yield* this.#others.keys();
  }

  /** False for an address that comes in no order. */
  #append(address: Address, number: number): boolean {
    if (this.#isSharing) return false;
    const kind = kindOf(address);
    const column = this.#columns.get(kind) ?? startColumn();
    this.#columns.set(kind, column);
    if (column.addresses.length > 0 && column.last >= address) return false;
    column.addresses.push(address);
    column.numbers.push(number);
    column.last = address;
    return true;
  }

  /** The place of an address in its column, which is the recent one then; -1 when it stands in none. */
  #seek(address: Address): number {
    const recent = this.#recent;
    if (recent.addresses.at(recent.at) === address) return recent.at;
    if (recent.addresses.at(recent.at + 1) === address) return ++recent.at;
    const column = this.#columns.get(kindOf(address));
    // A new one comes after all others of its kind.
    if (column === undefined || column.last < address) return -1;
    const found = column.addresses.find(address);
    if (found < 0) return -1;
    this.#recent = column;
    column.at = found;
    return found;
  }
}

function startColumn(addresses = new AddressList<Address>(), last = ""): Column {
  const numbers = new NumberList(Float64Array, addresses.length);
  return { addresses, numbers, last, at: 0 };
}
