import { existsSync } from "node:fs";
import type { FileEdit } from "../manifest/edit-files.js";
import { EditRefused } from "../manifest/edit-refused.js";
import type { TextToWrite } from "../manifest/render.js";
import type { JsonObject } from "../model/json.js";
import { composeAlbum, composeEdits, placeManifest, renameManifest } from "./album-files.js";
import type { FileOutcome, KeptFact, ManifestOutcome } from "./collect-report.js";
import type { CollectTarget } from "./collect-target.js";
import type { AlbumRename } from "./find-renames.js";
import type { FoundAlbum, Remark, SurveyOptions } from "./findings.js";
import { type ImageWork, inspectImage, stagedPath, toEntry } from "./inspect.js";
import { type KnownAlbum, placeEdit } from "./known-albums.js";
import { isFromRoot, type MatchedFinding } from "./match-findings.js";
import { type StageMode, StageProblem } from "./stage-file.js";

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
  /** Called after each image; throws to stop between two of them. */
  readonly onImage: () => void;
}

/** The images of one album that were found, its manifest and its rename, if any. */
export interface AlbumWork {
  readonly found: FoundAlbum;
  readonly known: KnownAlbum | undefined;
  readonly rename: AlbumRename | undefined;
  readonly images: readonly MatchedFinding[];
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
  const renamed = renameFolder(album, settings);
  const works: ImageWork[] = [];
  const failures = new Map<ImageWork, Failure>();
  for (const match of album.images) {
    const work = await inspectImage(match, renamed, settings.options);
    works.push(work);
    stageNew(work, settings, failures);
    settings.onImage();
  }
  const manifest = writeManifest(album, works, settings, failures);
  for (const work of works) if (!failures.has(work)) replaceOld(work, settings, failures);
  return {
    files: works.flatMap((work) => describeWork(work, album, failures.get(work))),
    manifest,
    kept: works.flatMap((work) => listKept(work)),
  };
}

type Failure = Remark & { readonly severity: "error" };

/** Gives the staged folder of a renamed album its new name; the result finds staged files where they are now. */
function renameFolder(
  { rename }: AlbumWork,
  { assetRoot, target }: CarryOutSettings,
): (file: string) => string {
  if (rename === undefined) return (file) => stagedPath(assetRoot, file);
  const [from, to] = [rename.from.slug, rename.to.slug];
  const [oldDir, newDir] = [stagedPath(assetRoot, from), stagedPath(assetRoot, to)];
  if (existsSync(oldDir) && !existsSync(newDir)) target.rename(oldDir, newDir);
  // After a dry run the old folder is still the one that is there.
  const isMoved = existsSync(newDir);
  return (file) =>
    stagedPath(assetRoot, !isMoved && file.startsWith(`${to}/`) ? `${from}${file.slice(to.length)}` : file);
}

function stageNew(work: ImageWork, settings: CarryOutSettings, failures: Map<ImageWork, Failure>): void {
  attempt(work, failures, () => {
    if (work.picture === "make") stagePicture(work, settings);
    if (work.entry === undefined && work.sidecar !== null && work.sidecar.work !== "keep")
      stageSidecar(work, settings);
    if (work.entry === undefined && work.picture === "replace") stagePicture(work, settings);
  });
}

function replaceOld(work: ImageWork, settings: CarryOutSettings, failures: Map<ImageWork, Failure>): void {
  if (work.entry === undefined) return;
  attempt(work, failures, () => {
    if (work.picture === "replace") stagePicture(work, settings);
    if (work.sidecar !== null && work.sidecar.work !== "keep") stageSidecar(work, settings);
  });
}

function stagePicture({ finding, file }: ImageWork, { assetRoot, target, mode }: CarryOutSettings): void {
  target.stage({ source: finding.path, target: stagedPath(assetRoot, file), sha256: finding.sha256 }, mode);
}

// Always a copy: were it the source itself, nobody could tell any more what it said before.
function stageSidecar({ finding, sidecar }: ImageWork, { assetRoot, target }: CarryOutSettings): void {
  if (finding.sidecar === null || sidecar === null) return;
  const { path, sha256 } = finding.sidecar;
  target.stage({ source: path, target: stagedPath(assetRoot, sidecar.file), sha256 }, "copy");
}

function attempt(work: ImageWork, failures: Map<ImageWork, Failure>, step: () => void): void {
  try {
    step();
  } catch (error) {
    if (!(error instanceof StageProblem)) throw error;
    const { code, message, help } = error;
    failures.set(work, { severity: "error", code, message: `${work.finding.file}: ${message}.`, help });
  }
}

function writeManifest(
  album: AlbumWork,
  works: readonly ImageWork[],
  settings: CarryOutSettings,
  failures: Map<ImageWork, Failure>,
): ManifestOutcome | undefined {
  const good = works.filter((work) => !failures.has(work));
  const added = good.filter(({ entry }) => entry === undefined);
  const changed = good.filter(({ merge }) => merge.edits.length > 0);
  // Asked once: the answer is another when the file is there.
  const file = placeFile(album, settings);
  try {
    const texts = composeFiles(album, file, added, changed, settings);
    if (texts.length === 0) return undefined;
    if (album.known !== undefined && file !== album.known.manifest)
      settings.target.rename(album.known.manifest, file);
    for (const text of texts) settings.target.writeText(text);
    return {
      file,
      album: (album.rename?.to ?? album.known ?? album.found).slug,
      action: album.rename ? "renamed" : album.known ? "updated" : "created",
      added: added.length,
      changed: album.rename ? 0 : changed.length,
      ...(album.rename && { from: album.rename.from.slug }),
    };
  } catch (error) {
    if (!(error instanceof EditRefused)) throw error;
    const message = `${album.known?.manifest ?? ""}: ${error.message}`;
    const failure = {
      severity: "error",
      code: "manifest-not-editable",
      message,
      help: "See docs/diagnostics.md.",
    } as const;
    for (const work of [...added, ...changed]) failures.set(work, failure);
    return undefined;
  }
}

function composeFiles(
  album: AlbumWork,
  file: string,
  added: readonly ImageWork[],
  changed: readonly ImageWork[],
  settings: CarryOutSettings,
): readonly TextToWrite[] {
  const { known, found } = album;
  const isGuest = known !== undefined && !isFromRoot(known, settings.rootName);
  const entries = added.map(({ file, finding }) =>
    toEntry(file, finding, isGuest ? settings.rootName : undefined),
  );
  if (known === undefined) {
    if (entries.length === 0) return [];
    return composeAlbum(
      { manifest: file, found, adopts: settings.nameAdopted(found), schemas: settings.schemas },
      entries,
    );
  }
  const edits = changed.flatMap(({ entry, merge }) =>
    entry === undefined ? [] : merge.edits.map((edit) => placeEdit(entry, edit)),
  );
  const texts = composeEdits(known, [...listRenameEdits(album), ...edits], entries);
  return texts.map((text) => (text.file === known.manifest ? { ...text, file } : text));
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

function inManifest({ manifest }: KnownAlbum, path: readonly string[], value: JsonObject[string]): FileEdit {
  return { file: manifest, line: undefined, edit: { edit: "set", path, value } };
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
  const isSame = work.picture === "keep" && merge.edits.length === 0 && (sidecar?.work ?? "keep") === "keep";
  const image: FileOutcome = {
    outcome: failure ? "failed" : isNew ? "staged" : isSame ? "unchanged" : "updated",
    file: finding.file,
    what: "image",
    staged: work.file,
    album: slug,
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
