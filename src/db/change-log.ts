import { hash } from "node:crypto";
import type { HistoryEntry } from "../apply/ports.js";
import type { Address } from "../model/address.js";
import { canonicalJson } from "../model/json.js";
import { BulkInsert } from "./bulk-insert.js";
import { joinFormer, readFormer } from "./former.js";
import type { Session } from "./session.js";

/** The changes of a run, one row each, numbered in the order of its plan. */
export interface ChangeLog {
  /** Of new rows. */
  readonly made: readonly Address[];
  /** Of all other changes. */
  readonly others: readonly Address[];
  /** Keeps the digest of what a new row is declared to be: canonical JSON. Quick when called in the order of the plan. */
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
  const changes = new BulkInsert(session, { table: TABLE, columns, constants: { run } });
  const [made, others]: [Address[], Address[]] = [[], []];
  const ids: number[] = [];
  for (const { address, action, before, after, touched } of entries) {
    const id = session.nextId(TABLE);
    if (after === undefined) {
      made.push(address);
      ids.push(id);
      continue;
    }
    others.push(address);
    const there =
      touched === undefined
        ? canonicalJson(before)
        : joinFormer(before, readFormer(session, estate, touched));
    changes.add([id, address, action, there, canonicalJson(after)]);
  }
  changes.flush();
  return { made, others, ...logNew(session, run, made, ids) };
}

function logNew(
  session: Session,
  run: number,
  made: readonly Address[],
  ids: readonly number[],
): Pick<ChangeLog, "keepNew" | "flush"> {
  const constants = { run, action: "create", before: "null" };
  const changes = new BulkInsert(session, { table: TABLE, columns: ["id", "address", "after"], constants });
  let next = 0;
  let kept = 0;
  return {
    keepNew: (address, declared) => {
      const ahead = made.indexOf(address, next);
      const place = ahead < 0 ? made.indexOf(address) : ahead;
      if (place < 0) return;
      changes.add([ids[place] as number, address, `{"sha256":"${hash("sha256", declared)}"}`]);
      next = place + 1;
      kept++;
    },
    flush: () => {
      changes.flush();
      if (kept !== made.length) throw new Error(`History names ${made.length} new rows, but ${kept} came`);
    },
  };
}
