import { lstatSync, readdirSync } from "node:fs";
import { basename, dirname, join } from "node:path";
import { attempt } from "../files/system-error.js";
import { toFilename } from "../manifest/read/filename.js";
import { type AlbumOutcome, type CarryOutSettings, carryOutAlbum } from "./carry-out.js";
import { type CollectReport, countOutcomes, type FileOutcome } from "./collect-report.js";
import { deriveFacts } from "./facts/derive-facts.js";
import type { KnownAlbum } from "./match/known-albums.js";
import type { MatchedImage } from "./match/match-images.js";
import type { PromptIndex } from "./match/prompt-index.js";
import { describeGaps } from "./recipe-notices.js";
import { kindOfFile } from "./scan/file-kind.js";
import { pairSidecars } from "./scan/pair-sidecars.js";
import { isTextSidecar, OTHER_FILE } from "./sidecars/read-text-sidecar.js";
import { type CollectedImage, type FoundAlbum, NO_TYPE, type Notice } from "./source/collected-image.js";
import { addHashToFile, showName, toSafeFile } from "./source/names.js";
import { tieAlbum } from "./tie-album.js";

/** Which pictures are added, and where to. */
interface AddRequest extends Omit<CarryOutSettings, "rootName" | "onImage" | "nameAdopted" | "schemas"> {
  /** Absolute paths. */
  readonly files: readonly string[];
  readonly album: KnownAlbum;
  /** Every album of the manifests. */
  readonly albums: readonly KnownAlbum[];
  /** The item that all of them show; undefined finds it by the prompt. */
  readonly item: string | undefined;
  readonly prompts: PromptIndex;
  readonly signal: AbortSignal;
}

/**
 * Stages single pictures and appends them to the manifest of an album. A picture whose bytes the album has already is left
 * out. Throws a StageFailure when nothing can be written.
 */
export async function addPictures(request: AddRequest): Promise<CollectReport> {
  const { album, signal } = request;
  const before = new Map(album.entries.map(({ sha256, file }) => [sha256, file]));
  const places = new Places(request.albums);
  const sidecars = new Sidecars();
  const left: FileOutcome[] = [];
  const images: CollectedImage[] = [];
  for (const path of request.files) {
    signal.throwIfAborted();
    const found = await readPicture(path, request, places, sidecars);
    if (found.outcome !== "image") {
      left.push(found);
      continue;
    }
    const twin = before.get(found.sha256);
    if (twin === undefined) images.push(found);
    else left.push(describeTwin(found, album, twin));
    before.set(found.sha256, twin ?? found.stagedAs);
  }
  const { work, remarks } = tiePictures(images, request);
  const done: AlbumOutcome[] = [];
  for (const [rootName, group] of groupByFolder(work.images)) {
    const settings = { ...request, rootName, onImage: () => signal.throwIfAborted(), schemas: undefined };
    done.push(await carryOutAlbum({ ...work, images: group }, { ...settings, nameAdopted: () => undefined }));
  }
  const files = [...left, ...done.flatMap((one) => one.files)];
  return {
    counts: countOutcomes(files),
    files,
    manifests: joinManifests(done),
    kept: [],
    remarks: [
      ...images.flatMap(({ warnings }) => warnings.map((one) => ({ ...one, severity: "note" as const }))),
      ...describeGaps(images),
      ...remarks,
    ],
    suggested_rules: [],
  };
}

function tiePictures(
  images: readonly CollectedImage[],
  { album, item, prompts, options }: AddRequest,
): ReturnType<typeof tieAlbum> {
  const untied = {
    found: describeAlbum(album),
    known: album,
    rename: undefined,
    images: images.map((finding) => ({ finding, file: finding.stagedAs, album, entry: undefined })),
  };
  if (item === undefined) return tieAlbum(untied, prompts, true, options);
  const tie = (_file: string, facts: CollectedImage["facts"]): CollectedImage["facts"] => ({
    ...facts,
    item,
  });
  const named = untied.images.map((match) => {
    const { finding } = match;
    return { ...match, finding: { ...finding, facts: tie(finding.file, finding.facts) } };
  });
  return { work: { ...untied, images: named, setTemplate: undefined, tie }, remarks: [] };
}

function describeAlbum({ slug, type, setTemplate }: KnownAlbum): FoundAlbum {
  return {
    slug,
    name: slug,
    type: type ?? NO_TYPE,
    ...(typeof setTemplate === "string" && { set_template: setTemplate }),
    provenanceSource: "",
    folder: "",
  };
}

/** Everything that a picture says, or why it can't be added. */
async function readPicture(
  path: string,
  { album, options }: AddRequest,
  places: Places,
  sidecars: Sidecars,
): Promise<CollectedImage | (FileOutcome & { readonly outcome: "failed" })> {
  const file = basename(path);
  const sidecarFile = sidecars.find(path);
  const derived = await deriveFacts({
    picture: Buffer.from(path),
    sidecar: sidecarFile === undefined ? null : Buffer.from(join(dirname(path), sidecarFile)),
    file,
    sidecarFile: sidecarFile ?? null,
    albumType: album.type ?? NO_TYPE,
    template: options.templates.find(({ slug }) => slug === album.setTemplate),
    timeZone: options.timeZone,
    limits: options.limits,
  });
  if ("code" in derived) return describeFailure(path, derived);
  const { sidecar, sidecarFault, ...facts } = derived;
  const isFault = sidecarFault !== null && sidecarFault.code !== OTHER_FILE;
  const stagedAs = places.choose(album.slug, file, facts.sha256);
  return {
    outcome: "image",
    file,
    path: Buffer.from(path),
    album: describeAlbum(album),
    stagedAs,
    ...facts,
    warnings: [...facts.warnings, ...(isFault ? [sidecarFault] : [])],
    sidecar:
      sidecar === null || sidecarFile === undefined
        ? null
        : {
            ...sidecar,
            file: sidecarFile,
            path: Buffer.from(join(dirname(path), sidecarFile)),
            stagedAs: `${stagedAs}.${isTextSidecar(sidecarFile) ? "txt" : "json"}`,
          },
  };
}

/** Which sidecar is whose, as the names in a folder say; each folder is read once. */
class Sidecars {
  readonly #folders = new Map<string, ReadonlyMap<string, string>>();

  find(path: string): string | undefined {
    const folder = dirname(path);
    const known = this.#folders.get(folder) ?? pairIn(folder);
    this.#folders.set(folder, known);
    return known.get(basename(path));
  }
}

function pairIn(folder: string): ReadonlyMap<string, string> {
  const names = attempt(
    () => readdirSync(folder),
    () => [],
  );
  const ofKind = (kind: string): readonly string[] => names.filter((name) => kindOfFile(name) === kind);
  return pairSidecars(ofKind("image"), ofKind("json"), ofKind("text")).sidecarOf;
}

/** Chooses where pictures are staged: never where another image is declared. */
class Places {
  readonly #taken: Set<string>;

  constructor(albums: readonly KnownAlbum[]) {
    this.#taken = new Set(albums.flatMap(({ entries }) => entries.map(({ file }) => toFilename(file))));
  }

  choose(slug: string, name: string, sha256: string): string {
    const wanted = `${slug}/${toSafeFile(name)}`;
    const file = this.#taken.has(toFilename(wanted)) ? addHashToFile(wanted, sha256) : wanted;
    this.#taken.add(toFilename(file));
    return file;
  }
}

function groupByFolder(images: readonly MatchedImage[]): ReadonlyMap<string, readonly MatchedImage[]> {
  const groups = new Map<string, MatchedImage[]>();
  for (const image of images) {
    const folder = basename(dirname(image.finding.path.toString()));
    const group = groups.get(folder);
    if (group === undefined) groups.set(folder, [image]);
    else group.push(image);
  }
  return groups;
}

/** The folders' pictures all go to one manifest. */
function joinManifests(done: readonly AlbumOutcome[]): CollectReport["manifests"] {
  const outcomes = done.flatMap(({ manifest }) => (manifest === undefined ? [] : [manifest]));
  const [first] = outcomes;
  if (first === undefined) return [];
  return [{ ...first, added: outcomes.reduce((sum, { added }) => sum + added, 0) }];
}

function describeFailure(path: string, notice: Notice): FileOutcome & { readonly outcome: "failed" } {
  const { code, message, help } = findMistake(path) ?? notice;
  const reason = { severity: "error", code, message, help } as const;
  return { outcome: "failed", file: basename(path), what: "image", reason };
}

/** What is wrong with the path itself: a person named it, no walk through a folder. */
function findMistake(path: string): Notice | undefined {
  const found = attempt(
    () => lstatSync(path),
    (code) => (["ENOENT", "ENOTDIR"].includes(code) ? "missing" : undefined),
  );
  const name = showName(path);
  if (found === undefined) return undefined;
  if (found === "missing")
    return { code: "file-missing", message: `${name} does not exist.`, help: "Check its path." };
  if (found.isSymbolicLink())
    return {
      code: "link",
      message: `${name} is a symbolic link; sync does not follow links.`,
      help: "Pass the file that it points to.",
    };
  if (found.isDirectory())
    return {
      code: "special-file",
      message: `${name} is a folder.`,
      help: "Pass its files, or use sync collect for the whole folder.",
    };
  return undefined;
}

function describeTwin({ file }: CollectedImage, { slug }: KnownAlbum, twin: string): FileOutcome {
  return {
    outcome: "skipped",
    file,
    what: "image",
    reason: {
      severity: "warning",
      code: "already-in-album",
      message: `${showName(file)} was not added: album ${slug} has a picture with the same bytes, ${showName(twin)}.`,
      help: "Nothing to do, unless the picture should be shown twice.",
    },
  };
}
