import { relative } from "node:path";
import type { Command, Context } from "../args/command.js";
import { FORMAT_OPTIONS, LOCK_TIMEOUT } from "../args/options.js";
import { EXIT, type ExitCode } from "../terminal/exit-codes.js";

/** `sync db migrate`: bring the schema of an existing database up to date. */
export const dbMigrate: Command = {
  name: "db migrate",
  summary: "bring the schema of an existing database up to date",
  details:
    "Rows are kept; a copy of the database is made beside it first. Needs no consent: nothing is taken away.",
  args: [],
  options: [LOCK_TIMEOUT, ...FORMAT_OPTIONS],
  examples: [{ line: "sync db migrate", does: "run the migrations that sync db status lists as pending" }],
  run: bringUpToDate,
};

async function bringUpToDate(context: Context): Promise<ExitCode> {
  const [{ withProject }, { migrateDatabase }, { describeMigrations }, { printResult }] = await Promise.all([
    import("../args/project.js"),
    import("../../engine/migrate.js"),
    import("../views/text/database-text.js"),
    import("../views/print-result.js"),
  ]);
  const { applied, backup } = await withProject(context, migrateDatabase);
  const copy = backup === null ? null : relative(context.cwd, backup);
  await printResult(context.output, { applied, copy }, () => describeMigrations(applied, copy));
  return EXIT.success;
}
