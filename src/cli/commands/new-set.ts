import { resolve } from "node:path";
import type { Command, Context } from "../args/command.js";
import type { Flags } from "../args/flags.js";
import { JSON_OPTION } from "../args/options.js";
import { EXIT, type ExitCode } from "../terminal/exit-codes.js";

/** `sync new set NAME`: the files of a new set template. */
export const newSet: Command = {
  name: "new set",
  summary: "make a set template: its manifest and the CSV of its items",
  details: `NAME becomes the slug as well. Files go to sets/ of the first manifest folder and to data/sets. Nothing is
overwritten, and nothing is written that does not validate.`,
  args: [{ label: "NAME", required: true }],
  options: [
    {
      name: "items",
      value: { kind: "count", label: "N", min: 1 },
      summary: "so many placeholder rows (default: 3)",
    },
    {
      name: "columns",
      value: { kind: "text", label: "A,B,C" },
      summary: "the columns of the items (default: name,description)",
    },
    {
      name: "from",
      value: { kind: "file", label: "FILE.csv" },
      summary: "take the items from a table, with commas, semicolons or tabs",
    },
    {
      name: "like",
      value: { kind: "text", label: "SLUG", candidates: "templates" },
      summary: "copy prompts, settings and LoRAs of a template; its items too, without --items and --from",
    },
    { name: "dry-run", summary: "show what would be made; write nothing" },
    JSON_OPTION,
  ],
  examples: [
    { line: 'sync new set "Chess pieces" --items 12', does: "12 rows to fill in" },
    { line: "sync new set birds --columns name,habitat,mood", does: "a set with columns of your own" },
    { line: "sync new set spirits --from spirits.csv --like card-deck", does: "other items, same prompts" },
  ],
  run: makeSetOf,
};

async function makeSetOf(context: Context): Promise<ExitCode> {
  const { args, cwd, flags, output } = context;
  const from = flags.text("from");
  const options = {
    name: args[0] as string,
    items: flags.count("items"),
    columns: readColumns(flags),
    from: from === undefined ? undefined : { path: resolve(cwd, from), shown: from },
    like: flags.text("like"),
    dryRun: flags.isOn("dry-run"),
  };
  const [{ withProject }, { makeSet }, { printNew }] = await Promise.all([
    import("../args/project.js"),
    import("../../engine/new/new-set.js"),
    import("../views/print-new.js"),
  ]);
  const made = await withProject(context, (project) => makeSet(project, options));
  const isFilled = from !== undefined || (options.like !== undefined && options.items === undefined);
  const step = isFilled ? "see the prompts" : `fill in the rows of ${made.files[1]?.path}, then run`;
  await printNew(made, `Next: ${step}: sync render ${made.slug}`, output);
  return EXIT.success;
}

/** Columns by name. Throws a usage failure for options that don't go together. */
function readColumns(flags: Flags): readonly string[] | undefined {
  if (flags.text("from") !== undefined)
    flags.rejectBeside("--from", ["items", "columns"], "the file brings the items and their columns.");
  if (flags.text("like") !== undefined)
    flags.rejectBeside("--like", ["columns"], "the template brings the columns.");
  return flags
    .text("columns")
    ?.split(",")
    .map((column) => column.trim());
}
