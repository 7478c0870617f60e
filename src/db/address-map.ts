import { type Address, type Kind, kindOf } from "../model/address.js";
import { AddressList } from "../model/address-list.js";
import { NumberList } from "../model/number-list.js";

/** What was set of one kind, ascending by address. */
interface Column {
  readonly addresses: AddressList;
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
    const recent = this.#recent;
    if (recent.addresses.at(recent.at) !== address) {
      if (recent.addresses.at(recent.at + 1) !== address) return this.#look(address);
      recent.at++;
    }
    return recent.numbers.at(recent.at) || this.#others.get(address);
  }

  /** Sets the number, above 0, of an address; another one if there is one. */
  set(address: Address, number: number): void {
    if (this.has(address)) this.delete(address);
    this.#size++;
    const kind = kindOf(address);
    const column = this.#columns.get(kind) ?? startColumn();
    this.#columns.set(kind, column);
    const place = this.#isSharing ? find(column, address) : -1;
    if (place >= 0) column.numbers.set(place, number);
    else if (this.#isSharing || (column.addresses.length > 0 && column.last >= address))
      this.#others.set(address, number);
    else {
      column.addresses.push(address);
      column.numbers.push(number);
      column.last = address;
    }
  }

  delete(address: Address): void {
    if (!this.has(address)) return;
    this.#size--;
    if (this.#others.delete(address)) return;
    const column = this.#columns.get(kindOf(address)) as Column;
    column.numbers.set(find(column, address), 0);
  }

  *keys(): Generator<Address> {
    for (const { addresses, numbers } of this.#columns.values())
      for (let place = 0; place < addresses.length; place++)
        if (numbers.at(place) !== 0) yield addresses.at(place) as Address;
    yield* this.#others.keys();
  }

  #look(address: Address): number | undefined {
    const column = this.#columns.get(kindOf(address));
    // A new one comes after all others of its kind.
    if (column === undefined || column.last < address) return this.#others.get(address);
    this.#recent = column;
    const place = find(column, address);
    return (place < 0 ? 0 : column.numbers.at(place)) || this.#others.get(address);
  }
}

function startColumn(addresses = new AddressList(), last = ""): Column {
  const numbers = new NumberList(Float64Array);
  for (let place = 0; place < addresses.length; place++) numbers.push(0);
  return { addresses, numbers, last, at: 0 };
}

/** The place of an address; -1 when it is not there. */
function find(column: Column, address: Address): number {
  const { addresses, at } = column;
  if (addresses.at(at) === address) return at;
  const found = addresses.at(at + 1) === address ? at + 1 : addresses.find(address);
  if (found >= 0) column.at = found;
  return found;
}
