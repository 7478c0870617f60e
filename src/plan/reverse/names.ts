import type { Address } from "../../model/address.js";
import type { Past } from "./past.js";

/** What objects are called before the run, now, and once it is taken back. */
export interface Names {
  /** Name before the run → name now. */
  readonly current: (former: Address) => Address;
  /** Name before the run → name once the plan is carried out. */
  readonly planned: (former: Address) => Address;
  /** Name now → name once the plan is carried out. */
  readonly plannedOf: (current: Address) => Address;
}

/** Joins the names of objects that a run moved. `back`: present addresses of those that move back. */
export function joinNames(past: readonly Past[], back: ReadonlySet<Address>): Names {
  const moved = past.filter(({ address, formerAddress }) => address !== formerAddress);
  const forward = new Map(moved.map(({ address, formerAddress }) => [formerAddress, address]));
  const backward = new Map(
    moved
      .filter(({ address }) => back.has(address))
      .map(({ address, formerAddress }) => [address, formerAddress]),
  );
  const current = (former: Address) => forward.get(former) ?? former;
  const plannedOf = (now: Address) => backward.get(now) ?? now;
  return { current, plannedOf, planned: (former) => plannedOf(current(former)) };
}
