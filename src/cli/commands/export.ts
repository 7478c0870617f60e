import { resolve } from "node:path";
import { usageFailure } from "../../engine/project/failure.js";
import type { ExportFormat } from "../../export/export.js";
import type { Command, Context } from "../args/command.js";
import { WORKERS } from "../args/options.js";
import { EXIT, type ExitCode } from "../terminal/exit-codes.js";

const DEFAULT_REPEATS = 10;
const DEFAULT_SHARD_IMAGES = 1000;

/** `sync export`: a training set from albums. */
export const exportAlbums: Command = {
  name: "export",
  summary: "write a training set: pictures with their captions",
  details: `ALBUM is a slug. By default it exports only albums marked as training source, and no picture that the
manifest or the database marks nsfw. The caption of a picture is its caption labels, including those that
others wrote to the database, or else its prompt. Every picture is hashed and decoded first. If one is
missing or damaged, nothing is written and the exit code is 6. DIR appears only once it is complete.`,
  args: [{ label: "ALBUM", required: true, repeated: true }],
  options: [
    {
      name: "format",
      value: { kind: "choice", choices: ["kohya", "imagefolder", "webdataset"] },
      summary: "kohya folders, Hugging Face imagefolder, or WebDataset shards (required)",
    },
    {
      name: "out",
      short: "o",
      value: { kind: "folder", label: "DIR" },
      summary: "a folder that is new or empty (required)",
    },
    { name: "any-album", summary: "also albums that are not marked as training source" },
    { name: "include-nsfw", summary: "also pictures that are marked nsfw" },
    {
      name: "repeats",
      value: { kind: "count", label: "N", min: 1 },
      summary: `kohya: how often a picture is shown in an epoch (default: ${DEFAULT_REPEATS})`,
    },
    {
      name: "shard-images",
      value: { kind: "count", label: "N", min: 1 },
      summary: `webdataset: pictures in one tar (default: ${DEFAULT_SHARD_IMAGES})`,
    },
    {
      name: "strict",
      summary: "kohya: refuse formats that its loader does not read, instead of converting them to PNG",
    },
    { ...WORKERS, summary: "pictures read and decoded at the same time" },
    { name: "json", summary: "print the summary as JSON" },
  ],
  examples: [
    {
      line: "sync export decks/tarot-deck-20251014-224018 --format kohya --out train/tarot",
      does: "10_decks-tarot-…/ with pictures and .txt captions",
    },
    {
      line: "sync export zodiac/one zodiac/two --format webdataset --out shards",
      does: "two albums in tars",
    },
  ],
  run: exportTrainingSet,
};

async function exportTrainingSet(context: Context): Promise<ExitCode> {
  const { args, flags, cwd, output } = context;
  const format = flags.text("format") as ExportFormat | undefined;
  const out = flags.text("out");
  if (format === undefined || out === undefined)
    throw usageFailure(
      `${format === undefined ? "--format" : "--out"} is missing`,
      "E.g. sync export ALBUM --format kohya --out DIR.",
    );
  const [{ withProject }, { readWorkers }, engine, { describeExport }, { printResult }] = await Promise.all([
    import("../args/project.js"),
    import("../args/workers.js"),
    import("../../engine/export.js"),
    import("../views/export-text.js"),
    import("../views/print-result.js"),
  ]);
  const options = {
    slugs: args.map((arg) => arg.replace(/^album:/, "")),
    anyAlbum: flags.isOn("any-album"),
    includeNsfw: flags.isOn("include-nsfw"),
    format,
    out: resolve(cwd, out),
    shownOut: out,
    repeats: flags.count("repeats") ?? DEFAULT_REPEATS,
    shardImages: flags.count("shard-images") ?? DEFAULT_SHARD_IMAGES,
    strict: flags.isOn("strict"),
    workers: await readWorkers(context),
  };
  const summary = await withProject(context, (project) => engine.exportAlbums(project, options));
  await printResult(output, { format, out, ...summary }, () => describeExport(summary, { format, out }));
  return EXIT.success;
}
