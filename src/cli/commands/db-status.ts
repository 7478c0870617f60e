import type { Command, Context } from "../args/command.js";
import { DETAILED_EXITCODE, FORMAT_OPTIONS } from "../args/options.js";
import { EXIT, type ExitCode } from "../terminal/exit-codes.js";

/** `sync db status`: which schema the database has. */
export const dbStatus: Command = {
  name: "db status",
  summary: "show the schema of the database and its pending migrations",
  args: [],
  options: [DETAILED_EXITCODE, ...FORMAT_OPTIONS],
  examples: [{ line: "sync db status", does: "see whether sync db migrate has something to do" }],
  run: showDatabase,
};

async function showDatabase(context: Context): Promise<ExitCode> {
  const { flags, output } = context;
  const [{ withProject }, { inspectDatabase }, { describeDatabase, summarizeDatabase }, { printResult }] =
    await Promise.all([
      import("../args/project.js"),
      import("../../engine/inspect-database.js"),
      import("../views/text/database-text.js"),
      import("../views/print-result.js"),
    ]);
  const report = await withProject(context, inspectDatabase);
  await printResult(output, summarizeDatabase(report, output.hint), () =>
    output.hint(describeDatabase(report)),
  );
  const { state, unusable } = report;
  const isBehind = unusable === null && state.generation !== "empty" && state.pending.length > 0;
  return isBehind && flags.isOn("detailed-exitcode") ? EXIT.changesPresent : EXIT.success;
}
