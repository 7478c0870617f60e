import { randomUUID } from "node:crypto";
import { rmSync } from "node:fs";
import { relative } from "node:path";
import type { DatabaseHandle } from "../../db/connection/connect.js";
import type { Command, Context } from "../args/command.js";
import { FORMAT_OPTIONS, LOCK_TIMEOUT } from "../args/options.js";
import { EXIT, type ExitCode } from "../terminal/exit-codes.js";
import { identifyRunner } from "../terminal/run-header.js";

/** `sync db migrate`: bring the schema of an existing database up to date. */
export const dbMigrate: Command = {
  name: "db migrate",
  summary: "bring the schema of an existing database up to date",
  details:
    "Rows are kept; a copy of the database is made beside it first. Needs no consent: nothing is taken away.",
  args: [],
  options: [LOCK_TIMEOUT, ...FORMAT_OPTIONS],
  examples: [{ line: "sync db migrate", does: "run the migrations that sync db status lists as pending" }],
  run: migrateDatabase,
};

async function migrateDatabase(context: Context): Promise<ExitCode> {
  const { output, now, cwd } = context;
  const [
    { readSettings },
    { withDatabase },
    { withLease },
    { copyDatabase, migrate },
    { readLock },
    { readState },
  ] = await Promise.all([
    import("../work/project.js"),
    import("../work/database.js"),
    import("../work/lease.js"),
    import("../../db/schema/migrate.js"),
    import("../../db/queue/lease.js"),
    import("../../db/schema/state.js"),
  ]);
  const settings = await readSettings(context);
  const migrateOpen = async (handle: DatabaseHandle) => {
    const { pending, generation } = await readState(handle);
    if (pending.length === 0) return { applied: [], backup: null };
    const inTurn = <T>(work: () => Promise<T>) =>
      withLease(handle, identifyRunner(settings.projectDir), "db migrate", context, work);
    // The copy is made before our lease is written, but after another run that writes has ended.
    if ((await readLock(handle, now())) !== null) await inTurn(async () => {});
    const options = { clock: now, newId: randomUUID };
    if (generation === "empty") return inTurn(() => migrate(handle, options));
    const backup = await copyDatabase(handle, options);
    let isUsed = false;
    try {
      const outcome = await inTurn(() => {
        isUsed = true;
        return migrate(handle, { ...options, backup });
      });
      isUsed = outcome.applied.length > 0;
      return outcome;
    } finally {
      if (!isUsed) rmSync(backup);
    }
  };
  // What has no identity yet gets one here.
  const result = await withDatabase(settings, "write", migrateOpen, { identity: "configured or none" });
  const copy = result.backup === null ? null : relative(cwd, result.backup);
  if (output.json) {
    const { writeJson } = await import("../../report/formats/json-text.js");
    output.print(writeJson({ applied: result.applied, copy }));
  } else if (result.applied.length === 0) {
    output.print("The database is up to date.");
  } else {
    if (copy !== null) output.print(`Copied the database to ${copy}.`);
    output.print(result.applied.map((name) => `+ ${name}`).join("\n"));
    output.print(`${result.applied.length} run. The database is up to date.`);
  }
  return EXIT.success;
}
