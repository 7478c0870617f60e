import type { Blocked } from "../model/change.js";
import type { ObservedObject, ObservedRow } from "../model/observed.js";
import type { Resource } from "../model/resource.js";

/** A declared object whose row somebody deleted: never made again without being asked. */
export function blockGone(resource: Resource, object: ObservedObject): Blocked {
  const { address, kind, origin } = resource;
  return {
    address,
    kind,
    code: "deleted-in-database",
    reason: `its row was deleted in the database since run ${object.run} (${object.recordedAt.slice(0, 16)} UTC)`,
    help: `Take the entry out of the manifest, or bring the row back with --restore ${address}.`,
    source: origin.source,
  };
}

/** A row whose columns hold what can't be read as the JSON that belongs there; writing would lose it. */
export function blockUnreadable(resource: Resource, row: ObservedRow, columns: ReadonlySet<string>): Blocked {
  const { address, kind, origin } = resource;
  return {
    address,
    kind,
    code: "column-unreadable",
    reason: `row ${row.id} holds text that is not the JSON expected in ${[...columns].sort().join(", ")}`,
    help: "Mend the value in the database or set it to NULL, then plan again.",
    source: origin.source,
  };
}
