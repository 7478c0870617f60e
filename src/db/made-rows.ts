import { type Address, type Kind, kindOf } from "../model/address.js";

/** Rows of one kind, ascending by address. */
interface Column {
  readonly addresses: Address[];
  /** 0 for a row that was taken out again. */
  readonly ids: number[];
  /** Where the last row was found: most are asked for in their order. */
  at: number;
}

/**
 * The ids of rows that a run made, by address. A first apply makes a row for every image, so that a map of them would be
 * most of its memory: rows that come in ascending order, as plans have them, are kept in lists.
 */
export class MadeRows {
  readonly #columns = new Map<Kind, Column>();
  /** The column that was asked last. */
  #recent: Column = { addresses: [], ids: [], at: 0 };
  /** Those that came in no order. */
  readonly #others = new Map<Address, number>();
  #size = 0;

  get size(): number {
    return this.#size;
  }

  has(address: Address): boolean {
    return this.get(address) !== undefined;
  }

  get(address: Address): number | undefined {
    const { addresses, ids, at } = this.#recent;
    const id = addresses[at] === address ? ids[at] : this.#look(address);
    return id === undefined || id === 0 ? this.#others.get(address) : id;
  }

  /** Notes a new row, or another one for an address that has one. `id`: above 0. */
  set(address: Address, id: number): void {
    if (this.has(address)) this.delete(address);
    this.#size++;
    const kind = kindOf(address);
    const column = this.#columns.get(kind) ?? { addresses: [], ids: [], at: 0 };
    this.#columns.set(kind, column);
    const last = column.addresses.at(-1);
    if (last !== undefined && last >= address) {
      this.#others.set(address, id);
      return;
    }
    column.addresses.push(address);
    column.ids.push(id);
  }

  #look(address: Address): number | undefined {
    const column = this.#columns.get(kindOf(address));
    // A new row comes after all others of its kind.
    if (column === undefined || (column.addresses.at(-1) as Address) < address) return undefined;
    this.#recent = column;
    return column.ids[find(column, address)];
  }

  delete(address: Address): void {
    if (!this.has(address)) return;
    this.#size--;
    if (this.#others.delete(address)) return;
    const column = this.#columns.get(kindOf(address)) as Column;
    column.ids[find(column, address)] = 0;
  }
}

/** The place of an address; -1 when it is not there. */
function find(column: Column, address: Address): number {
  const { addresses, at } = column;
  if (addresses[at] === address) return at;
  if (addresses[at + 1] === address) {
    column.at = at + 1;
    return at + 1;
  }
  let low = 0;
  let high = addresses.length - 1;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((addresses[middle] as Address) < address) low = middle + 1;
    else high = middle;
  }
  if (addresses[low] !== address) return -1;
  column.at = low;
  return low;
}
