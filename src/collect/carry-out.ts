import { existsSync } from "node:fs";
import type { FileEdit } from "../manifest/edit/edit-files.js";
import { EditRefused } from "../manifest/edit/edit-refused.js";
import type { TextToWrite } from "../manifest/edit/render.js";
import type { JsonObject } from "../model/json.js";
import type { FileOutcome, KeptFact, ManifestOutcome } from "./collect-report.js";
import type { CollectTarget } from "./collect-target.js";
import type { SurveyOptions } from "./facts/survey-options.js";
import {
  composeAlbum,
  composeEdits,
  describeRefusal,
  placeManifest,
  renameManifest,
} from "./match/album-files.js";
import type { AlbumRename } from "./match/find-renames.js";
import { hashOnce, type ImageWork, inspectImage, itemOf, stagedPath, toEntry } from "./match/inspect.js";
import { inManifest, type KnownAlbum, placeEdit } from "./match/known-albums.js";
import { isFromRoot, type MatchedImage } from "./match/match-images.js";
import type { FoundAlbum, FoundFacts, Notice } from "./source/collected-image.js";
import type { StageMode, StageRequest } from "./stage/stage-file.js";

/** Where and how an album's files are written. Folders are absolute. */
export interface CarryOutSettings {
  /** Name of the folder that is collected. */
  readonly rootName: string;
  readonly assetRoot: string;
  readonly manifestDir: string;
  readonly schemas: string | undefined;
  readonly mode: StageMode;
  /** The name of an existing row that a new album takes over. */
  readonly nameAdopted: (album: FoundAlbum) => string | undefined;
  readonly target: CollectTarget;
  readonly options: SurveyOptions;
  /** Called for each image when it was staged; throws to stop before the next ones. */
  readonly onImage: () => void;
}

/** The images of one album that were found, its manifest and its rename, if any. */
export interface AlbumWork {
  readonly found: FoundAlbum;
  readonly known: KnownAlbum | undefined;
  readonly rename: AlbumRename | undefined;
  readonly images: readonly MatchedImage[];
  /** What the manifest is to declare as its set template beside new images; undefined leaves it as it is. */
  readonly setTemplate: string | undefined;
  /** Gives facts of an image the item that the album's template has for them. `file`: as messages name it. */
  readonly tie: (file: string, facts: FoundFacts) => FoundFacts;
}

export interface AlbumOutcome {
  readonly files: readonly FileOutcome[];
  readonly manifest: ManifestOutcome | undefined;
  readonly kept: readonly KeptFact[];
}

/**
 * Stages the new images of an album, writes its manifest, then replaces what changed: whenever it is stopped, the next
 * run finds what was last known and goes on. Throws a StageFailure when nothing can be written.
 */
export async function carryOutAlbum(album: AlbumWork, settings: CarryOutSettings): Promise<AlbumOutcome> {
  const renamed = await renameFolder(album, settings);
  const works: ImageWork[] = [];
  const failures = new Map<ImageWork, Failure>();
  for (let at = 0; at < album.images.length; at += IMAGES_AT_ONCE) {
    const batch: ImageWork[] = [];
    const hash = hashOnce(renamed, settings.options);
    for (const match of album.images.slice(at, at + IMAGES_AT_ONCE))
      batch.push(await inspectImage(match, { findStaged: renamed, hash, tie: album.tie }, settings.options));
    await stage(batch, settings, failures, listNew);
    works.push(...batch);
    for (let count = 0; count < batch.length; count++) settings.onImage();
  }
  const manifest = await writeManifest(album, works, settings, failures);
  await stage(
    works.filter((work) => !failures.has(work)),
    settings,
    failures,
    listReplaced,
  );
  return {
    files: works.flatMap((work) => describeWork(work, album, failures.get(work))),
    manifest,
    kept: works.flatMap((work) => listKept(work)),
  };
}

type Failure = Notice & { readonly severity: "error" };

const IMAGES_AT_ONCE = 64;

/** Gives the staged folder of a renamed album its new name; the result finds staged files where they are now. */
async function renameFolder(
  { rename }: AlbumWork,
  { assetRoot, target }: CarryOutSettings,
): Promise<(file: string) => string> {
  if (rename === undefined) return (file) => stagedPath(assetRoot, file);
  const [from, to] = [rename.from.slug, rename.to.slug];
  const [oldDir, newDir] = [stagedPath(assetRoot, from), stagedPath(assetRoot, to)];
  if (existsSync(oldDir) && !existsSync(newDir)) await target.rename(oldDir, newDir);
  // After a dry run the old folder is still the one that is there.
  const isMoved = existsSync(newDir);
  return (file) =>
    stagedPath(assetRoot, !isMoved && file.startsWith(`${to}/`) ? `${from}${file.slice(to.length)}` : file);
}

/** Stages what `list` says of each image: all of it or, with a failure, nothing. */
async function stage(
  works: readonly ImageWork[],
  { assetRoot, target, mode, options }: CarryOutSettings,
  failures: Map<ImageWork, Failure>,
  list: (work: ImageWork) => readonly PendingStage[],
): Promise<void> {
  const groups = works.map((work) =>
    list(work).map(({ file, ...request }) => ({ ...request, target: stagedPath(assetRoot, file) })),
  );
  const problems = await target.stage(groups, mode, ({ target: file, sha256 }) =>
    options.cache?.noteWritten(file, sha256),
  );
  for (const [index, work] of works.entries()) {
    const problem = problems[index];
    if (problem === undefined) continue;
    const { code, message, help } = problem;
    failures.set(work, { severity: "error", code, message: `${work.finding.file}: ${message}.`, help });
  }
}

type PendingStage = Omit<StageRequest, "target"> & { readonly file: string };

function listNew(work: ImageWork): readonly PendingStage[] {
  if (work.entry !== undefined) return work.picture === "make" ? [planPicture(work)] : [];
  return [...(work.picture === "keep" ? [] : [planPicture(work)]), ...planSidecar(work)];
}

function listReplaced(work: ImageWork): readonly PendingStage[] {
  if (work.entry === undefined) return [];
  return [...(work.picture === "replace" ? [planPicture(work)] : []), ...planSidecar(work)];
}

function planPicture({ finding: { path, sha256 }, file }: ImageWork): PendingStage {
  return { source: path, file, sha256 };
}

// Always a copy: were it the source itself, nobody could tell any more what it said before.
function planSidecar({ finding, sidecar }: ImageWork): readonly PendingStage[] {
  if (finding.sidecar === null || sidecar === null || sidecar.work === "keep") return [];
  const { path, sha256 } = finding.sidecar;
  return [{ source: path, file: sidecar.file, sha256, mode: "copy" }];
}

async function writeManifest(
  album: AlbumWork,
  works: readonly ImageWork[],
  settings: CarryOutSettings,
  failures: Map<ImageWork, Failure>,
): Promise<ManifestOutcome | undefined> {
  const good = works.filter((work) => !failures.has(work));
  const added = good.filter(({ entry }) => entry === undefined);
  const changed = good.filter(({ merge }) => merge.edits.length > 0);
  // Asked once: the answer is another when the file is there.
  const file = placeFile(album, settings);
  try {
    const compose = chooseFiles(album, file, added, changed, settings);
    if (compose === undefined) return undefined;
    if (album.known !== undefined && file !== album.known.manifest)
      await settings.target.rename(album.known.manifest, file);
    settings.target.writeTexts(compose);
    return {
      file,
      album: (album.rename?.to ?? album.known ?? album.found).slug,
      action: album.rename ? "renamed" : album.known ? "updated" : "created",
      ...(album.known === undefined && album.found.public === true && { public: true }),
      added: added.length,
      changed: album.rename ? 0 : changed.length,
      ...(album.rename && { from: album.rename.from.slug }),
    };
  } catch (error) {
    if (!(error instanceof EditRefused)) throw error;
    const failure = describeRefusal(`${album.known?.manifest ?? ""}: ${error.message}`);
    for (const work of [...added, ...changed]) failures.set(work, failure);
    return undefined;
  }
}

/** Composes the files of an album; undefined when they stay as they are. Throws an EditRefused. */
function chooseFiles(
  album: AlbumWork,
  file: string,
  added: readonly ImageWork[],
  changed: readonly ImageWork[],
  settings: CarryOutSettings,
): (() => readonly TextToWrite[]) | undefined {
  const { known, found } = album;
  // An album that does not say where it is from could be from anywhere.
  const isGuest =
    known !== undefined && (known.provenance === undefined || !isFromRoot(known, settings.rootName));
  const entries = added.map(({ file, finding }) =>
    toEntry(file, finding, isGuest ? settings.rootName : undefined),
  );
  if (known === undefined) {
    if (entries.length === 0) return undefined;
    const { nameAdopted, schemas } = settings;
    return () => composeAlbum({ manifest: file, found, adopts: nameAdopted(found), schemas }, entries);
  }
  const edits = changed.flatMap(({ entry, merge }) =>
    entry === undefined ? [] : merge.edits.map((edit) => placeEdit(entry, edit)),
  );
  const texts = composeEdits(
    known,
    [...listRenameEdits(album), ...(entries.length > 0 ? listTemplateEdits(album) : []), ...edits],
    entries,
  );
  const placed = texts.map((text) => (text.file === known.manifest ? { ...text, file } : text));
  return placed.length === 0 ? undefined : () => placed;
}

/** The new slug, the old one beside it, and the new paths of the files that move with the folder. */
function listRenameEdits({ rename }: AlbumWork): readonly FileEdit[] {
  if (rename === undefined) return [];
  const { from, to } = rename;
  const members: JsonObject = { slug: to.slug, renamed_from: from.slug };
  return [
    ...Object.entries(members).map(([key, value]) => inManifest(from, [key], value)),
    inManifest(from, ["provenance", "source"], to.provenanceSource),
    ...from.entries
      .filter(({ file }) => rename.moveFile(file) !== file)
      .map((entry) => placeEdit(entry, { edit: "set", path: ["file"], value: rename.moveFile(entry.file) })),
  ];
}

function listTemplateEdits({ known, setTemplate }: AlbumWork): readonly FileEdit[] {
  if (known === undefined || setTemplate === undefined) return [];
  return [inManifest(known, ["set_template"], setTemplate)];
}

function placeFile({ known, found, rename }: AlbumWork, { manifestDir }: CarryOutSettings): string {
  if (known === undefined) return placeManifest(manifestDir, found.slug, existsSync);
  if (rename === undefined) return known.manifest;
  const file = renameManifest(known.manifest, rename.from.slug, rename.to.slug, known.shards.length > 0);
  return file === known.manifest || !existsSync(file) ? file : known.manifest;
}

function describeWork(
  work: ImageWork,
  album: AlbumWork,
  failure: Failure | undefined,
): readonly FileOutcome[] {
  const { finding, entry, sidecar, merge } = work;
  const slug = (album.rename?.to ?? album.known ?? album.found).slug;
  const isNew = entry === undefined || work.picture === "make";
  const item = failure ? undefined : itemOf(work);
  const isSame = work.picture === "keep" && merge.edits.length === 0 && (sidecar?.work ?? "keep") === "keep";
  const image: FileOutcome = {
    outcome: failure ? "failed" : isNew ? "staged" : isSame ? "unchanged" : "updated",
    file: finding.file,
    what: "image",
    staged: work.file,
    album: slug,
    ...(item !== undefined && { item }),
    ...(finding.gaps.keywords.length > 0 && { unread_texts: finding.gaps.keywords }),
    ...(finding.gaps.nodes.length > 0 && { unknown_nodes: finding.gaps.nodes }),
    ...(failure && { reason: failure }),
  };
  if (finding.sidecar === null || sidecar === null) return [image];
  const outcomes = { make: "staged", replace: "updated", keep: "unchanged" } as const;
  return [
    image,
    {
      outcome: failure ? "failed" : outcomes[sidecar.work],
      file: finding.sidecar.file,
      what: "sidecar",
      staged: sidecar.file,
      album: slug,
      ...(failure && { reason: failure }),
    },
  ];
}

function listKept({ finding, entry, merge }: ImageWork): readonly KeptFact[] {
  return merge.kept.map(({ fact, declared, found }) => ({
    manifest: entry?.place.file ?? "",
    file: finding.file,
    fact,
    declared: declared ?? null,
    found: found ?? null,
  }));
}
