import type { Blocked } from "../model/change.js";
import type { ObservedObject, ObservedRow } from "../model/observed.js";
import type { Resource } from "../model/resource.js";

/** Blocks a declared object whose row was deleted in the database: only --restore creates it again. */
export function blockDeleted(resource: Resource, object: ObservedObject): Blocked {
  const { address, kind, origin } = resource;
  return {
    address,
    kind,
    code: "deleted-in-database",
    reason: `its row was deleted in the database since run ${object.run} (${object.recordedAt.slice(0, 16)} UTC)`,
    help: `Remove the entry from the manifest, or restore the row with --restore ${address}.`,
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
    reason: `row ${row.id} has malformed JSON in ${[...columns].sort().join(", ")}`,
    help: "Correct the value in the database or set it to NULL, then plan again.",
    source: origin.source,
  };
}
