import type { Address } from "../../model/address.js";
import type { Blocked } from "../../model/change.js";
import { canonicalJson, type Json } from "../../model/json.js";
import type { ObservedObject } from "../../model/observed.js";
import { findEdited } from "./fields.js";
import type { Past } from "./past.js";

/** Objects of the estate by their present address. */
export type Objects = ReadonlyMap<Address, ObservedObject>;

const LONGEST_VALUE = 60;

/** Why a change of a run can't be taken back as things stand; undefined when it can, or nothing is left of it. */
export function judgePast(past: Past, objects: Objects, run: number): Blocked | undefined {
  const object = objects.get(past.address);
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
      return object === undefined || object.row === null ? undefined : blockTaken(past, past.address);
    case "released":
      return judgeReleased(past, object, run);
    case "adopted":
      return object === undefined || object.state === "released"
        ? undefined
        : judgeWritten(past, object, run);
    case "written":
      return isBack(past, objects) ? undefined : judgeWritten(past, object, run);
  }
}

/** Says that an address, or the filename of an image, is in use by now. */
export function blockTaken(past: Past, name: string): Blocked {
  return block(
    past,
    "reverse-taken",
    `${name} is in use again`,
    "Free the name first, or leave it as it is.",
  );
}

/** True for a moved object that stands where it stood before the run. */
function isBack({ address, formerAddress, former }: Past, objects: Objects): boolean {
  const object = objects.get(formerAddress);
  if (address === formerAddress || objects.has(address) || object?.row === null) return false;
  return object?.state === "owned" && object.guard === former.guard && object.movedFrom === former.movedFrom;
}

function judgeReleased(past: Past, object: ObservedObject | undefined, run: number): Blocked | undefined {
  if (object === undefined || object.row === null) return blockGone(past);
  return object.state === "owned" ? undefined : judgeFields(past, object, run);
}

function judgeWritten(past: Past, object: ObservedObject | undefined, run: number): Blocked | undefined {
  if (object === undefined || object.row === null || object.state !== "owned") return blockGone(past);
  return judgeFields(past, object, run);
}

function judgeFields(past: Past, object: ObservedObject, run: number): Blocked | undefined {
  const edited = findEdited(past, object);
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
