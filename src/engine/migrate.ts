import { randomUUID } from "node:crypto";
import { rmSync } from "node:fs";
import type { DatabaseHandle } from "../db/connection/connect.js";
import { readLock } from "../db/queue/lease.js";
import { copyBeforeMigration, type MigrateResult, migrate } from "../db/schema/migrate.js";
import { readState } from "../db/schema/state.js";
import { withDatabase } from "./project/database.js";
import { withLease } from "./project/lease.js";
import type { Project } from "./project/project.js";
import { identifyRunner } from "./project/runner.js";

/** Brings the schema of an existing database up to date, with a copy of the database beside it. */
export async function migrateDatabase(project: Project): Promise<MigrateResult> {
  // What has no identity yet gets one here.
  return withDatabase(project.settings, "write", (handle) => migrateOpen(project, handle), {
    identity: "configured or none",
    schema: "migratable",
  });
}

async function migrateOpen(project: Project, handle: DatabaseHandle): Promise<MigrateResult> {
  const { now } = project.ports;
  const { pending, generation } = await readState(handle, "migratable");
  if (pending.length === 0) return { applied: [], backup: null };
  const runner = identifyRunner(project.settings.projectDir);
  const inTurn = <T>(work: () => Promise<T>) => withLease(project, handle, runner, "db migrate", work);
  // The copy is made before our lease is written, but after another run that writes has ended.
  if ((await readLock(handle, now())) !== null) await inTurn(async () => {});
  const options = { clock: now, newId: randomUUID };
  if (generation === "empty" || handle.file === "") return inTurn(() => migrate(handle, options));
  const backup = await copyBeforeMigration(handle, options);
  let isUsed = false;
  try {
    const result = await inTurn(() => {
      isUsed = true;
      return migrate(handle, { ...options, backup });
    });
    isUsed = result.applied.length > 0;
    return result;
  } finally {
    if (!isUsed) rmSync(backup);
  }
}
