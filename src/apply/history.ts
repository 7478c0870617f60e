import type { Address } from "../model/address.js";
import { type ChangeOutline, type FieldDiff, type MoveChange, outlinesOf } from "../model/change.js";
import type { SetChange } from "../model/history.js";
import type { Json } from "../model/json.js";
import type { Plan } from "../model/plan.js";
import type { HistoryEntry, Touched } from "./ports.js";

/**
 * What history keeps of a plan, in the plan's order: the values that were there and those written, `null` for no row.
 * A create says nothing of its values, of which a digest is kept when they are written: the manifest in git has them. A
 * move's `before` names the old address in `address`. Every other entry says what else it touches.
 */
export function* planHistory(plan: Plan): Generator<HistoryEntry> {
  // The usual first apply makes everything, and nobody asks for former names.
  const outlines = outlinesOf(plan.changes);
  let known: ReadonlyMap<Address, Address> | undefined;
  const formerNames = () => {
    known ??= findPreviousNames(outlines);
    return known;
  };
  for (const change of outlines) {
    const entry = { address: change.address, action: change.action, ...sidesOf(change) };
    const touched = touchedBy(change, formerNames);
    yield touched === undefined ? entry : { ...entry, touched };
  }
}

function findPreviousNames(changes: Iterable<ChangeOutline>): ReadonlyMap<Address, Address> {
  const names = new Map<Address, Address>();
  for (const change of changes) if (change.action === "move") names.set(change.address, change.from);
  return names;
}

function sidesOf(change: ChangeOutline): Pick<HistoryEntry, "before" | "after"> {
  switch (change.action) {
    case "create":
      return { before: null };
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

function touchedBy(
  change: ChangeOutline,
  formerNames: () => ReadonlyMap<Address, Address>,
): Touched | undefined {
  const { address } = change;
  if (change.action === "create") return undefined;
  if (change.action === "release") return { address, fields: [], reorders: false };
  if (change.action === "delete") return { address, fields: "all", reorders: false };
  const { after, record, diffs } = change;
  const fields = new Set([...Object.keys(after), ...Object.keys(record.set), ...record.unset]);
  const former = (album: Json) => formerNames().get(album as Address) ?? album;
  return {
    address: change.action === "move" ? change.from : address,
    fields: [...fields].sort(),
    ...setOf(diffs, "labels", (label) => label),
    ...setOf(diffs, "albums", former),
    reorders: change.order !== undefined,
    ...(change.action === "move" ? { movedFromAfter: lastMoveOf(change) } : {}),
  };
}

function lastMoveOf({ from, movedFrom }: MoveChange): Address | null {
  return movedFrom === undefined ? from : movedFrom;
}

function setOf(
  diffs: readonly FieldDiff[],
  field: "labels" | "albums",
  rename: (member: Json) => Json,
): { readonly [F in "labels" | "albums"]?: SetChange } {
  const diff = diffs.find((each) => each.field === field);
  if (diff === undefined) return {};
  const { added = [], removed = [] } = diff;
  // An added link may belong to a new object under a reused name, so only removed links use the previous names.
  return { [field]: { added, removed: removed.map(rename) } };
}
