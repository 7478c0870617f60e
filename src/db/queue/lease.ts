import { setTimeout } from "node:timers/promises";
import { formatTime } from "../../model/time.js";
import { type DatabaseHandle, readTransaction, writeTransaction } from "../connection/connect.js";
import { DatabaseProblem, explainDriverError } from "../connection/problem.js";
import type { Session } from "../connection/session.js";
import { DEFAULT_WRITER_WAIT, waitForWriters } from "../connection/writer-wait.js";
import { createLockTable } from "../schema/migrations/005-lock.js";
import { hasTable } from "../schema/state.js";

/** How long a lease lasts that nobody renews: that of a killed run is free after this. */
export const LEASE_SECONDS = 60;
const FIRST_WAIT_MS = 100;
const LONGEST_WAIT_MS = 2000;

/** Who holds the lease, for what, and until when unless it is renewed. Times are canonical. */
export interface LockRecord {
  readonly id: string;
  readonly who: string;
  readonly host: string;
  readonly operation: string;
  readonly since: string;
  readonly expires: string;
}

export interface LeaseRequest extends Pick<LockRecord, "id" | "who" | "host" | "operation"> {
  /** How long to wait for somebody else; 0: not at all. */
  readonly timeoutMs: number;
  readonly clock: () => Date;
  /** Ends the wait, as the timeout does. */
  readonly signal?: AbortSignal;
  /** Told once, before waiting. */
  readonly onWait: (holder: LockRecord) => void;
  /** Told once for each transaction that has to wait for another program that writes. */
  readonly onWaitForWriter: () => void;
}

/** The right to write, as long as no other user took it after it ran out. */
export interface Lease {
  readonly id: string;
  /** Renews it as the first statement of a transaction. Throws {@link DatabaseProblem} `lock-lost` when it is gone. */
  fence(session: Session): void;
  /** Renews it on its own. Throws the same. */
  renew(): Promise<void>;
  release(): Promise<void>;
}

/** Takes the lease, waiting with growing pauses. Throws {@link DatabaseProblem} `lock-held` after the timeout. */
export async function acquireLease(handle: DatabaseHandle, request: LeaseRequest): Promise<Lease> {
  if (handle.writer === null) throw new Error("The database was opened for reading.");
  handle.writerWait = {
    timeoutMs: request.timeoutMs,
    onWait: request.onWaitForWriter,
    help: "Wait until it is done, end it, or pass a longer --lock-timeout, such as 5m.",
    ...(request.signal === undefined ? {} : { signal: request.signal }),
  };
  await ensureTable(handle);
  let waited = 0;
  for (let pause = FIRST_WAIT_MS; ; pause = Math.min(2 * pause, LONGEST_WAIT_MS)) {
    const holder = await inSession(handle, (session) => tryAcquire(session, request));
    if (holder === null) return createLease(handle, request);
    if (waited >= request.timeoutMs || request.signal?.aborted) throw describeLockHolder(holder);
    if (waited === 0) request.onWait(holder);
    const rest = Math.min(pause, request.timeoutMs - waited);
    await setTimeout(rest, undefined, { signal: request.signal }).catch(() => {});
    waited += rest;
  }
}

/** Who holds the lease at this time; null when nobody does. */
export async function readLock(handle: DatabaseHandle, now: Date): Promise<LockRecord | null> {
  if (handle.isAbsent) return null;
  return readTransaction(handle, async (session) => {
    if (!hasTable(session, "sync_lock")) return null;
    const record = selectLock(session);
    const time = formatTime(session.dialect.now(session, () => now));
    return record === null || record.expires <= time ? null : record;
  });
}

/** Takes the lease away from whoever holds it under this id; false when nobody does. */
export async function breakLock(handle: DatabaseHandle, id: string): Promise<boolean> {
  if (handle.writer === null) return false;
  await ensureTable(handle);
  return inSession(handle, (session) => session.run("DELETE FROM sync_lock WHERE id = ?", id) > 0);
}

async function ensureTable(handle: DatabaseHandle): Promise<void> {
  // Who may write rows need not have the right to make tables.
  if (await hasLockTable(handle)) return;
  const { url } = handle;
  const writer = handle.writer as NonNullable<typeof handle.writer>;
  await waitForWriters(handle, (statementMs) =>
    handle
      .limitWait(statementMs, () => createLockTable(writer))
      .catch(async (error: unknown) => {
        // On a server IF NOT EXISTS is no promise: of two that make it at once, one fails.
        if (await hasLockTable(handle)) return;
        throw explainDriverError(error, url);
      }),
  );
}

function hasLockTable(handle: DatabaseHandle): Promise<boolean> {
  return readTransaction(handle, async (session) => hasTable(session, "sync_lock"));
}

/** Null when it was taken, else who has it. */
function tryAcquire(session: Session, { id, who, host, operation, clock }: LeaseRequest): LockRecord | null {
  const since = session.dialect.now(session, clock);
  const taken = session.run(
    `INSERT INTO sync_lock (slot, id, who, host, operation, since, expires) VALUES (1, ?, ?, ?, ?, ?, ?)
      ON CONFLICT (slot) DO UPDATE SET id = excluded.id, who = excluded.who, host = excluded.host,
        operation = excluded.operation, since = excluded.since, expires = excluded.expires
        WHERE sync_lock.expires <= excluded.since`,
    id,
    who,
    host,
    operation,
    formatTime(since),
    expiryFrom(since),
  );
  return taken > 0 ? null : selectLock(session);
}

function createLease(handle: DatabaseHandle, { id, clock }: LeaseRequest): Lease {
  const keep = (session: Session): void => {
    const expires = expiryFrom(session.dialect.now(session, clock));
    const kept = session.run("UPDATE sync_lock SET expires = ? WHERE id = ?", expires, id);
    if (kept === 0)
      throw new DatabaseProblem(
        "lock-lost",
        "nothing more was written: this run lost its lock, which expired or was released with sync unlock",
        "Run sync plan to see the current state, then apply again.",
      );
  };
  return {
    id,
    fence: (session) => {
      keep(session);
      session.dialect.lockRows(session);
    },
    renew: () => inSession(handle, keep),
    release: () => {
      // A lease that can't be released runs out by itself, so it is not worth the whole wait.
      const { timeoutMs } = handle.writerWait;
      handle.writerWait = {
        ...handle.writerWait,
        timeoutMs: Math.min(timeoutMs, DEFAULT_WRITER_WAIT.timeoutMs),
      };
      return inSession(handle, (session) => void session.run("DELETE FROM sync_lock WHERE id = ?", id));
    },
  };
}

function selectLock(session: Session): LockRecord | null {
  const row = session.get("SELECT id, who, host, operation, since, expires FROM sync_lock WHERE slot = 1");
  if (row === undefined) return null;
  const [id, who, host, operation, since, expires] = row.map(String) as [
    string,
    string,
    string,
    string,
    string,
    string,
  ];
  return { id, who, host, operation, since, expires };
}

/** A transaction whose first statement is that of `work`, which is done again after another program held it up. */
async function inSession<T>(handle: DatabaseHandle, work: (session: Session) => T): Promise<T> {
  let result: { readonly value: T } | undefined;
  await writeTransaction(
    handle,
    async () => {},
    (session) => {
      result = { value: work(session) };
    },
  );
  return (result as unknown as { readonly value: T }).value;
}

function expiryFrom(time: Date): string {
  return formatTime(new Date(time.getTime() + LEASE_SECONDS * 1000));
}

function describeLockHolder({ id, who, host, operation, since }: LockRecord): DatabaseProblem {
  return new DatabaseProblem(
    "lock-held",
    `nothing was written: ${who}@${host} holds the lock for ${operation} since ${since.slice(0, 19)} UTC`,
    `Wait for it (--lock-timeout 5m), or run sync unlock ${id} if that run is dead.`,
  );
}
