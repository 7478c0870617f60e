import { isBigSeed, specOf } from "../../model/fields.js";
import type { DatabaseState, ObservedObject } from "../../model/observed.js";
import { seedOf } from "../backend/wide-seeds.js";
import type { Dialect } from "../connection/session.js";
import { SEEDS } from "../schema/migrations/007-seeds.js";

/** Shows objects whose seeds wait for their migration, or have no room in their column, as if the column held them. */
export function* showPendingSeeds(
  objects: Iterable<ObservedObject>,
  { pending }: Pick<DatabaseState, "pending">,
  dialect: Dialect,
): Generator<ObservedObject, void, undefined> {
  if (!dialect.keepsBigSeeds) for (const object of objects) yield showWideSeed(object, dialect);
  else if (!pending.includes(SEEDS)) yield* objects;
  else for (const object of objects) yield fillSeed(object);
}

function showWideSeed(object: ObservedObject, dialect: Dialect): ObservedObject {
  const { kind, row, recorded } = object;
  if (row === null) return object;
  const seed = seedOf(dialect, kind, row.fields, recorded);
  return seed === row.fields.seed || seed === undefined
    ? object
    : { ...object, row: { ...row, fields: { ...row.fields, seed } } };
}

function fillSeed(object: ObservedObject): ObservedObject {
  const { kind, state, row, recorded } = object;
  const seed = recorded.seed;
  if (kind !== "image" || state !== "owned" || row === null || typeof seed !== "string") return object;
  if (row.fields.seed !== null || isBigSeed(specOf(kind, "seed"), seed)) return object;
  return { ...object, row: { ...row, fields: { ...row.fields, seed } } };
}
