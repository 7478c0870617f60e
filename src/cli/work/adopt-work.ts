import { existsSync } from "node:fs";
import { basename, dirname, isAbsolute, join, relative, sep } from "node:path";
import type { DriftedField } from "../../adopt/adopt-drift.js";
import type { AdoptDraft } from "../../adopt/adopt-rows.js";
import { ROOT_MARKER } from "../../manifest/check/assets.js";
import type { TextToWrite } from "../../manifest/edit/render.js";
import { type Address, parseAddress } from "../../model/address.js";
import type { AssetRoot, Settings } from "../../model/estate.js";
import type { ObservedObject } from "../../model/observed.js";
import { printable } from "../../report/text/printable.js";
import type { Context } from "../args/command.js";
import { EXIT, type ExitCode } from "../terminal/exit-codes.js";
import { usageFailure } from "../terminal/failure.js";
import { localizePath, withDatabase } from "./database.js";
import { chooseServedFrom } from "./prepare-plan.js";
import { readEstate } from "./project.js";
import { findSchemas } from "./schemas.js";

/** Throws a usage failure for a word that is no address, or one of a single image unless `images`. */
export function checkAddresses(words: readonly string[], images: boolean): void {
  const wrong = words.find(
    (word) => parseAddress(word) === undefined || (!images && word.startsWith("image:")),
  );
  if (wrong === undefined) return;
  throw usageFailure(
    `sync adopt can't take "${wrong}"`,
    images
      ? "Give addresses as sync plan lists them, e.g. album:decks/one."
      : "Give addresses as sync adopt lists them, e.g. album:summer-trip; images come with their album.",
  );
}

/** Writes manifests of rows that nobody owns; without a wish it lists what there is. */
export async function adoptRows(settings: Settings, context: Context): Promise<ExitCode> {
  const { args, flags, output } = context;
  const listsOnly = args.length === 0 && !flags.isOn("all");
  const wanted = listsOnly || flags.isOn("all") ? ("all" as const) : new Set(args);
  const { draft, root } = await draftRows(settings, context, wanted);
  const missing =
    wanted === "all" ? [] : args.filter((address) => !draft.manifests.some((one) => one.address === address));
  for (const { address, images, texts } of draft.manifests) {
    const file = relative(settings.projectDir, texts[0]?.file ?? "");
    output.print(listsOnly ? `${address} (${images} images)` : `+ ${file}: ${address}, ${images} images`);
  }
  if (draft.manifests.length === 0) output.print("Nothing in the database is without an owner.");
  for (const { code, message, help } of draft.remarks) output.warn(`warning[${code}] ${message}\n  ${help}`);
  for (const address of missing)
    output.warn(`error: nothing that is free is called ${address}; sync adopt lists what is`);
  if (!listsOnly) {
    await writeTexts(root, openRoots(settings, root));
    await writeTexts(
      draft.manifests.flatMap(({ texts }) => texts),
      settings,
    );
    for (const { file } of root)
      if (basename(file) === ROOT_MARKER) output.print(`+ ${relative(settings.projectDir, file)}`);
  }
  if (!listsOnly && draft.manifests.length > 0) output.say("Next: review the manifests, then run: sync plan");
  return missing.length > 0 ? EXIT.failure : EXIT.success;
}

/** Writes live values into the manifests that declare them. */
export async function adoptDrift(settings: Settings, context: Context): Promise<ExitCode> {
  const { args, output } = context;
  const { draftDrift } = await import("../../adopt/adopt-drift.js");
  const { resources } = await readEstate(settings, context);
  const wanted = args.length === 0 ? ("all" as const) : new Set(args);
  const draft = await readObjects(settings, (objects) =>
    draftDrift(resources, objects, wanted, settings.projectDir),
  );
  for (const field of draft.fields) output.print(`~ ${field.address} ${field.field}: ${showDrift(field)}`);
  for (const { code, message, help } of draft.remarks) output.warn(`warning[${code}] ${message}\n  ${help}`);
  if (draft.fields.length === 0) output.print("Nothing that a manifest declares was edited in the database.");
  await writeTexts(draft.texts, settings);
  return EXIT.success;
}

function showDrift(field: DriftedField): string {
  if ("live" in field) return JSON.stringify(field.live);
  const parts = [
    ...field.added.map((member) => `+ ${printable(member)}`),
    ...field.removed.map((member) => `- ${printable(member)}`),
    ...(field.reordered ? ["in another order"] : []),
  ];
  return parts.join(", ");
}

/** Writes manifests of everything that the estate owns; files that are there stay. */
export async function adoptOwned(settings: Settings, { output }: Context): Promise<ExitCode> {
  const { draftOwned } = await import("../../adopt/adopt-owned.js");
  const manifests = await readObjects(settings, (objects) =>
    draftOwned(objects, settings.projectDir, findSchemas(settings.projectDir)),
  );
  for (const { address, action, file } of manifests) {
    output.print(`${action === "kept" ? "=" : "+"} ${relative(settings.projectDir, file)}: ${address}`);
  }
  await writeTexts(
    manifests.flatMap(({ texts }) => texts),
    settings,
  );
  return EXIT.success;
}

async function readObjects<T>(
  settings: Settings,
  work: (objects: AsyncIterable<ObservedObject>) => Promise<T>,
): Promise<T> {
  const { observe } = await import("../../db/read/observe.js");
  return withDatabase(settings, "read", (handle) =>
    observe(handle, { estate: settings.estate, hashFile: () => null }, (observation) =>
      work(observation.objects(new Set())),
    ),
  );
}

async function draftRows(
  settings: Settings,
  context: Context,
  wanted: ReadonlySet<Address> | "all",
): Promise<{ readonly draft: AdoptDraft; readonly root: readonly TextToWrite[] }> {
  const [{ draftManifests }, { LooseImages }, { readKnownAlbums }, { readUnowned }, { readState }] =
    await Promise.all([
      import("../../adopt/adopt-rows.js"),
      import("../../adopt/adopt-loose.js"),
      import("../../collect/match/known-albums.js"),
      import("../../db/read/unowned.js"),
      import("../../db/schema/state.js"),
    ]);
  const { resources } = await readEstate(settings, context);
  const added = new AddedRoots(settings.assetRoots);
  const draft = await withDatabase(settings, "read", async (handle) => {
    const servedFrom = chooseServedFrom(settings, await readState(handle));
    return readUnowned(handle, settings.estate, (rows) =>
      draftManifests({
        rows,
        wanted,
        declared: new Set(Array.from(resources, ({ address }) => address)),
        locate: (filePath) => added.locate(localizePath(filePath, servedFrom, settings.assetRoots)),
        place: (kind, slug) => placeManifest(settings, kind === "album" ? "adopted" : "sets", slug),
        schemas: findSchemas(settings.projectDir),
        ...(context.flags.isOn("loose") && {
          loose: new LooseImages(readKnownAlbums(settings.manifestDirs, settings)),
        }),
      }),
    );
  });
  return { draft, root: await added.describe(settings) };
}

/** Names files by the asset roots that there are, and by a new one for each folder that none of them holds. */
class AddedRoots {
  readonly #roots: AssetRoot[];
  readonly #known: number;
  /** Roots in which a file was found. */
  readonly #found = new Set<AssetRoot>();

  constructor(roots: readonly AssetRoot[]) {
    this.#roots = [...roots];
    this.#known = roots.length;
  }

  locate(path: string): { readonly path: string; readonly file: string } {
    const found = this.#roots.findIndex(({ dir }) => isInside(dir, path));
    const index = found < 0 ? this.#roots.push(this.#newRoot(dirname(path))) - 1 : found;
    const root = this.#roots[index] as AssetRoot;
    if (existsSync(path)) this.#found.add(root);
    const inside = relative(root.dir, path).split(sep).join("/");
    return { path, file: index === 0 ? inside : `${root.name}/${inside}` };
  }

  /** The configuration with the new roots, their markers, and those that roots with files of rows lack. */
  async describe(settings: Settings): Promise<readonly TextToWrite[]> {
    const added = this.#roots.slice(this.#known);
    const markers = [...new Set([...added, ...this.#found])]
      .map(({ dir }) => ({ file: join(dir, ROOT_MARKER), text: `${settings.estate}\n` }))
      .filter(({ file }) => !existsSync(file));
    if (added.length === 0) return markers;
    const { addRoots } = await import("../../manifest/edit/add-roots.js");
    return [addRoots(settings, added), ...markers];
  }

  #newRoot(dir: string): AssetRoot {
    const base =
      basename(dir)
        .toLowerCase()
        .replace(/[^a-z0-9]+/g, "-")
        .replace(/^-+|-+$/g, "") || "files";
    const names = new Set(this.#roots.map(({ name }) => name));
    for (let count = 1; ; count++) {
      const name = count === 1 ? base : `${base}-${count}`;
      if (!names.has(name)) return { name, dir, servedFrom: undefined };
    }
  }
}

function isInside(dir: string, path: string): boolean {
  const inside = relative(dir, path);
  return inside !== "" && !inside.startsWith("..") && !isAbsolute(inside);
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
async function writeTexts(texts: readonly TextToWrite[], settings: Settings): Promise<void> {
  const [{ writeTextFile }, { createPlacer }] = await Promise.all([
    import("../../files/durable.js"),
    import("../../manifest/text/project-files.js"),
  ]);
  const place = createPlacer(settings);
  const placed = texts.map(({ file, text }) => ({ file: place(file), text }));
  for (const { file, text } of placed) writeTextFile(file, text);
}
