import type { Kind } from "../../model/address.js";
import type { Fields } from "../../model/resource.js";
import type { Session } from "../connection/session.js";
import { layoutOf } from "./columns.js";
import type { KnownFields } from "./decode.js";
import { OBJECT_FIELDS, readStored } from "./stored-json.js";
import { lookUpTies, NO_TIES, readTies, type Ties } from "./ties.js";

/** Nothing is recorded of a row. */
export const UNKNOWN: KnownFields = { fields: {}, ties: NO_TIES };

/** The ties that rows of a kind have; none where the profile keeps them otherwise. `many`: for a whole stream of rows. */
export function tiesFor(session: Session, estate: string, kind: Kind, many: boolean): Ties {
  const { tie } = layoutOf(session, kind);
  if (tie === undefined) return NO_TIES;
  return (many ? readTies : lookUpTies)(session, estate, tie.ties);
}

/**
 * What the records of an estate say of rows, by row id and guard, as far as the rows themselves don't say it. Needs a
 * migrated database.
 */
export function readKnownFields(
  session: Session,
  estate: string,
  kind: Kind,
  ids: readonly number[],
  ties: Ties = tiesFor(session, estate, kind, ids.length > 1),
): (rowId: number, guard: string) => KnownFields {
  const { recorded, tie } = layoutOf(session, kind);
  if (recorded.length === 0 && tie === undefined) return () => UNKNOWN;
  const rows = session.all(
    `SELECT o.row_id, o.guard, o.address, o.fields FROM json_each(?) j CROSS JOIN sync_objects o
      WHERE o.kind = ? AND o.row_id = CAST(j.value AS INTEGER) AND o.estate = ? ORDER BY o.state DESC, o.address DESC`,
    JSON.stringify(ids),
    kind,
    estate,
  );
  const known = new Map<string, KnownFields>();
  // Of several records of one row the owned one counts, which comes last.
  for (const [id, guard, address, text] of rows)
    known.set(`${id} ${guard}`, {
      fields: readStored<Fields>(OBJECT_FIELDS, text, estate, address ?? null),
      ties,
    });
  return (rowId, guard) => known.get(`${rowId} ${guard}`) ?? { fields: {}, ties };
}
