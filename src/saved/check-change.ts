import { toFilename } from "../manifest/read/filename.js";
import { type Address, nameOf } from "../model/address.js";
import type { Change, CreateChange, DeleteChange, ReleaseChange } from "../model/change.js";
import { specOf } from "../model/fields.js";
import { equalJson, type Json } from "../model/json.js";
import type { PlanRequest } from "../model/saved-plan.js";
import { initialFields } from "../plan/compare/write-change.js";
import { findAddressFault } from "./check-address.js";
import { findDiffFault } from "./check-diffs.js";
import { findValueFault } from "./manifest-values.js";

type Writing = Exclude<Change, ReleaseChange | DeleteChange>;

/** What checking a change needs to know of its plan. */
interface ChangeContext {
  readonly request: PlanRequest;
  /** True for a plan that takes a run back: its values come from rows, which hold what no manifest could. */
  readonly isReverse: boolean;
}

/** Why planning could not have made this change, in a few words; undefined when it could. */
export function findChangeFault(change: Change, context: ChangeContext): string | undefined {
  const fault = findAddressFault(change.address, change.kind);
  if (fault !== undefined) return fault;
  return change.action === "release" || change.action === "delete"
    ? findEndingFault(change, context)
    : findWritingFault(change, context);
}

function findEndingFault(
  change: ReleaseChange | DeleteChange,
  { request, isReverse }: ChangeContext,
): string | undefined {
  if (request.targets.length + request.kinds.length > 0)
    return "a targeted plan deletes and releases nothing";
  const unknown = Object.keys(change.before).find((field) => specOf(change.kind, field) === undefined);
  if (unknown !== undefined) return `${unknown} is not a field of kind ${change.kind}`;
  if (change.action === "release") {
    if (Object.keys(change.before).length > 0) return "a release names values";
    if (isReverse) return undefined;
    if (change.forget !== undefined) return "a release forgets what manifests declared";
    return request.prune ? "it is released although the plan prunes" : undefined;
  }
  if (!request.prune) return "it is deleted although the plan does not prune";
  const isConsented = (change.withForeign === true) === request.deleteForeign;
  return isConsented
    ? undefined
    : "its treatment of foreign labels and links differs from the options of the plan";
}

function findWritingFault(change: Writing, context: ChangeContext): string | undefined {
  return (
    findContentFault(change, context) ??
    findPlacementFault(change, context) ??
    findNameFault(change, context) ??
    (change.action === "create" ? findCreateFault(change, context) : findDiffFault(change, context.isReverse))
  );
}

function findContentFault(change: Writing, { isReverse }: ChangeContext): string | undefined {
  const { kind, address, after, record, prompts, order } = change;
  if (prompts !== undefined && kind !== "set-template") return "only a set template has prompts";
  if (order !== undefined) {
    if (kind !== "album") return "only an album has an order";
    if (order.some((image) => findAddressFault(image, "image") !== undefined)) return "order names no image";
  }
  if (isReverse) return undefined;
  return findValueFault(address, after) ?? findValueFault(address, record.set);
}

function findPlacementFault(change: Writing, { isReverse }: ChangeContext): string | undefined {
  const { kind, placements } = change;
  if (kind !== "image") return placements.length > 0 ? "only an image has a place in an album" : undefined;
  const albums = placements.map(({ album }) => album);
  for (const { album, before } of placements) {
    if (findAddressFault(album, "album") !== undefined) return "a place names no album";
    if (before !== null && findAddressFault(before, "image") !== undefined) return "a place names no image";
  }
  if (isReverse && change.action === "create")
    return new Set(albums).size === albums.length ? undefined : "it is in an album twice";
  const wanted =
    change.action === "create"
      ? change.after.albums
      : (change.diffs.find(({ field }) => field === "albums")?.added ?? []);
  // A plan that takes a run back names its places as they come.
  const named: readonly Json[] = isReverse ? [...albums].sort() : albums;
  return equalJson(named, wanted) ? undefined : "its places are not in its albums";
}

const LONGEST_FILENAME = 255;

function findNameFault(change: Writing, { isReverse }: ChangeContext): string | undefined {
  if ("movedFrom" in change && typeof change.movedFrom === "string") {
    const fault = findAddressFault(change.movedFrom, change.kind);
    if (fault !== undefined) return `it comes from ${change.movedFrom}: ${fault}`;
  }
  if (change.action === "move") {
    const fault = findAddressFault(change.from, change.kind);
    if (fault !== undefined) return `it comes from ${change.from}: ${fault}`;
    if (change.from === change.address) return "it moves to where it is";
  }
  if (change.action !== "create" && change.action !== "move") return undefined;
  const { filename } = change;
  if (change.kind !== "image") return filename === undefined ? undefined : "only an image has a filename";
  if (filename === undefined) return "it has no filename";
  const isFit = isReverse
    ? filename.length <= LONGEST_FILENAME && !/[/\p{Cc}]/u.test(filename)
    : filename === toFilename(nameOf(change.address));
  return isFit ? undefined : "its filename is not that of its path";
}

function findCreateFault(change: CreateChange, { request, isReverse }: ChangeContext): string | undefined {
  if (change.diffs.length > 0) return "what is new differs from nothing";
  if (change.order !== undefined || change.prompts !== undefined)
    return "what is new has no order of its own";
  if (isReverse) return undefined;
  if (Object.keys(change.record.set).length + change.record.unset.length > 0)
    return "what is new has nothing else to record";
  if (change.restored && !isAsked(request.restore, change.address)) return "it is restored without --restore";
  return isInitial(change) ? undefined : "what is not declared has not the values of a new row";
}

function isAsked(restore: PlanRequest["restore"], address: Address): boolean {
  return restore === "all" || restore.includes(address);
}

function isInitial({ kind, after, initial }: CreateChange): boolean {
  const wanted = (isShown: boolean) => initialFields({ kind, fields: after }, isShown);
  return equalJson(initial, wanted(false)) || (kind === "image" && equalJson(initial, wanted(true)));
}
