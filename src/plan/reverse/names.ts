import type { Address } from "../../model/address.js";
import type { Past } from "./past.js";

/** What objects are called before the run, now, and once it is taken back. */
export interface Names {
  /** Name before the run → name now. */
  readonly current: (former: Address) => Address;
  /** Name before the run → name once the plan is carried out. */
  readonly planned: (former: Address) => Address;
  /** Name right after the run → name now. */
  readonly present: (after: Address) => Address;
  /** Name now → name once the plan is carried out. */
  readonly plannedOf: (current: Address) => Address;
}

/**
 * Joins the names of objects that a run moved. `away`: those that still stand where it put them; `back`: present
 * addresses of those among them that move back; `returned`: those that stand where they stood before.
 */
export function joinNames(
  away: readonly Past[],
  back: ReadonlySet<Address>,
  returned: readonly Past[],
): Names {
  const moved = away.filter(({ address, formerAddress }) => address !== formerAddress);
  const forward = new Map(moved.map(({ address, formerAddress }) => [formerAddress, address]));
  const backward = new Map(
    moved
      .filter(({ address }) => back.has(address))
      .map(({ address, formerAddress }) => [address, formerAddress]),
  );
  const current = (former: Address) => forward.get(former) ?? former;
  const home = new Map(returned.map(({ address, formerAddress }) => [address, formerAddress]));
  const plannedOf = (now: Address) => backward.get(now) ?? now;
  const present = (after: Address) => home.get(after) ?? after;
  return { current, present, plannedOf, planned: (former) => plannedOf(current(former)) };
}
