import { randomUUID } from "node:crypto";
import type { DatabaseHandle } from "../../db/connection/connect.js";
import type { Lease } from "../../db/queue/lease.js";
import type { Project } from "./project.js";
import type { Runner } from "./runner.js";

const RENEW_EVERY_MS = 20_000;

/**
 * Does work that writes while no other run does; the lease is renewed meanwhile, and always released. From
 * here on a signal asks to stop: it ends the wait for the lease, and the work where that listens.
 */
export async function withLease<T>(
  { ports, lockTimeoutMs: timeoutMs }: Pick<Project, "ports" | "lockTimeoutMs">,
  handle: DatabaseHandle,
  { who, host }: Pick<Runner, "who" | "host">,
  operation: string,
  work: (lease: Lease) => Promise<T>,
): Promise<T> {
  const { acquireLease } = await import("../../db/queue/lease.js");
  const lease = await acquireLease(handle, {
    id: randomUUID(),
    who,
    host,
    operation,
    timeoutMs,
    clock: ports.now,
    signal: ports.takeSignal(),
    onWait: (holder) => ports.note(`Waiting for ${holder.who}@${holder.host}, who holds the lock …`),
    onWaitForWriter: () => ports.note("Waiting for another program that is writing to the database …"),
  });
  const stopRenewing = keepRenewing(lease);
  const end = async () => {
    await stopRenewing();
    await lease.release();
  };
  const result = await work(lease).catch(async (error: unknown) => {
    // What went wrong first is what a person has to fix; a lease that can't be released expires by itself.
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
