import type { Address } from "../model/address.js";
import type { Observation, ObservedObject } from "../model/observed.js";
import { findCandidates, type HashFile } from "./candidates.js";
import { type DatabaseHandle, readTransaction } from "./connect.js";
import { findForeignUses } from "./foreign-uses.js";
import { readColumns } from "./generation.js";
import { streamObjects } from "./objects.js";
import type { RowSource } from "./observed-rows.js";
import { readState, readStateIn } from "./state.js";

export interface ObserveOptions {
  readonly estate: string;
  /** Reads the bytes behind images that could be taken over. */
  readonly hashFile: HashFile;
}

/**
 * Runs `work` on the database as it is at one moment, of any generation, with or without our own tables. Nothing is
 * written; an absent database is seen as an empty one. The observation ends with `work`.
 */
export async function observe<T>(
  handle: DatabaseHandle,
  options: ObserveOptions,
  work: (observation: Observation) => Promise<T>,
): Promise<T> {
  if (handle.isAbsent) return work({ ...NOTHING, database: await readState(handle) });
  return readTransaction(handle, async (session) => {
    const database = readStateIn(session);
    if (database.generation === "empty") return work({ ...NOTHING, database });
    const source: RowSource = {
      session,
      columns: readColumns(session),
      estate: options.estate,
      migrated: database.id !== "none",
    };
    return work({
      database,
      objects: source.migrated ? () => asAsync(streamObjects(session, options.estate)) : NOTHING.objects,
      findCandidates: async (queries) => findCandidates(source, queries, options.hashFile),
      findForeignUses: async (addresses: readonly Address[]) =>
        source.migrated ? findForeignUses(source, addresses) : [],
    });
  });
}

const NOTHING: Omit<Observation, "database"> = {
  objects: () => asAsync([]),
  findCandidates: async () => [],
  findForeignUses: async () => [],
};

async function* asAsync(objects: Iterable<ObservedObject>): AsyncGenerator<ObservedObject, void, undefined> {
  yield* objects;
}
