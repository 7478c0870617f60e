import { randomUUID } from "node:crypto";
import type { DatabaseHandle } from "../../db/connection/connect.js";
import type { Lease } from "../../db/queue/lease.js";
import type { Context } from "../args/command.js";
import { usageFailure } from "../terminal/failure.js";
import type { Runner } from "../terminal/run-header.js";

const USUAL_TIMEOUT_MS = 30_000;
const RENEW_EVERY_MS = 20_000;
const UNITS = { ms: 1, s: 1000, m: 60_000 } as const;

/**
 * Does work that writes while no other run does; the lease is renewed meanwhile, and released on every way out. From
 * here on a signal asks to stop: it ends the wait for the lease, and the work where that listens.
 */
export async function withLease<T>(
  handle: DatabaseHandle,
  { who, host }: Pick<Runner, "who" | "host">,
  operation: string,
  { flags, now, output, takeSignals }: Context,
  work: (lease: Lease) => Promise<T>,
): Promise<T> {
  const timeoutMs = readTimeout(flags.text("lock-timeout"));
  const { acquireLease } = await import("../../db/queue/lease.js");
  const lease = await acquireLease(handle, {
    id: randomUUID(),
    who,
    host,
    operation,
    timeoutMs,
    clock: now,
    signal: takeSignals(),
    onWait: (holder) => output.say(`Waiting for ${holder.who}@${holder.host}, who holds the lock …`),
    onWaitForWriter: () => output.say("Waiting for another program that is writing to the database …"),
  });
  const stopRenewing = keepRenewing(lease);
  const end = async () => {
    await stopRenewing();
    await lease.release();
  };
  const result = await work(lease).catch(async (error: unknown) => {
    // What went wrong first is what a person has to mend; a lease that can't be released runs out by itself.
    await end().catch(() => {});
    throw error;
  });
  await end();
  return result;
}

/** Thumbnails may take longer than a lease lasts. Losing it then does no harm: each picture has a claim of its own. */
function keepRenewing(lease: Lease): () => Promise<void> {
  let last = Promise.resolve();
  const timer = setInterval(() => {
    last = lease.renew().catch(() => clearInterval(timer));
  }, RENEW_EVERY_MS);
  timer.unref();
  return () => {
    clearInterval(timer);
    return last;
  };
}

/** Milliseconds of `30s`, `5m`, `500ms` or plain seconds. Throws a usage failure. */
function readTimeout(text: string | undefined): number {
  if (text === undefined) return USUAL_TIMEOUT_MS;
  const [, amount, unit = "s"] = /^(\d{1,6})(ms|s|m)?$/.exec(text) ?? [];
  if (amount === undefined)
    throw usageFailure(`--lock-timeout can't be "${text}"`, "Use a time such as 30s or 5m; 0 does not wait.");
  return Number(amount) * UNITS[unit as keyof typeof UNITS];
}
