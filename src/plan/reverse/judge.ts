import type { Address } from "../../model/address.js";
import type { Blocked } from "../../model/change.js";
import { canonicalJson, equalJson, type Json } from "../../model/json.js";
import type { ObservedObject } from "../../model/observed.js";
import { findEdited, isSet } from "./fields.js";
import type { Addresses } from "./names.js";
import type { RunEntry } from "./run-entries.js";

/** Objects of the estate by their present address. */
export type Objects = ReadonlyMap<Address, ObservedObject>;

/** What judging needs beside the objects. */
interface JudgeContext {
  readonly run: number;
  readonly names: Addresses;
}

const LONGEST_VALUE = 60;

/** The current object that a run wrote; undefined when it no longer exists or another object has its address. */
export function findObject(past: RunEntry, objects: Objects): ObservedObject | undefined {
  const object = objects.get(past.address);
  const isMoved = past.address !== past.formerAddress;
  return isMoved && object?.movedFrom !== past.former.movedFromAfter ? undefined : object;
}

/**
 * Why the current state blocks the reversal of a change; undefined when it can be reversed, or when nothing of it is
 * left.
 */
export function checkEntry(past: RunEntry, objects: Objects, around: JudgeContext): Blocked | undefined {
  const object = findObject(past, objects);
  switch (past.what) {
    case "unknown":
      return block(
        past,
        "reverse-unrecorded",
        "history has no previous value",
        "Declare the previous values in a manifest, then apply.",
      );
    case "created":
      return undefined;
    case "deleted":
      return object === undefined || object.row === null || isRecreated(past, object)
        ? undefined
        : blockInUse(past, past.address);
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

/** Blocks a change because another row uses the address or filename. */
export function blockInUse(past: RunEntry, name: string): Blocked {
  return block(
    past,
    "reverse-name-in-use",
    `another row uses ${name}`,
    "Rename or remove that row, then reverse the run again. --prune deletes rows that the run created; --skip-blocked applies the rest.",
  );
}

/** True for a moved object that is back at its address from before the run. */
export function isBack(past: RunEntry, objects: Objects): boolean {
  const { address, formerAddress, former } = past;
  const object = objects.get(formerAddress);
  if (address === formerAddress || findObject(past, objects) !== undefined || object?.row === null)
    return false;
  return object?.state === "owned" && object.guard === former.guard && object.movedFrom === former.movedFrom;
}

/** True for a deleted object that exists again with the values declared then. */
function isRecreated({ former }: RunEntry, { state, recorded }: ObservedObject): boolean {
  return (
    state === "owned" &&
    Object.entries(former.recorded).every(
      ([field, value]) => isSet(field) || equalJson(recorded[field], value),
    )
  );
}

function judgeReleased(
  past: RunEntry,
  object: ObservedObject | undefined,
  around: JudgeContext,
): Blocked | undefined {
  if (object === undefined || object.row === null) return blockMissing(past);
  return object.state === "owned" ? undefined : judgeFields(past, object, around);
}

function judgeWritten(
  past: RunEntry,
  object: ObservedObject | undefined,
  around: JudgeContext,
): Blocked | undefined {
  if (object === undefined || object.row === null || object.state !== "owned") return blockMissing(past);
  return judgeFields(past, object, around);
}

function judgeFields(
  past: RunEntry,
  object: ObservedObject,
  { run, names }: JudgeContext,
): Blocked | undefined {
  const edited = findEdited(past, object, names);
  if (edited === undefined) return undefined;
  const { field, wrote, found } = edited;
  const reason = `${field} was changed since run ${run}: the run wrote ${show(wrote)}, the current value is ${show(found)}`;
  return block(
    past,
    "reverse-edited",
    reason,
    "Set the value by hand, or pass --skip-blocked to apply the rest.",
  );
}

function blockMissing(past: RunEntry): Blocked {
  const reason =
    "the estate no longer has this row: it was deleted, released, moved or forgotten since the run";
  return block(
    past,
    "reverse-object-missing",
    reason,
    "There is nothing to reverse. sync history shows what happened to the row.",
  );
}

function block({ address, kind }: RunEntry, code: string, reason: string, help: string): Blocked {
  return { address, kind, code, reason, help };
}

function show(value: Json): string {
  const text = canonicalJson(value);
  return text.length > LONGEST_VALUE ? `${text.slice(0, LONGEST_VALUE)}…` : text;
}
