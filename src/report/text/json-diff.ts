import { equalJson, isJsonObject, type Json } from "../../model/json.js";

/** A place in a JSON value that differs. `path`: e.g. `[0].weight`; empty for the value itself. */
interface LeafDiff {
  readonly path: string;
  /** Undefined on the side where the place does not exist. */
  readonly before: Json | undefined;
  readonly after: Json | undefined;
}

/** The deepest places in which two values differ: keys ascending, list entries in order. Equal ends of lists are matched. */
export function diffJson(before: Json | undefined, after: Json | undefined, path = ""): readonly LeafDiff[] {
  if (equalJson(before, after)) return [];
  if (Array.isArray(before) && Array.isArray(after)) return diffLists(before, after, path);
  if (isJsonObject(before) && isJsonObject(after)) {
    const keys = [...new Set([...Object.keys(before), ...Object.keys(after)])].sort();
    return keys.flatMap((key) => diffJson(own(before, key), own(after, key), path + keyStep(key)));
  }
  return [{ path, before, after }];
}

function diffLists(before: readonly Json[], after: readonly Json[], path: string): readonly LeafDiff[] {
  const length = Math.max(before.length, after.length);
  const tail = before.length === after.length ? 0 : equalTail(before, after);
  const leaves: LeafDiff[] = [];
  for (let index = 0; index < length - tail; index++) {
    const old = index < before.length - tail ? before[index] : undefined;
    const now = index < after.length - tail ? after[index] : undefined;
    for (const leaf of diffJson(old, now, `${path}[${index}]`)) leaves.push(leaf);
  }
  return leaves;
}

/** How many entries at the end of both lists are equal. */
function equalTail(before: readonly Json[], after: readonly Json[]): number {
  let count = 0;
  while (
    count < Math.min(before.length, after.length) &&
    equalJson(before[before.length - 1 - count], after[after.length - 1 - count])
  )
    count++;
  return count;
}

function own(value: { readonly [key: string]: Json }, key: string): Json | undefined {
  return Object.hasOwn(value, key) ? value[key] : undefined;
}

function keyStep(key: string): string {
  return /^[A-Za-z_]\w*$/.test(key) ? `.${key}` : `[${JSON.stringify(key)}]`;
}
