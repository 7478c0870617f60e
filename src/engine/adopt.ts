import { existsSync } from "node:fs";
import { basename, dirname, join, relative, sep } from "node:path";
import { setImmediate } from "node:timers/promises";
import { AddedRoots } from "../adopt/added-roots.js";
import { type DriftDraft, draftDrift } from "../adopt/adopt-drift.js";
import { LooseImages } from "../adopt/adopt-loose.js";
import { draftOwned, type OwnedManifest } from "../adopt/adopt-owned.js";
import { type AdoptDraft, type AdoptRequest, draftManifests } from "../adopt/adopt-rows.js";
import { readKnownAlbums } from "../collect/match/known-albums.js";
import { observe } from "../db/read/observe.js";
import { readUnowned } from "../db/read/unowned.js";
import { readState } from "../db/schema/state.js";
import { writeTextFile } from "../files/durable.js";
import { ROOT_MARKER } from "../manifest/check/assets.js";
import type { TextToWrite } from "../manifest/edit/render.js";
import { createPlacer } from "../manifest/text/project-files.js";
import type { Address } from "../model/address.js";
import type { DesiredEstate, Settings } from "../model/estate.js";
import type { ObservedObject } from "../model/observed.js";
import { describeQuery } from "../plan/adopt/adopt.js";
import { chooseServedFrom } from "./plan/plan.js";
import { localizePath, readRecords, withDatabase } from "./project/database.js";
import { refusal } from "./project/failure.js";
import { type Project, readEstate } from "./project/project.js";
import { findSchemas } from "./project/schemas.js";

/** Which rows that nobody owns get manifests. */
interface AdoptOptions {
  readonly wanted: ReadonlySet<Address> | "all";
  /** Images in no album get one by month. */
  readonly loose: boolean;
  /** False: only tells what there is. */
  readonly write: boolean;
}

/** What was adopted, or could be. */
export interface AdoptReport extends Pick<AdoptDraft, "remarks"> {
  /** `file`: relative to the project folder. */
  readonly manifests: readonly {
    readonly address: Address;
    readonly images: number;
    readonly file: string;
  }[];
  /** Addresses that were wanted and that no free row has. */
  readonly missing: readonly Address[];
  /** Markers of asset roots that were made, relative to the project folder. */
  readonly markers: readonly string[];
}

/** The manifests of rows that nobody owns, before they are written. */
export interface UnwrittenManifests extends Pick<AdoptDraft, "remarks"> {
  readonly addresses: readonly Address[];
  /** `file`: relative to the project folder, with `/`; none of them exists. */
  readonly texts: readonly TextToWrite[];
  /** What was wanted and names no free row. */
  readonly missing: readonly (Address | number)[];
}

/** How long the event loop waits at most, while rows are read and pictures hashed. */
const TURN_MS = 20;

/** Writes manifests of rows that nobody owns. */
export async function adoptRows(
  project: Project,
  { wanted, loose, write }: AdoptOptions,
): Promise<AdoptReport> {
  const { settings } = project;
  const roots = new AddedRoots(settings);
  const { resources } = await readEstate(project);
  const request = { wanted, loose, bare: !write, roots };
  const { manifests, remarks } = await draftRows(project, resources, request);
  const root = write ? roots.describe() : [];
  if (write) {
    writeTexts(root, openRoots(settings, root));
    writeTexts(
      manifests.flatMap(({ texts }) => texts),
      settings,
    );
  }
  const show = (file: string) => relative(settings.projectDir, file);
  const missing =
    wanted === "all" ? [] : [...wanted].filter((one) => !manifests.some((m) => m.address === one));
  return {
    manifests: manifests.map(({ address, images, file }) => ({ address, images, file: show(file) })),
    remarks,
    missing,
    markers: root.filter(({ file }) => basename(file) === ROOT_MARKER).map(({ file }) => show(file)),
  };
}

/**
 * The manifests that adoptRows would write of albums and templates, which are wanted by address or by row id. Writes nothing.
 * Reads every picture of theirs, until `signal` aborts; then throws its reason. Throws a refusal when adopting would have to
 * write more than manifests, and for a row id that a manifest takes over as soon as it is applied.
 */
export async function draftAdoption(
  project: Project,
  wanted: ReadonlySet<Address | number>,
  signal: AbortSignal,
): Promise<UnwrittenManifests> {
  const { projectDir } = project.settings;
  const roots = new AddedRoots(project.settings);
  const { resources } = await readEstate(project);
  const draft = await draftRows(project, resources, { wanted, loose: false, bare: false, roots, signal });
  await checkUndeclared(project.settings, resources, wanted, draft.found);
  const addresses = draft.manifests.map(({ address }) => address);
  const others = roots.describe().map(({ file }) => relative(projectDir, file));
  if (others.length > 0)
    throw refusal(
      "adopt-beyond-manifests",
      `adopting ${addresses.join(", ")} also writes ${others.join(", ")}, because pictures lie in new asset roots`,
      `Run sync adopt ${addresses.join(" ")}, which writes all of it.`,
    );
  return {
    addresses,
    texts: draft.manifests.flatMap(({ texts }) =>
      texts.map(({ file, text }) => ({ file: relative(projectDir, file).split(sep).join("/"), text })),
    ),
    remarks: draft.remarks,
    missing: [...wanted].filter((one) => !draft.found.has(one)),
  };
}

/** Writes live values into the manifests that declare them. */
export async function adoptDrift(
  project: Project,
  wanted: ReadonlySet<Address> | "all",
): Promise<Pick<DriftDraft, "fields" | "remarks">> {
  const { settings } = project;
  const { resources } = await readEstate(project);
  const { texts, ...report } = await readObjects(settings, (objects) =>
    draftDrift(resources, objects, wanted, settings.projectDir),
  );
  writeTexts(texts, settings);
  return report;
}

/** Writes manifests of everything that the estate owns; files that are there stay. */
export async function adoptOwned({ settings }: Project): Promise<readonly Omit<OwnedManifest, "texts">[]> {
  const manifests = await readObjects(settings, (objects) =>
    draftOwned(objects, settings.projectDir, findSchemas(settings.projectDir)),
  );
  writeTexts(
    manifests.flatMap(({ texts }) => texts),
    settings,
  );
  return manifests.map(({ address, action, file }) => ({
    address,
    action,
    file: relative(settings.projectDir, file),
  }));
}

function readObjects<T>(
  settings: Settings,
  work: (objects: AsyncIterable<ObservedObject>) => Promise<T>,
): Promise<T> {
  return withDatabase(settings, "read", (handle) =>
    observe(handle, { estate: settings.estate, hashFile: () => null }, (observation) =>
      work(observation.objects(new Set())),
    ),
  );
}

/** Throws a refusal when a manifest that was not applied yet takes over one of the rows. */
async function checkUndeclared(
  settings: Settings,
  resources: DesiredEstate["resources"],
  wanted: ReadonlySet<Address | number>,
  names: AdoptDraft["found"],
): Promise<void> {
  const taken = new Set(names.values());
  const queries = Array.from(resources, (resource) => resource.kind !== "image" && describeQuery(resource))
    .filter((query) => query !== false)
    .filter(({ adopts, name }) => taken.has(adopts ?? name ?? ""));
  if (queries.length === 0) return;
  const candidates = await readRecords(settings, (observation) => observation.findCandidates(queries));
  const settled = new Set(candidates.flatMap(({ owner }) => owner?.address ?? []));
  const claim = candidates.find(({ address, row }) => wanted.has(row.id) && !settled.has(address));
  if (claim !== undefined)
    throw refusal(
      "adopt-declared",
      `${claim.address} in a manifest takes over ${JSON.stringify(claim.row.fields.name)} already`,
      "Apply the plan.",
    );
}

async function draftRows(
  { settings }: Project,
  resources: DesiredEstate["resources"],
  {
    wanted,
    loose,
    bare,
    roots,
    signal,
  }: Pick<AdoptRequest, "wanted" | "bare"> &
    Pick<AdoptOptions, "loose"> & { readonly roots: AddedRoots; readonly signal?: AbortSignal },
): Promise<AdoptDraft> {
  return withDatabase(settings, "read", async (handle) => {
    const servedFrom = chooseServedFrom(settings, await readState(handle));
    return readUnowned(handle, settings.estate, (rows) =>
      draftManifests({
        rows: signal === undefined ? rows : takeTurns(rows, signal),
        wanted,
        declared: new Set(Array.from(resources, ({ address }) => address)),
        locate: (filePath) => roots.locate(localizePath(filePath, servedFrom, settings.assetRoots)),
        place: (kind, slug) => placeManifest(settings, kind === "album" ? "adopted" : "sets", slug),
        schemas: findSchemas(settings.projectDir),
        bare,
        ...(loose ? { loose: new LooseImages(readKnownAlbums(settings.manifestDirs, settings)) } : {}),
      }),
    );
  });
}

/** The rows, with other work in between. Throws the reason of the signal once it aborts. */
async function* takeTurns<T>(rows: AsyncIterable<T>, signal: AbortSignal): AsyncGenerator<T> {
  let began = performance.now();
  for await (const row of rows) {
    if (performance.now() - began > TURN_MS) {
      await setImmediate();
      began = performance.now();
    }
    signal.throwIfAborted();
    yield row;
  }
}

function placeManifest(settings: Settings, folder: string, slug: string): string {
  const base = join(settings.manifestDirs[0] as string, folder, ...slug.split("/"));
  for (let count = 1; ; count++) {
    const file = `${base}${count === 1 ? "" : `-${count}`}.yaml`;
    if (!existsSync(file)) return file;
  }
}

/** The boundary with the folders of new asset roots, which the configuration allows once it is written. */
function openRoots(settings: Settings, root: readonly TextToWrite[]): Settings {
  if (settings.untrusted) return settings;
  return { ...settings, allowOutside: [...settings.allowOutside, ...root.map(({ file }) => dirname(file))] };
}

/** Nothing is written when one of the files would lie outside the project. */
function writeTexts(texts: readonly TextToWrite[], settings: Settings): void {
  const place = createPlacer(settings);
  const placed = texts.map(({ file, text }) => ({ file: place(file), text }));
  for (const { file, text } of placed) writeTextFile(file, text);
}
