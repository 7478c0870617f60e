import type { RunHeader } from "../../apply/ports.js";
import { type Address, kindOf } from "../../model/address.js";
import { formatTime } from "../../model/time.js";
import { type DatabaseHandle, writeTransaction } from "../connection/connect.js";
import { beginRun, closeRun } from "../history/runs.js";
import type { Lease } from "../queue/lease.js";
import { dropFromBaseline } from "../tracking/store-baseline.js";
import { recordChanges } from "./change-log.js";
import { createExecution } from "./execution.js";
import { dropRecord, findHolders, readRegistered, retireThumbnail } from "./registry.js";

interface ForgetOptions {
  readonly run: RunHeader;
  readonly clock: () => Date;
  readonly lease: Pick<Lease, "fence">;
}

/**
 * Drops the record of an object, whether its row is there or gone, and notes that in history; no row of the backend is
 * touched. False when the estate has no such record.
 */
export function forgetObject(
  handle: DatabaseHandle,
  address: Address,
  { run, clock, lease }: ForgetOptions,
): Promise<boolean> {
  return writeTransaction(
    handle,
    async (session) => {
      const now = formatTime(clock());
      const { estate } = run;
      const execution = createExecution(session, 0, now, run);
      const kind = kindOf(address);
      const known = readRegistered(execution, kind, address);
      if (known === undefined) return false;
      dropFromBaseline(session, estate, findHolders(execution, [address]));
      const { rowId, guard, recorded } = known.object;
      if (kind === "image" && known.row === null) retireThumbnail(execution, rowId, guard);
      dropRecord(execution, address);
      const number = beginRun(session, run);
      recordChanges(session, estate, number, [{ address, action: "forget", before: recorded, after: null }]);
      closeRun(session, number, { state: "complete", finishedAt: now, summary: { forget: 1 } });
      return true;
    },
    lease.fence,
  );
}
