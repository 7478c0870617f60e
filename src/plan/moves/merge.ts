import type { ObservedObject } from "../../model/observed.js";
import type { Resource } from "../../model/resource.js";
import { compareText } from "../../model/text-order.js";

/** The declared resource and the recorded object of one address; either may be missing. */
export interface Pair {
  readonly resource: Resource | undefined;
  readonly object: ObservedObject | undefined;
  /** Place of the resource among all. */
  readonly place: number;
}

/** Joins both sides in one pass. Each must ascend by address, without repeats; so does the result. */
export async function* mergeByAddress(
  resources: Iterable<Resource>,
  objects: AsyncIterable<ObservedObject>,
): AsyncGenerator<Pair, void, undefined> {
  const declared = resources[Symbol.iterator]();
  let next = declared.next();
  let place = 0;
  const turn = () => {
    next = declared.next();
    place++;
  };
  for await (const object of objects) {
    while (!next.done && compareText(next.value.address, object.address) < 0) {
      yield { resource: next.value, object: undefined, place };
      turn();
    }
    if (!next.done && next.value.address === object.address) {
      yield { resource: next.value, object, place };
      turn();
    } else {
      yield { resource: undefined, object, place };
    }
  }
  for (; !next.done; turn()) yield { resource: next.value, object: undefined, place };
}
