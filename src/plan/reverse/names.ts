import type { Address } from "../../model/address.js";
import type { RunEntry } from "./run-entries.js";

/** The addresses of objects before the run, now, and after its reversal. */
export interface Addresses {
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
 * Joins the addresses of objects that a run moved. `away`: objects still at the address that the run gave them; `back`:
 * the current addresses of those of them that move back; `returned`: objects that are back at their previous address.
 */
export function joinAddresses(
  away: readonly RunEntry[],
  back: ReadonlySet<Address>,
  returned: readonly RunEntry[],
): Addresses {
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
