import { relative, resolve, sep } from "node:path";
import type { ExportFormat } from "../../export/export.js";
import type { Selected } from "../../export/select.js";
import type { Settings } from "../../model/estate.js";
import { filter } from "../../model/lists/sequence.js";
import type { Resource } from "../../model/resource.js";
import type { Command, Context } from "../args/command.js";
import { WORKERS } from "../args/options.js";
import { EXIT, type ExitCode } from "../terminal/exit-codes.js";
import { Failure, failWith, refusal, usageFailure } from "../terminal/failure.js";

const DEFAULT_REPEATS = 10;
const DEFAULT_SHARD_IMAGES = 1000;

/** `sync export`: a training set from albums. */
export const exportAlbums: Command = {
  name: "export",
  summary: "write a training set: pictures with their captions",
  details: `ALBUM is a slug. Only albums marked as training source are exported, and no picture that manifest or
database call nsfw, unless asked. A caption is what caption labels say, those of others in the database
too, else the prompt. Every picture is hashed and decoded first: when one is missing or damaged nothing
is written and the exit code is 6. DIR appears as a whole at the end.`,
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
  const { flags } = context;
  const format = flags.text("format") as ExportFormat | undefined;
  const wish = flags.text("out");
  if (format === undefined || wish === undefined) {
    const missing = format === undefined ? "--format" : "--out";
    throw usageFailure(`${missing} is missing`, "E.g. sync export ALBUM --format kohya --out DIR.");
  }
  const out = resolve(context.cwd, wish);
  const { readEstate, readSettings } = await import("../work/project.js");
  const settings = await readSettings(context);
  await checkPlace(out, wish, settings);
  const { resources } = await readEstate(settings, context);
  const { samples, nsfwLeftOut } = await select(context, settings, resources);
  await write(context, { settings, samples, format, out });
  const uncaptioned = samples.filter(({ caption }) => caption === "").length;
  const albums = new Set(samples.map(({ album }) => album)).size;
  const summary = { format, out: wish, pictures: samples.length, albums, nsfwLeftOut, uncaptioned };
  await printSummary(summary, context);
  return EXIT.success;
}

type Chosen = Extract<Selected, { readonly samples: unknown }>;

async function checkPlace(out: string, shown: string, settings: Settings): Promise<void> {
  const { isFree } = await import("../../export/export.js");
  const inside = relative(settings.assetRoots[0].dir, out);
  if (inside !== ".." && !inside.startsWith(`..${sep}`))
    throw usageFailure(`--out ${shown} lies in the asset root`, "Choose a folder outside of it.");
  if (!isFree(out))
    throw refusal("export-exists", `${shown} is not empty`, "Remove it, or choose another folder.");
}

async function select(context: Context, settings: Settings, resources: Iterable<Resource>): Promise<Chosen> {
  const [{ selectSamples }, { readTrainingFacts }, { withDatabase }, { didYouMean }] = await Promise.all([
    import("../../export/select.js"),
    import("../../db/read/training-facts.js"),
    import("../work/database.js"),
    import("../../manifest/text/suggest.js"),
  ]);
  const { args, flags } = context;
  const live = await withDatabase(settings, "read", (handle) => readTrainingFacts(handle, settings.estate));
  const slugs = args.map((arg) => arg.replace(/^album:/, ""));
  const wishes = { slugs, anyAlbum: flags.isOn("any-album"), includeNsfw: flags.isOn("include-nsfw") };
  const selected = selectSamples(resources, wishes, live);
  if ("unknown" in selected) {
    const known = filter(resources, ({ kind }) => kind === "album").map(({ fields }) => String(fields.slug));
    const names = selected.unknown.map((slug) => `"${slug}"${didYouMean(slug, known)}`).join(", ");
    throw usageFailure(`no manifest declares the album ${names}`, "The slug of an album is in its manifest.");
  }
  if ("notForTraining" in selected) {
    throw refusal(
      "not-for-training",
      `not marked as training source: ${selected.notForTraining.join(", ")}`,
      "Declare training_source: true in the album, or pass --any-album.",
    );
  }
  if (selected.samples.length === 0)
    throw refusal(
      "export-empty",
      `there is no picture to export${selected.nsfwLeftOut > 0 ? `; ${selected.nsfwLeftOut} left out as nsfw` : ""}`,
      "Name an album that has some, or pass --include-nsfw.",
    );
  return selected;
}

async function write(
  context: Context,
  what: {
    readonly settings: Settings;
    readonly samples: Chosen["samples"];
    readonly format: ExportFormat;
    readonly out: string;
  },
): Promise<void> {
  const { flags, now, output, takeSignals } = context;
  const [
    { exportSamples },
    { createInspector },
    { DEFAULT_LIMITS },
    { createProgress },
    { chooseWorkersFor },
  ] = await Promise.all([
    import("../../export/export.js"),
    import("../../images/inspect.js"),
    import("../../images/header.js"),
    import("../terminal/progress.js"),
    import("../work/thumbnail-work.js"),
  ]);
  const progress = createProgress("pictures", output, () => now().getTime());
  const outcome = await exportSamples({
    ...what,
    repeats: flags.count("repeats") ?? DEFAULT_REPEATS,
    shardImages: flags.count("shard-images") ?? DEFAULT_SHARD_IMAGES,
    workers: await chooseWorkersFor(context),
    inspect: createInspector({ ...DEFAULT_LIMITS, pixelsInFlight: what.settings.pixelsInFlight }),
    signal: takeSignals(),
    onProgress: progress.update,
  }).finally(progress.end);
  if (outcome.state === "refused") throw new Failure(EXIT.partial, outcome.diagnostics);
  if (outcome.state === "stopped")
    throw failWith(
      EXIT.partial,
      "export-stopped",
      "the export was stopped; nothing was written",
      "Run it again.",
    );
  if (outcome.state === "root-missing") {
    const { refuseMissingRoot } = await import("../work/assets.js");
    throw refuseMissingRoot(what.settings);
  }
}

interface Summary {
  readonly format: ExportFormat;
  readonly out: string;
  readonly pictures: number;
  readonly albums: number;
  readonly nsfwLeftOut: number;
  readonly uncaptioned: number;
}

async function printSummary(summary: Summary, { output }: Context): Promise<void> {
  const [{ count }, { writeJson }] = await Promise.all([
    import("../../report/text/words.js"),
    import("../../report/formats/json-text.js"),
  ]);
  const { format, out, pictures, albums, nsfwLeftOut, uncaptioned } = summary;
  if (output.json) {
    output.print(writeJson(summary));
    return;
  }
  const notes = [
    ...(nsfwLeftOut > 0 ? [`${nsfwLeftOut} left out as nsfw`] : []),
    ...(uncaptioned > 0 ? [`${uncaptioned} without a caption`] : []),
  ];
  const end = notes.length > 0 ? `; ${notes.join(", ")}` : "";
  output.print(
    `Exported ${count(pictures, "picture")} of ${count(albums, "album")} to ${out} (${format})${end}.`,
  );
}
