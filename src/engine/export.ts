import { readTrainingFacts } from "../db/read/training-facts.js";
import { checkSamples } from "../export/check-samples.js";
import { type ExportRequest, exportSamples, isFree } from "../export/export.js";
import { type Selected, type Selection, selectSamples } from "../export/select.js";
import { isInside } from "../files/fence.js";
import { DEFAULT_LIMITS } from "../images/header.js";
import { createInspector } from "../images/inspect.js";
import { didYouMean } from "../manifest/text/suggest.js";
import { formatAddress } from "../model/address.js";
import type { Diagnostic } from "../model/diagnostic.js";
import type { DesiredEstate, Settings } from "../model/estate.js";
import { filter } from "../model/lists/sequence.js";
import type { Resource } from "../model/resource.js";
import { refuseMissingRoot } from "./project/assets.js";
import { readRecords, withDatabase } from "./project/database.js";
import { Failure, failWith, refusal, usageFailure } from "./project/failure.js";
import { withoutListener } from "./project/ports.js";
import { type Project, readEstate } from "./project/project.js";

/** Which albums go into a training set, and how it is written. */
interface ExportOptions
  extends Selection,
    Pick<ExportRequest, "format" | "out" | "repeats" | "shardImages" | "strict" | "workers"> {
  /** The folder as it was named. */
  readonly shownOut: string;
}

/** What was exported. */
export interface ExportSummary {
  readonly pictures: number;
  readonly albums: number;
  readonly nsfwLeftOut: number;
  readonly uncaptioned: number;
  /** Pictures that were converted to PNG, since the trainer does not read their format. */
  readonly converted: number;
}

/**
 * Writes a training set of the pictures of albums. Throws a failure, with nothing written, for a folder that is not free,
 * for albums that must not be exported, and when a picture is missing or damaged.
 */
export async function exportAlbums(project: Project, options: ExportOptions): Promise<ExportSummary> {
  const { settings } = project;
  checkPlace(settings, options);
  const { resources } = await readAlbums(project, options.slugs);
  const { samples, nsfwLeftOut } = await select(project, resources, options);
  const converted = await write(project, { ...options, samples });
  return {
    pictures: samples.length,
    albums: new Set(samples.map(({ album }) => album)).size,
    nsfwLeftOut,
    uncaptioned: countUncaptioned(samples),
    converted,
  };
}

/** Whether albums are ready to be exported. */
interface ExportReadiness extends Omit<ExportSummary, "albums"> {
  /** Why they are not: refusals, and pictures that are missing or damaged. */
  readonly diagnostics: readonly Diagnostic[];
}

/**
 * Looks at everything that exporting an album would, and writes nothing. Throws a failure for an album that nobody declares,
 * without an asset root, and when it was stopped.
 */
export async function checkExport(
  project: Project,
  { album, format, workers }: { readonly album: string } & Pick<ExportRequest, "format" | "workers">,
): Promise<ExportReadiness> {
  const { settings, ports } = project;
  const { resources } = await readAlbums(project, [album]);
  const selection = { slugs: [album], anyAlbum: false, includeNsfw: false };
  const chosen = await select(project, resources, selection).catch((error: unknown) => {
    if (error instanceof Failure && error.kind === "refused") return error.diagnostics;
    throw error;
  });
  if (!("samples" in chosen))
    return { pictures: 0, nsfwLeftOut: 0, uncaptioned: 0, converted: 0, diagnostics: chosen };
  const { samples, nsfwLeftOut } = chosen;
  const checked = await checkSamples({
    settings,
    samples,
    format,
    workers,
    inspect: createInspector({ ...DEFAULT_LIMITS, pixelsInFlight: settings.pixelsInFlight }),
    signal: ports.takeSignal(),
    onProgress: (done, total) => ports.progress({ phase: "pictures", done, total }),
  });
  if (checked === undefined) throw refuseMissingRoot(settings);
  return { pictures: samples.length, nsfwLeftOut, uncaptioned: countUncaptioned(samples), ...checked };
}

function countUncaptioned(samples: Chosen["samples"]): number {
  return samples.filter(({ caption }) => caption === "").length;
}

function checkPlace(settings: Settings, { out, shownOut }: ExportOptions): void {
  if (isInside(settings.assetRoots[0].dir, out))
    throw usageFailure(`--out ${shownOut} lies in the asset root`, "Choose a folder outside of it.");
  if (!isFree(out))
    throw refusal("export-exists", `${shownOut} is not empty`, "Remove it, or choose another folder.");
}

/**
 * What the manifests of albums declare, and those that they reach; and all others that the database does not hold as they
 * are, since an error in any manifest stops an export. Throws a failure with every problem of every file.
 */
async function readAlbums(project: Project, slugs: readonly string[]): Promise<DesiredEstate> {
  return readRecords(project.settings, async ({ baseline }) => {
    if (baseline === null) return readEstate(project);
    const wanted = new Set(baseline.findHolders(slugs.map((slug) => formatAddress("album", slug))).values());
    const applied = new Map([...baseline.applied].filter(([file]) => !wanted.has(file)));
    const estate = await readEstate(project, { baseline: { ...baseline, applied } });
    project.ports.detail(`Read ${estate.read.length} of ${estate.manifests.length} manifests.`);
    return estate;
  });
}

/** Every album that a manifest declares: what is said of them was said before. */
async function listSlugs(project: Project): Promise<readonly string[]> {
  const { resources } = await readEstate({ ...project, ports: withoutListener(project.ports) });
  return filter(resources, ({ kind }) => kind === "album").map(({ fields }) => String(fields.slug));
}

type Chosen = Extract<Selected, { readonly samples: unknown }>;

async function select(
  project: Project,
  resources: Iterable<Resource>,
  selection: Selection,
): Promise<Chosen> {
  const { settings } = project;
  const live = await withDatabase(settings, "read", (handle) => readTrainingFacts(handle, settings.estate));
  const selected = selectSamples(resources, selection, live);
  if ("unknown" in selected) {
    const known = await listSlugs(project);
    const names = selected.unknown.map((slug) => `"${slug}"${didYouMean(slug, known)}`).join(", ");
    throw usageFailure(`no manifest declares the album ${names}`, "The slug of an album is in its manifest.");
  }
  if ("notForTraining" in selected)
    throw refusal(
      "not-for-training",
      `not marked as training source: ${selected.notForTraining.join(", ")}`,
      "Declare training_source: true in the album, or pass --any-album.",
    );
  if (selected.samples.length === 0)
    throw refusal(
      "export-empty",
      `there is no picture to export${selected.nsfwLeftOut > 0 ? `; ${selected.nsfwLeftOut} left out as nsfw` : ""}`,
      "Name an album that has some, or pass --include-nsfw.",
    );
  return selected;
}

async function write(
  { settings, ports }: Project,
  what: Pick<ExportRequest, "samples" | "format" | "out" | "repeats" | "shardImages" | "strict" | "workers">,
): Promise<number> {
  const outcome = await exportSamples({
    ...what,
    settings,
    inspect: createInspector({ ...DEFAULT_LIMITS, pixelsInFlight: settings.pixelsInFlight }),
    signal: ports.takeSignal(),
    onProgress: (done, total) => ports.progress({ phase: "pictures", done, total }),
  });
  if (outcome.state === "refused") throw new Failure("partial", outcome.diagnostics);
  if (outcome.state === "root-missing") throw refuseMissingRoot(settings);
  if (outcome.state === "stopped")
    throw failWith(
      "partial",
      "export-stopped",
      "the export was stopped; nothing was written",
      "Run it again.",
    );
  return outcome.converted;
}
