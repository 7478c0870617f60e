import { type Address, forEachKind, type Kind } from "../../model/address.js";
import {
  type DatabaseState,
  hasBaseline,
  type Observation,
  type ObservedObject,
} from "../../model/observed.js";
import type { RowSource } from "../backend/observed-rows.js";
import { type DatabaseHandle, readTransaction } from "../connection/connect.js";
import type { Session } from "../connection/session.js";
import { readColumns } from "../schema/schema.js";
import { readState, readStateIn } from "../schema/state.js";
import { findOutdated } from "../tracking/outdated-thumbnails.js";
import { listHolders, readBaseline, readWatermark } from "../tracking/read-baseline.js";
import { findCandidates, type HashFile } from "./candidates.js";
import { findForeignUses } from "./foreign-uses.js";
import { findMembers } from "./members.js";
import { streamObjects } from "./objects.js";
import { showPendingSeeds } from "./pending-seeds.js";
import { countObjects, type ObjectCounts } from "./status.js";
import { findThumbnails } from "./thumbnail-facts.js";

interface ObserveOptions {
  readonly estate: string;
  /** Reads the bytes behind images that could be adopted. */
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
      ...(source.migrated ? observeRecords(session, options.estate, database) : NOTHING),
      findCandidates: async (queries) => findCandidates(source, [...queries], options.hashFile),
      findMembers: async (albums, except) => findMembers(source, albums, except, options.hashFile),
      findForeignUses: async (addresses: readonly Address[]) =>
        source.migrated ? findForeignUses(source, addresses) : [],
    });
  });
}

type Records = Omit<Observation, "database" | "findCandidates" | "findMembers" | "findForeignUses">;

function observeRecords(session: Session, estate: string, database: DatabaseState): Records {
  const hasMemory = hasBaseline(database);
  const baseline = hasMemory ? readBaseline(session, estate) : null;
  return {
    baseline,
    watermark: hasMemory ? readWatermark(session) : NOTHING.watermark,
    objects: (unread) =>
      asAsync(
        showPendingSeeds(
          streamObjects(session, estate, findPart(session, estate, unread)),
          database,
          session.dialect,
        ),
      ),
    findThumbnails: (unread, recipe) => findThumbnails(session, estate, unread, recipe),
    findOutdated: () => findOutdated(session, estate, baseline === null),
    countOwned: () => countOwned(session, estate),
  };
}

/** The manifests whose objects are wanted; undefined: all. */
function findPart(
  session: Session,
  estate: string,
  unread: ReadonlySet<string>,
): readonly string[] | undefined {
  if (unread.size === 0) return undefined;
  return listHolders(session, estate).filter((file) => !unread.has(file));
}

function countOwned(session: Session, estate: string): { [K in Kind]: number } {
  const count = (kind: Kind) => countObjects(session, estate, kind);
  const present = ({ owned, gone }: ObjectCounts) => owned - gone;
  return {
    "set-template": present(count("set-template")),
    album: present(count("album")),
    image: present(count("image")),
  };
}

const NOTHING: Omit<Observation, "database"> = {
  baseline: null,
  watermark: { mark: 0, run: 0 },
  objects: () => asAsync([]),
  findThumbnails: () => [],
  findOutdated: () => [],
  countOwned: () => forEachKind(() => 0),
  findCandidates: async () => [],
  findMembers: async () => [],
  findForeignUses: async () => [],
};

async function* asAsync(objects: Iterable<ObservedObject>): AsyncGenerator<ObservedObject, void, undefined> {
  yield* objects;
}
