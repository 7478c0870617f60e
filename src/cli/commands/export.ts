import { resolve } from "node:path";
import { usageFailure } from "../../engine/project/failure.js";
import type { ExportFormat } from "../../export/export.js";
import type { Command, Context } from "../args/command.js";
import {
  DEFAULT_REPEATS,
  DEFAULT_SHARD_IMAGES,
  EXPORT_OPTIONS,
  rejectOtherFormats,
} from "../args/export-options.js";
import { EXIT, type ExitCode } from "../terminal/exit-codes.js";

/** `sync export`: a training set from albums. */
export const exportAlbums: Command = {
  name: "export",
  summary: "write a training set: pictures with their captions",
  details: `ALBUM is a slug. By default it exports only albums marked as training source, and no picture that the
manifest or the database marks nsfw. The caption of a picture is its caption labels, including those that
others wrote to the database, or else its prompt. Every picture is hashed and decoded first. If one is
missing or damaged, nothing is written and the exit code is 6. DIR appears only once it is complete.`,
  args: [{ label: "ALBUM", required: true, repeated: true, candidates: "albums" }],
  options: EXPORT_OPTIONS,
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
  rejectOtherFormats(format, flags);
  const [{ withProject }, { readWorkers }, engine, { describeExport }, { printResult }] = await Promise.all([
    import("../args/project.js"),
    import("../args/workers.js"),
    import("../../engine/export.js"),
    import("../views/text/export-text.js"),
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
