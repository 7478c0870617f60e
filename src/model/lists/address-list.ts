/** Addresses of a block are kept as one text: what all of them begin with, and what each goes on with. */
const BLOCK_BITS = 6;
const IN_BLOCK = 1 << BLOCK_BITS;
/** Blocks whose addresses are at hand as they are: those of an album or two. */
const OPENED = 8;
/** Stands in no address. */
const SEPARATOR = "\n";

/** A list of addresses to which some are added: next to each other they take a quarter of the room of so many texts. */
export class AddressList<Address extends string> {
  readonly #blocks: string[] = [];
  /** The first address of each block. */
  readonly #firsts: Address[] = [];
  /** Those of the last block, which is not full. */
  #last: Address[] = [];
  readonly #opened: { readonly block: number; readonly addresses: readonly Address[] }[] = [];

  get length(): number {
    return this.#blocks.length * IN_BLOCK + this.#last.length;
  }

  push(address: Address): void {
    this.#last.push(address);
    if (this.#last.length < IN_BLOCK) return;
    this.#firsts.push(this.#last[0] as Address);
    this.#blocks.push(closeBlock(this.#last));
    this.#last = [];
  }

  /** The address at a place from 0; undefined where there is none. */
  at(place: number): Address | undefined {
    return this.#open(place >>> BLOCK_BITS)[place & (IN_BLOCK - 1)];
  }

  /** The place of an address in a list that ascends; -1 when it is not there. */
  find(address: Address): number {
    const block = this.#findBlock(address);
    const place = this.#open(block).indexOf(address);
    return place < 0 ? -1 : block * IN_BLOCK + place;
  }

  /** The block in which an address stands if it stands anywhere. */
  #findBlock(address: Address): number {
    const [first] = this.#last;
    if (first !== undefined && first <= address) return this.#blocks.length;
    let low = 0;
    let high = Math.max(this.#blocks.length - 1, 0);
    while (low < high) {
      const middle = (low + high + 1) >> 1;
      if ((this.#firsts[middle] as Address) <= address) low = middle;
      else high = middle - 1;
    }
    return low;
  }

  #open(block: number): readonly Address[] {
    if (block >= this.#blocks.length) return block === this.#blocks.length ? this.#last : [];
    const known = this.#opened[block % OPENED];
    if (known?.block === block) return known.addresses;
    const addresses = openBlock(this.#blocks[block] as string) as Address[];
    this.#opened[block % OPENED] = { block, addresses };
    return addresses;
  }
}

function closeBlock(addresses: readonly string[]): string {
  let [common = ""] = addresses;
  for (const address of addresses) if (!address.startsWith(common)) common = sharedStart(common, address);
  return [common, ...addresses.map((address) => address.slice(common.length))].join(SEPARATOR);
}

function openBlock(block: string): readonly string[] {
  const [common, ...rest] = block.split(SEPARATOR);
  // Joined texts lie in one piece, which comparing them would have to make of a sum.
  return rest.map((end) => [common, end].join(""));
}

function sharedStart(a: string, b: string): string {
  let length = 0;
  while (length < a.length && a.charCodeAt(length) === b.charCodeAt(length)) length++;
  return a.slice(0, length);
}
