import type { Address } from "../../model/address.js";
import type { Blocked } from "../../model/change.js";
import { canonicalJson, equalJson, type Json } from "../../model/json.js";
import type { ObservedObject } from "../../model/observed.js";
import { findEdited, isSet } from "./fields.js";
import type { Names } from "./names.js";
import type { Past } from "./past.js";

/** Objects of the estate by their present address. */
export type Objects = ReadonlyMap<Address, ObservedObject>;

/** What judging needs beside the objects. */
interface Standing {
  readonly run: number;
  readonly names: Names;
}

const LONGEST_VALUE = 60;

/** The object that a run wrote, as it is now; undefined when it is gone, or another stands at its address. */
export function findObject(past: Past, objects: Objects): ObservedObject | undefined {
  const object = objects.get(past.address);
  const isMoved = past.address !== past.formerAddress;
  return isMoved && object?.movedFrom !== past.former.movedFromAfter ? undefined : object;
}

/** Why a change of a run can't be taken back as things stand; undefined when it can, or nothing is left of it. */
export function judgePast(past: Past, objects: Objects, around: Standing): Blocked | undefined {
  const object = findObject(past, objects);
  switch (past.what) {
    case "unknown":
      return block(
        past,
        "reverse-unrecorded",
        "history does not hold what was there before",
        "Bring it back by hand: declare it as it was and apply.",
      );
    case "created":
      return undefined;
    case "deleted":
      return object === undefined || object.row === null || isReborn(past, object)
        ? undefined
        : blockTaken(past, past.address);
    case "released":
      return judgeReleased(past, object, around);
    case "adopted":
      return object === undefined || object.state === "released"
        ? undefined
        : judgeWritten(past, object, around);
    case "written":
      return isBack(past, objects) ? undefined : judgeWritten(past, object, around);
  }
}

/** Says that an address, or the filename of an image, is in use by now. */
export function blockTaken(past: Past, name: string): Blocked {
  return block(
    past,
    "reverse-taken",
    `${name} is in use again`,
    "Free the name, then take the run back once more: --prune deletes what the run made, --skip-blocked applies the rest.",
  );
}

/** True for a moved object that stands where it stood before the run. */
export function isBack(past: Past, objects: Objects): boolean {
  const { address, formerAddress, former } = past;
  const object = objects.get(formerAddress);
  if (address === formerAddress || findObject(past, objects) !== undefined || object?.row === null)
    return false;
  return object?.state === "owned" && object.guard === former.guard && object.movedFrom === former.movedFrom;
}

/** True for an object that was deleted and stands again as it was declared then. */
function isReborn({ former }: Past, { state, recorded }: ObservedObject): boolean {
  return (
    state === "owned" &&
    Object.entries(former.recorded).every(
      ([field, value]) => isSet(field) || equalJson(recorded[field], value),
    )
  );
}

function judgeReleased(
  past: Past,
  object: ObservedObject | undefined,
  around: Standing,
): Blocked | undefined {
  if (object === undefined || object.row === null) return blockGone(past);
  return object.state === "owned" ? undefined : judgeFields(past, object, around);
}

function judgeWritten(past: Past, object: ObservedObject | undefined, around: Standing): Blocked | undefined {
  if (object === undefined || object.row === null || object.state !== "owned") return blockGone(past);
  return judgeFields(past, object, around);
}

function judgeFields(past: Past, object: ObservedObject, { run, names }: Standing): Blocked | undefined {
  const edited = findEdited(past, object, names);
  if (edited === undefined) return undefined;
  const { field, wrote, found } = edited;
  const reason = `${field} was changed since: run ${run} wrote ${show(wrote)}, now it is ${show(found)}`;
  return block(
    past,
    "reverse-edited",
    reason,
    "Mend that by hand, or pass --skip-blocked to apply the rest.",
  );
}

function blockGone(past: Past): Blocked {
  const reason = "the estate has no such row any more: it was deleted, released, moved or forgotten since";
  return block(
    past,
    "reverse-gone",
    reason,
    "Nothing is left to take back; sync history shows what became of it.",
  );
}

function block({ address, kind }: Past, code: string, reason: string, help: string): Blocked {
  return { address, kind, code, reason, help };
}

function show(value: Json): string {
  const text = canonicalJson(value);
  return text.length > LONGEST_VALUE ? `${text.slice(0, LONGEST_VALUE)}…` : text;
}
