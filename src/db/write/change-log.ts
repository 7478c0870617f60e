import type { HistoryEntry } from "../../apply/ports.js";
import { sha256Of } from "../../files/hash.js";
import type { Address } from "../../model/address.js";
import { canonicalJson } from "../../model/json.js";
import type { Session } from "../connection/session.js";
import { joinPrevious, readPrevious } from "../history/previous-state.js";
import { AddressMap } from "./address-map.js";

/** The changes of a run, one row each, numbered in the order of its plan. */
export interface ChangeLog {
  /** Of new rows, with their numbers. */
  readonly made: AddressMap;
  /** Of all other changes. */
  readonly others: readonly Address[];
  /** Keeps the digest of what a new row is declared to be: canonical JSON. */
  keepNew(address: Address, declared: string): void;
  /** Writes what waits. Throws when a new row that history names did not come. */
  flush(): void;
}

const TABLE = "sync_changes";

/**
 * Keeps what a run is about to do, with what it finds; to be called before anything is written. New rows, which find
 * nothing, are left to `keepNew`: whoever writes them has the text of their values.
 */
export function recordChanges(
  session: Session,
  estate: string,
  run: number,
  entries: Iterable<HistoryEntry>,
): ChangeLog {
  const columns = ["id", "address", "action", "before", "after"];
  const changes = session.insertInto({ table: TABLE, columns, constants: { run } });
  const made = new AddressMap();
  const others: Address[] = [];
  for (const { address, action, before, after, touched } of entries) {
    const id = session.nextId(TABLE);
    if (after === undefined) {
      made.set(address, id);
      continue;
    }
    others.push(address);
    const there =
      touched === undefined
        ? canonicalJson(before)
        : joinPrevious(before, readPrevious(session, estate, touched));
    changes.add([id, address, action, there, canonicalJson(after)]);
  }
  changes.flush();
  return { made, others, ...logNew(session, run, made) };
}

function logNew(session: Session, run: number, made: AddressMap): Pick<ChangeLog, "keepNew" | "flush"> {
  const constants = { run, action: "create", before: "null" };
  const changes = session.insertInto({ table: TABLE, columns: ["id", "address", "after"], constants });
  let kept = 0;
  return {
    keepNew: (address, declared) => {
      const id = made.get(address);
      if (id === undefined) return;
      changes.add([id, address, `{"sha256":"${sha256Of(declared)}"}`]);
      kept++;
    },
    flush: () => {
      changes.flush();
      if (kept !== made.size) throw new Error(`History names ${made.size} new rows, but ${kept} came`);
    },
  };
}
