import type { Address } from "../../model/address.js";
import type { Previous } from "../../model/history.js";
import { isJsonObject, type Json } from "../../model/json.js";
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
  /**
   * True when history tells that the image was made of a file with a source, as `sync collect` declares it. An adopted row
   * shows a file that was there before, whatever its manifest says of a source.
   */
  readonly isCollected: boolean;
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
  const origins = new Origins();
  const rows = session.stream(
    `SELECT c.run, c.address, c.action, c.before FROM sync_changes c JOIN sync_runs r ON r.id = c.run
      WHERE r.estate = ? AND c.address LIKE 'image:%' AND (c.action IN ('create', 'adopt', 'move')
        OR (c.action = 'delete' AND c.address IN (SELECT value FROM json_each(?)))) ORDER BY c.id`,
    estate,
    list,
  );
  for (const [run, cell, action, text] of rows) {
    const address = String(cell);
    const { before, former } = splitPrevious(readStored(CHANGE_BEFORE, text, run as Cell, address));
    if (action !== "delete") {
      origins.add(address, String(action), before, former);
      continue;
    }
    const { sha256, "source.file": source } = former?.recorded ?? {};
    if (former === null || former.state === "none" || typeof sha256 !== "string") continue;
    const isCollected = typeof source === "string" && origins.isMade(address);
    found.set(address, [...(found.get(address) ?? []), { run: Number(run), sha256, isCollected }]);
  }
  return found;
}

/** Which images were made by this program, and which were rows that it took over, followed through moves. */
class Origins {
  readonly #made = new Set<Address>();
  readonly #adopted = new Set<Address>();

  add(address: Address, action: string, before: Json, former: Previous | null): void {
    if (action === "create") this.#made.add(address);
    // Whoever declares a released image again takes back a row of this estate.
    else if (action === "adopt" && former?.state !== "released") this.#adopted.add(address);
    else if (action === "move" && isJsonObject(before) && typeof before.address === "string")
      for (const origin of [this.#made, this.#adopted]) if (origin.has(before.address)) origin.add(address);
  }

  isMade(address: Address): boolean {
    return this.#made.has(address) && !this.#adopted.has(address);
  }
}
