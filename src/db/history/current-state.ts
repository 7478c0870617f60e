import { type Address, forEachKind, KINDS, kindOf } from "../../model/address.js";
import type { CurrentObject } from "../../model/observed.js";
import type { Fields } from "../../model/resource.js";
import { guardOf, type Layout, layOutAll, layoutOf, selectRow } from "../backend/columns.js";
import { decodeRow } from "../backend/decode.js";
import { perProfile } from "../backend/profile.js";
import { tiesFor } from "../backend/records.js";
import type { Ties } from "../backend/ties.js";
import { seedOf } from "../backend/wide-seeds.js";
import type { DatabaseHandle } from "../connection/connect.js";
import type { Cell, Dialect, Session } from "../connection/session.js";
import { readRegistry } from "./history.js";

const SELECT = perProfile((profile) => {
  const layouts = layOutAll(profile);
  return forEachKind(
    (kind) => `SELECT o.address, o.state, o.protect, o.manifest, o.row_id, o.guard, o.fields,
      ${selectRow(layouts[kind], "x")} FROM json_each(?) j CROSS JOIN sync_objects o
      LEFT JOIN ${profile.kinds[kind].table} x ON x.id = o.row_id AND ${guardOf(kind, "x")} = o.guard
      WHERE o.estate = ? AND o.address = j.value`,
  );
});

const FIRST_OF_ROW = 7;

/** Gives what the registry knows of addresses, with their live rows. Those that it does not know are left out. */
type FindCurrentState = (addresses: readonly Address[]) => ReadonlyMap<Address, CurrentObject>;

/** Runs `work` on the database as it is at one moment; an absent one knows nothing. Writes nothing. */
export async function withCurrentState<T>(
  handle: DatabaseHandle,
  estate: string,
  work: (find: FindCurrentState) => T,
): Promise<T> {
  let isThere = false;
  const found = await readRegistry<T | undefined>(handle, undefined, (session) => {
    isThere = true;
    return work((addresses) => find(session, estate, addresses));
  });
  return isThere ? (found as T) : work(NOTHING);
}

const NOTHING: FindCurrentState = () => new Map();

function find(session: Session, estate: string, addresses: readonly Address[]) {
  const found = new Map<Address, CurrentObject>();
  for (const kind of KINDS) {
    const ofKind = addresses.filter((address) => kindOf(address) === kind);
    if (ofKind.length === 0) continue;
    for (const object of select(session, estate, kind, ofKind)) found.set(object.address, object);
  }
  return found;
}

function select(
  session: Session,
  estate: string,
  kind: CurrentObject["kind"],
  addresses: readonly Address[],
): readonly CurrentObject[] {
  const layout = layoutOf(session, kind);
  const ties = tiesFor(session, estate, kind, addresses.length > 1);
  return session
    .all(SELECT(session)[kind], JSON.stringify(addresses), estate)
    .map((cells) => readObject(layout, cells, ties, session.dialect));
}

function readObject(layout: Layout, cells: readonly Cell[], ties: Ties, dialect: Dialect): CurrentObject {
  const [address, state, protect, manifest, rowId, guard, fields] = cells;
  const recorded = JSON.parse(String(fields)) as Fields;
  const row = decodeRow(layout, cells, FIRST_OF_ROW, { fields: recorded, ties })?.fields;
  const seed = row === undefined ? undefined : seedOf(dialect, layout.kind, row, recorded);
  return {
    kind: layout.kind,
    address: String(address),
    state: state as CurrentObject["state"],
    protect: Number(protect) === 1,
    manifest: String(manifest),
    rowId: Number(rowId),
    guard: String(guard),
    recorded,
    row: row === undefined ? null : { ...row, ...(seed !== undefined && { seed }) },
  };
}
