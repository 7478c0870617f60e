import type { DatabaseState } from "../../model/observed.js";
import type { Command, Context } from "../command.js";
import { EXIT, type ExitCode } from "../exit-codes.js";
import { DETAILED_EXITCODE, FORMAT_OPTIONS } from "../options.js";

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
  const [{ readSettings }, { withDatabase }, { readState }] = await Promise.all([
    import("../project.js"),
    import("../database.js"),
    import("../../db/state.js"),
  ]);
  const settings = await readSettings(context);
  const { url, state } = await withDatabase(settings, "read", async (handle) => ({
    url: handle.url,
    state: await readState(handle),
  }));
  if (output.json) {
    const { writeJson } = await import("../../report/json-text.js");
    output.print(writeJson({ url, ...state }));
  } else {
    output.print(describe(url, state));
  }
  const pending = state.generation !== "empty" && state.pending.length > 0;
  return pending && flags.isOn("detailed-exitcode") ? EXIT.changesPresent : EXIT.success;
}

function describe(
  url: string,
  { id, generation, pending, schemaVersion, servedFrom }: DatabaseState,
): string {
  if (generation === "empty") return `Database: ${url}\nEmpty: sync apply makes the tables.`;
  const lines = [
    `Database: ${url}`,
    `Identity: ${id}`,
    `Tables of the backend: generation ${generation}`,
    `Schema version: ${schemaVersion}`,
    ...(servedFrom === null ? [] : [`Assets served from: ${servedFrom}`]),
    pending.length === 0 ? "Pending migrations: none" : `Pending migrations: ${pending.join(", ")}`,
  ];
  return pending.length === 0
    ? lines.join("\n")
    : `${lines.join("\n")}\nRun sync db migrate; it makes a copy first.`;
}
