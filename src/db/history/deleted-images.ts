import type { Address } from "../../model/address.js";
import { CHANGE_BEFORE, readStored } from "../backend/stored-json.js";
import type { DatabaseHandle } from "../connection/connect.js";
import type { Cell, Session } from "../connection/session.js";
import { readColumns } from "../schema/schema.js";
import { readRegistry } from "./history.js";
import { splitPrevious } from "./previous-state.js";

/** An image that a run of this estate deleted while it owned it, as it was recorded then. */
export interface DeletedImage {
  readonly run: number;
  readonly sha256: string;
  /** Where `sync collect` copied the file from; null for an image that came another way. */
  readonly collectedFrom: string | null;
}

/** What a database says of image files that no manifest declares. */
export interface FileRecords {
  readonly deleted: ReadonlyMap<Address, readonly DeletedImage[]>;
  /** Those of the addresses that any estate still has on record. */
  readonly recorded: ReadonlySet<Address>;
  /** Paths of files that rows of images show, everybody's, as the backend sees them. */
  readonly shown: readonly string[];
}

/** Reads what is known of these addresses. A database that is absent, or without our tables, knows nothing. */
export function readFileRecords(
  handle: DatabaseHandle,
  estate: string,
  addresses: readonly Address[],
): Promise<FileRecords | null> {
  return readRegistry<FileRecords | null>(handle, null, (session) => {
    const list = JSON.stringify(addresses);
    return {
      deleted: readDeleted(session, estate, list),
      recorded: new Set(
        session
          .all("SELECT address FROM sync_objects WHERE address IN (SELECT value FROM json_each(?))", list)
          .map(([address]) => String(address)),
      ),
      shown: readColumns(session).has("images")
        ? session.all("SELECT file_path FROM images").map(([path]) => String(path ?? ""))
        : [],
    };
  });
}

function readDeleted(
  session: Session,
  estate: string,
  list: string,
): ReadonlyMap<Address, readonly DeletedImage[]> {
  const found = new Map<Address, DeletedImage[]>();
  const rows = session.stream(
    `SELECT c.run, c.address, c.before FROM sync_changes c JOIN sync_runs r ON r.id = c.run
      WHERE r.estate = ? AND c.action = 'delete' AND c.address IN (SELECT value FROM json_each(?)) ORDER BY c.id`,
    estate,
    list,
  );
  for (const [run, cell, before] of rows) {
    const address = String(cell);
    const { former } = splitPrevious(readStored(CHANGE_BEFORE, before, run as Cell, address));
    const { sha256, "source.file": source } = former?.recorded ?? {};
    if (former === null || former.state === "none" || typeof sha256 !== "string") continue;
    const collectedFrom = typeof source === "string" ? source : null;
    found.set(address, [...(found.get(address) ?? []), { run: Number(run), sha256, collectedFrom }]);
  }
  return found;
}
