import { type Address, kindOf } from "../model/address.js";
import type { Change } from "../model/change.js";
import type { PlainDiagnostic } from "../model/diagnostic.js";
import type { RecordedChange } from "../model/history.js";
import { equalJson, type Json } from "../model/json.js";
import type { CurrentObject } from "../model/observed.js";
import type { Fields } from "../model/resource.js";
import type { SavedPlan } from "../model/saved-plan.js";
import { groupEntries, type RunEntry } from "../plan/reverse/run-entries.js";
import type { FindObjects } from "./check-current-state.js";

type Writing = Exclude<Change, { action: "release" | "delete" }>;

/** What history and database hold of the objects of a plan that takes a run back. */
interface Known {
  readonly past: RunEntry | undefined;
  readonly object: CurrentObject | undefined;
  /** The albums that an image may come back into, or leave. */
  readonly albums: ReadonlySet<Address>;
}

/**
 * Why a plan that takes a run back does more than that; undefined when every value that it writes stood there before the
 * run, as history has it. `changes`: those of the run; undefined when history does not hold them.
 */
export function findUnrecorded(
  plan: SavedPlan,
  changes: readonly RecordedChange[] | undefined,
  find: FindObjects,
): PlainDiagnostic | undefined {
  const run = plan.reverses?.run ?? 0;
  if (changes === undefined) return unrecorded(`history does not hold run ${run}`);
  const all = groupEntries(changes);
  const past = new Map<Address, RunEntry>();
  for (const each of all) past.set(each.formerAddress, each);
  for (const each of all) past.set(each.address, each);
  const namesOf = listNames(all);
  for (const change of plan.changes) {
    const address = change.action === "move" ? change.from : change.address;
    const known = {
      past: past.get(change.address),
      object: find([address]).get(address),
      albums: listAlbums(change.address, past.get(change.address), all, namesOf),
    };
    const fault = findFault(change, known, namesOf);
    if (fault !== undefined) return unrecorded(`${change.address}: ${fault}`);
  }
  return undefined;
}

type NamesOf = (address: Address) => readonly Address[];

/** All names that an object had before and after the run. */
function listNames(all: readonly RunEntry[]): NamesOf {
  const names = new Map<Address, Address[]>();
  for (const { address, formerAddress } of all) {
    names.set(address, [...(names.get(address) ?? []), formerAddress]);
    names.set(formerAddress, [...(names.get(formerAddress) ?? []), address]);
  }
  return (address) => [address, ...(names.get(address) ?? [])];
}

function listAlbums(
  image: Address,
  past: RunEntry | undefined,
  all: readonly RunEntry[],
  namesOf: NamesOf,
): ReadonlySet<Address> {
  if (kindOf(image) !== "image") return new Set();
  const { places, albums, recorded } = past?.former ?? {};
  const named = [
    ...(places ?? []).map(({ album }) => album),
    ...((albums?.added ?? []) as readonly Address[]),
    ...((albums?.removed ?? []) as readonly Address[]),
    ...((recorded?.albums ?? []) as readonly Address[]),
  ];
  const shows = all.filter(({ kind, former }) => kind === "album" && former.order?.includes(image));
  return new Set([...named, ...shows.map(({ address }) => address)].flatMap(namesOf));
}

const ENDS: { readonly [action: string]: readonly RunEntry["what"][] } = {
  create: ["deleted"],
  adopt: ["released"],
  move: ["written", "adopted"],
  update: ["written", "adopted"],
  release: ["created", "adopted"],
  delete: ["created"],
};

function findFault(change: Change, known: Known, namesOf: NamesOf): string | undefined {
  const { past } = known;
  if (past === undefined)
    return change.action === "update" && isLinkOnly(change) && areAlbumsKnown(change, known)
      ? undefined
      : "the run did not change it";
  if (!ENDS[change.action]?.includes(past.what)) return `the run left nothing to ${change.action}`;
  if (change.action === "release" || change.action === "delete") return undefined;
  return findWritingFault(change, past, known, namesOf);
}

/** An image that the run left alone gets back its place in an album that the run deleted. */
function isLinkOnly({ after, record }: Writing): boolean {
  return Object.keys(after).length + Object.keys(record.set).length + record.unset.length === 0;
}

function findWritingFault(
  change: Writing,
  past: RunEntry,
  known: Known,
  namesOf: NamesOf,
): string | undefined {
  const { former } = past;
  const { object } = known;
  if (![former.protect, object?.protect].includes(change.protect)) return "protect differs";
  if (![former.manifest, object?.manifest].includes(change.manifest)) return "its manifest differs";
  const wrong = Object.entries(change.after).find(([field, value]) => !wasThere(field, value, past, known));
  if (wrong !== undefined) return `${wrong[0]} never had the written value`;
  const recorded = Object.entries(change.record.set).find(
    ([field, value]) => !wasThere(field, value, past, known) && !equalJson(value, object?.recorded[field]),
  );
  if (recorded !== undefined) return `${recorded[0]} never had the recorded value`;
  if (!areAlbumsKnown(change, known)) return "it enters or leaves another album than in the run";
  if (!areLabelsKnown(change, past)) return "labels come or go that the run did not touch";
  if (!isOrderKnown(change, past, namesOf)) return "its order never had the written value";
  return findRowFault(change, past, known);
}

function wasThere(field: string, value: Json, { before, former }: RunEntry, { albums }: Known): boolean {
  const recorded = former.recorded[field];
  if (equalJson(value, recorded) || equalJson(value, before[field] ?? null)) return true;
  if (field === "albums") return (value as readonly Address[]).every((album) => albums.has(album));
  return field === "labels" && equalJson(value, former.labels?.removed ?? []);
}

function areAlbumsKnown({ placements, diffs }: Writing, { albums }: Known): boolean {
  const removed = diffs.find(({ field }) => field === "albums")?.removed ?? [];
  return [...placements.map(({ album }) => album), ...(removed as readonly Address[])].every((album) =>
    albums.has(album),
  );
}

function areLabelsKnown({ diffs }: Writing, { former }: RunEntry): boolean {
  const diff = diffs.find(({ field }) => field === "labels");
  const isAmong = (some: readonly Json[] = [], all: readonly Json[] = []) =>
    some.every((label) => all.some((each) => equalJson(each, label)));
  return isAmong(diff?.added, former.labels?.removed) && isAmong(diff?.removed, former.labels?.added);
}

function isOrderKnown({ order }: Writing, { former }: RunEntry, namesOf: NamesOf): boolean {
  if (order === undefined) return true;
  if (former.order === undefined || former.order.length !== order.length) return false;
  return former.order.every((image, index) => namesOf(image).includes(order[index] as Address));
}

function findRowFault(change: Writing, past: RunEntry, { object }: Known): string | undefined {
  const { former, before } = past;
  if (change.action === "adopt") {
    const isSame = object?.rowId === change.row.id && object.guard === change.row.guard;
    return isSame ? undefined : "it adopts another row";
  }
  if (change.action === "update") return undefined;
  if (change.kind === "image" && change.filename !== former.guard) return "its filename was different";
  if (change.action === "move")
    return change.address === past.formerAddress && change.from === past.address
      ? undefined
      : "it does not move to its previous address";
  return isPart(change.initial, before) ? undefined : "its row had other values";
}

function isPart(part: Fields, whole: Fields): boolean {
  return Object.entries(part).every(([field, value]) => equalJson(value, whole[field]));
}

function unrecorded(fault: string): PlainDiagnostic {
  return {
    code: "plan-unrecorded",
    summary: `the plan does not reverse the run that it names: ${fault}`,
    help: "Make a new plan with sync history --reverse RUN --out, and have that one reviewed.",
  };
}
