import { type Address, type Kind, kindOf } from "../../model/address.js";
import type { Previous, RecordedChange } from "../../model/history.js";
import { isJsonObject, type Json } from "../../model/json.js";
import type { Fields } from "../../model/resource.js";
import { compareByAddress } from "../../model/text-order.js";

/** What happened to one object in a run: everything that is known of both sides. */
export interface RunEntry {
  /** `unknown`: history does not hold enough to take it back. */
  readonly what: "created" | "written" | "adopted" | "released" | "deleted" | "unknown";
  readonly kind: Kind;
  /** Its address after the run. */
  readonly address: Address;
  readonly formerAddress: Address;
  /** Values of the row before; of a delete all of them. */
  readonly before: Fields;
  readonly after: Fields;
  readonly former: Previous;
  /** Of what was made: digest of the values that it was made with. */
  readonly digest?: string;
}

/** The changes of a run, object by object, ascending by address. */
export function groupEntries(changes: readonly RecordedChange[]): readonly RunEntry[] {
  const byAddress = new Map<Address, RecordedChange[]>();
  for (const change of changes) {
    const others = byAddress.get(change.address);
    if (others === undefined) byAddress.set(change.address, [change]);
    else others.push(change);
  }
  return Array.from(byAddress.values(), describeEntry).sort(compareByAddress);
}

/** Placeholders for an unknown value and for a missing one. */
export const NO_STATE: Previous = {
  state: "none",
  manifest: "",
  protect: false,
  movedFrom: null,
  guard: "",
  recorded: {},
  unrecorded: [],
};

const WHAT: { readonly [action: string]: RunEntry["what"] } = {
  create: "created",
  update: "written",
  move: "written",
  adopt: "adopted",
  release: "released",
  delete: "deleted",
};

/** A run that took another one back may write an object and then release it: both count as its release. */
function describeEntry(changes: readonly RecordedChange[]): RunEntry {
  const last = changes.at(-1) as RecordedChange;
  const writing = changes.find(({ action }) => WHAT[action] === "written") ?? last;
  const { address, ...before } = fieldsOf(writing.before);
  const isKnown = changes.every(({ action, former }) => action === "create" || former !== null);
  return {
    what: isKnown ? (WHAT[last.action] ?? "unknown") : "unknown",
    kind: kindOf(last.address),
    address: last.address,
    formerAddress: typeof address === "string" ? address : last.address,
    before,
    after: last.action === "create" ? {} : fieldsOf(writing.after),
    former: writing.former ?? NO_STATE,
    ...(last.action === "create" ? { digest: String(fieldsOf(last.after).sha256) } : {}),
  };
}

function fieldsOf(value: Json): Fields {
  return isJsonObject(value) ? value : {};
}
