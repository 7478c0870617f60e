import type { Command, Context } from "../args/command.js";
import { FORMAT_OPTIONS } from "../args/options.js";
import { EXIT, type ExitCode } from "../terminal/exit-codes.js";

/** `sync db copy FROM TO`: copy all rows of a database into an empty one. */
export const dbCopy: Command = {
  name: "db copy",
  summary: "copy all rows of a database into an empty one, e.g. from SQLite to PostgreSQL",
  details: `Ids and the identity of the database stay; plans saved before still fit. TO must be absent or empty. What was written is
read back and compared before the transaction ends. Stop whatever writes to FROM: it goes on for itself otherwise.`,
  args: [
    { label: "FROM", required: true },
    { label: "TO", required: true },
  ],
  options: [
    {
      name: "new-id",
      summary: "give the copy an identity of its own, for a database that goes on beside FROM",
    },
    {
      name: "without",
      value: { kind: "list", label: "TABLE" },
      summary: "leave out a table of another program",
    },
    ...FORMAT_OPTIONS,
  ],
  examples: [
    {
      line: "sync db copy sqlite:data/albums.db postgres://me@host/albums",
      does: "move to a server; then name that one in the configuration",
    },
    {
      line: "sync db copy --new-id postgres://me@host/albums sqlite:try.db",
      does: "make a database to try something in",
    },
  ],
  run: copyRows,
};

async function copyRows(context: Context): Promise<ExitCode> {
  const [{ readProjectRequest }, { withPorts }, { openProject }, { copyDatabase }, text, { printResult }] =
    await Promise.all([
      import("../args/project.js"),
      import("../terminal/ports.js"),
      import("../../engine/project/project.js"),
      import("../../engine/copies/copy-database.js"),
      import("../views/text/copy-text.js"),
      import("../views/print-result.js"),
    ]);
  const { args, flags, output } = context;
  const request = readProjectRequest(context);
  const copy = await withPorts(context, async (ports) => {
    const addressOf = async (database: string | undefined) =>
      (await openProject({ ...request, database }, ports)).settings.database;
    return copyDatabase(
      {
        from: await addressOf(args[0]),
        to: await addressOf(args[1]),
        hasNewId: flags.isOn("new-id"),
        without: flags.list("without"),
      },
      ports,
    );
  });
  await printResult(output, copy, () => text.describeCopy(copy));
  return EXIT.success;
}
