import { isBigSeed, specOf } from "../../model/fields.js";
import type { DatabaseState, ObservedObject } from "../../model/observed.js";
import { SEEDS } from "../schema/migrations/007-seeds.js";

/** Shows objects of a database whose seeds still wait for their migration as they will be after it. */
export function* showPendingSeeds(
  objects: Iterable<ObservedObject>,
  { pending }: Pick<DatabaseState, "pending">,
): Generator<ObservedObject, void, undefined> {
  if (!pending.includes(SEEDS)) return yield* objects;
  for (const object of objects) yield fillSeed(object);
}

function fillSeed(object: ObservedObject): ObservedObject {
  const { kind, state, row, recorded } = object;
  const seed = recorded.seed;
  if (kind !== "image" || state !== "owned" || row === null || typeof seed !== "string") return object;
  if (row.fields.seed !== null || isBigSeed(specOf(kind, "seed"), seed)) return object;
  return { ...object, row: { ...row, fields: { ...row.fields, seed } } };
}
