import type { DatabaseProblem } from "../../db/connection/problem.js";
import type { SchemaReport } from "../../db/schema/schema.js";
import type { DatabaseState } from "../../model/observed.js";
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
  const [{ readSettings }, { sayCopy, withAnyDatabase }, { inspectState }] = await Promise.all([
    import("../work/project.js"),
    import("../work/database.js"),
    import("../../db/schema/state.js"),
  ]);
  const settings = await readSettings(context);
  const { url, state, schema } = await withAnyDatabase(settings, "read", async (handle) => {
    sayCopy(handle, output);
    return { url: handle.url, ...(await inspectState(handle)) };
  });
  const unusable = schema !== null && schema.problem !== null ? { ...schema, problem: schema.problem } : null;
  if (output.json) {
    const { writeJson } = await import("../../report/formats/json-text.js");
    output.print(writeJson({ url, ...state, ...(unusable && summarize(unusable)) }));
  } else {
    const { databaseId } = settings;
    output.print(
      unusable === null
        ? describe(url, state, databaseId)
        : describeUnusable(url, state, databaseId, unusable),
    );
  }
  const pending = unusable === null && state.generation !== "empty" && state.pending.length > 0;
  return pending && flags.isOn("detailed-exitcode") ? EXIT.changesPresent : EXIT.success;
}

function describe(url: string, state: DatabaseState, expected: string | null): string {
  const { generation, pending, servedFrom } = state;
  if (generation === "empty") return `Database: ${url}\nEmpty: sync apply makes the tables.`;
  const lines = [
    ...identify(url, state, expected),
    ...(servedFrom === null ? [] : [`Assets served from: ${servedFrom}`]),
    pending.length === 0 ? "Pending migrations: none" : `Pending migrations: ${pending.join(", ")}`,
  ];
  return pending.length === 0
    ? lines.join("\n")
    : `${lines.join("\n")}\nRun sync db migrate; it makes a copy first.`;
}

function identify(
  url: string,
  { id, generation, schemaVersion }: DatabaseState,
  expected: string | null,
): readonly string[] {
  return [
    `Database: ${url}`,
    `Identity: ${id}${describeIdentity(id, expected)}`,
    `Tables of the backend: generation ${generation}`,
    `Schema version: ${schemaVersion}`,
  ];
}

/** How the identity stands to the configuration, with the line to paste where that names none. */
function describeIdentity(id: string, expected: string | null): string {
  if (expected !== null) return id === expected ? ", as configured" : `; the configuration names ${expected}`;
  if (id === "none") return "";
  return `\nTo refuse every other database, add to sync.config.yaml:\n  database_id: ${id}`;
}

type Unusable = SchemaReport & { readonly problem: DatabaseProblem };

function summarize({ missing, odd, problem: { code, message: summary, help } }: Unusable) {
  return { missing, odd, problem: { code, summary, help } };
}

/** Of a database that this program refuses. */
function describeUnusable(
  url: string,
  state: DatabaseState,
  expected: string | null,
  { missing, odd, problem }: Unusable,
): string {
  return [
    ...identify(url, state, expected),
    ...(missing.length === 0 ? [] : [`Missing: ${missing.join(", ")}`]),
    ...(odd.length === 0 ? [] : [`Unexpected: ${odd.join(", ")}`]),
    `This version can't use it [${problem.code}]: ${problem.message}`,
    problem.help,
  ].join("\n");
}
