import type { Change } from "../../src/model/change.js";
import { findDependencies } from "../../src/plan/dependencies.js";

/** The units of a small plan in its order, but each after those that it needs; see findDependencies. */
export function listUnits(changes: readonly Change[]): readonly (readonly Change[])[] {
  const needsOf = findDependencies(changes);
  const reach = new Map(changes.map((change) => [change, reachFrom(change, needsOf)]));
  const units: Change[][] = [];
  const done = new Set<Change>();
  while (done.size < changes.length) {
    const next = changes.find(
      (change) =>
        !done.has(change) && inOrder(change).every((other) => done.has(other) || isOne(change, other)),
    );
    if (next === undefined) throw new Error("Needs without an end.");
    const unit = inOrder(next).filter((other) => !done.has(other));
    for (const change of unit) done.add(change);
    units.push(unit);
  }
  return units;

  function inOrder(change: Change): Change[] {
    return changes.filter((other) => reach.get(change)?.has(other));
  }

  function isOne(a: Change, b: Change): boolean {
    return reach.get(a)?.has(b) === true && reach.get(b)?.has(a) === true;
  }
}

/** The change and all that it needs, near and far. */
function reachFrom(start: Change, needsOf: (change: Change) => readonly Change[]): ReadonlySet<Change> {
  const reached = new Set([start]);
  for (const change of reached) for (const needed of needsOf(change)) reached.add(needed);
  return reached;
}
