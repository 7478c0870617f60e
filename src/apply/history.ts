import type { Change } from "../model/change.js";
import { digestJson } from "../model/digest.js";
import type { Plan } from "../model/plan.js";
import type { HistoryEntry } from "./ports.js";

/**
 * What history keeps of a plan, in the plan's order: the values that were there and those written, `null` for no row.
 * A create keeps only the digest of its values, which the manifest in git has; a move's `before` names the old
 * address in `address`.
 */
export function* planHistory(plan: Plan): Generator<HistoryEntry> {
  for (const change of plan.changes)
    yield { address: change.address, action: change.action, ...sidesOf(change) };
}

function sidesOf(change: Change): Pick<HistoryEntry, "before" | "after"> {
  switch (change.action) {
    case "create":
      return { before: null, after: { sha256: digestJson(change.after) } };
    case "move":
      return { before: { ...change.before, address: change.from }, after: change.after };
    case "update":
    case "adopt":
      return { before: change.before, after: change.after };
    case "release":
    case "delete":
      return { before: change.before, after: null };
  }
}
