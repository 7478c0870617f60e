import { existsSync } from "node:fs";
import { dirname, join } from "node:path";
import type { JsonObject } from "../../model/json.js";
import { deriveFacts } from "../facts/derive-facts.js";
import type { SurveyOptions } from "../facts/survey-options.js";
import { isTextSidecar } from "../sidecars/read-text-sidecar.js";
import type { CollectedImage, FoundFacts } from "../source/collected-image.js";
import { readStamp } from "../source/file-stamp.js";
import { addHashToFile, splitExtension } from "../source/names.js";
import { hashStaged } from "../stage/stage-file.js";
import type { KnownEntry } from "./known-albums.js";
import type { MatchedImage } from "./match-images.js";
import { declaredValue, type FactMerge, updateFacts } from "./update-facts.js";

/** What is to be done with one staged file: `make` it, `replace` other bytes, or `keep` it. */
type StageWork = "make" | "replace" | "keep";

/** What is to be done with one image. Staged paths are relative to the asset root. */
export interface ImageWork {
  readonly finding: CollectedImage;
  readonly entry: KnownEntry | undefined;
  readonly file: string;
  readonly picture: StageWork;
  readonly sidecar: { readonly file: string; readonly work: StageWork } | null;
  /** Of an image that is declared already. */
  readonly merge: FactMerge;
}

/** Where staged files are looked at: of a folder that is still to be renamed under its old name. */
type FindStaged = (file: string) => string;

/** SHA-256 of a staged file; null when there is none. */
type HashStaged = (file: string) => string | null;

/** Hashes staged files, each once: good until something is staged. A folder that is not there is asked for once. */
export function hashOnce(findStaged: FindStaged, { cache }: SurveyOptions): HashStaged {
  const folders = new Map<string, boolean>();
  const hashes = new Map<string, string | null>();
  return (file) => {
    const folder = file.slice(0, file.lastIndexOf("/"));
    const isThere = folders.get(folder) ?? existsSync(dirname(findStaged(file)));
    folders.set(folder, isThere);
    if (!isThere) return null;
    const known = hashes.get(file);
    if (known !== undefined) return known;
    const path = findStaged(file);
    const hash = cache === undefined ? (hashStaged(path)?.sha256 ?? null) : cache.hash(path);
    hashes.set(file, hash);
    return hash;
  };
}

/** How what is staged is looked at, and how facts get their item. */
interface Staged {
  readonly findStaged: FindStaged;
  readonly hash: HashStaged;
  readonly tie: (file: string, facts: FoundFacts) => FoundFacts;
}

const NOTHING: FactMerge = { edits: [], kept: [] };

/** Compares a finding with what is staged and declared. Reads only. */
export async function inspectImage(
  match: MatchedImage,
  { findStaged, hash, tie }: Staged,
  options: SurveyOptions,
): Promise<ImageWork> {
  const { finding, entry } = match;
  const file = entry === undefined ? findFreeFile(match, hash) : match.file;
  const staged = hash(file);
  const picture = workOf(staged, finding.sha256);
  const sidecarFile = sidecarOf(file, match, findStaged);
  const stagedSidecar = hash(sidecarFile);
  const sidecar =
    finding.sidecar === null
      ? null
      : { file: sidecarFile, work: workOf(stagedSidecar, finding.sidecar.sha256) };
  const work = { finding, entry, file, picture, sidecar };
  if (entry === undefined || isUpToDate(finding, entry, sidecar?.work)) return { ...work, merge: NOTHING };
  const base = await deriveFacts({
    picture: staged === null ? finding.path : Buffer.from(findStaged(file)),
    sidecar: stagedSidecar === null ? null : Buffer.from(findStaged(sidecarFile)),
    file: entry.sourceFile ?? finding.file,
    sidecarFile: stagedSidecar === null ? null : sidecarFile,
    albumType: finding.album.type,
    template: options.templates.find(({ slug }) => slug === finding.album.set_template),
    timeZone: options.timeZone,
    limits: options.limits,
  });
  return {
    ...work,
    merge: mergeEntry(
      entry,
      "facts" in base ? asJson(tie(finding.file, base.facts)) : {},
      finding,
      sidecar === null && stagedSidecar !== null,
    ),
  };
}

/** The entry of an image as a manifest declares it. `root`: where it came from, unless its album says so. */
export function toEntry(
  file: string,
  { sha256, bytes, facts }: CollectedImage,
  root: string | undefined,
): JsonObject {
  const { source, ...others } = asJson(facts);
  return {
    file,
    sha256,
    bytes,
    ...others,
    source: { ...(source as JsonObject), ...(root !== undefined && { root }) },
  };
}

/** Digest and size follow the bytes whatever a manifest says; a sidecar that is gone takes no fact with it. */
function mergeEntry(
  entry: KnownEntry,
  base: JsonObject,
  finding: CollectedImage,
  lostSidecar: boolean,
): FactMerge {
  const facts = asJson(finding.facts);
  const found = lostSidecar
    ? { ...base, width: facts.width, height: facts.height, source: keepSource(base, facts) }
    : facts;
  const merge = updateFacts(entry, base, found as JsonObject);
  const { sha256, bytes } = finding;
  const bytesEdits = Object.entries({ sha256, bytes })
    .filter(([key, value]) => entry.own[key] !== value)
    .map(([key, value]) => ({ edit: "set" as const, path: [key], value }));
  return { ...merge, edits: [...bytesEdits, ...merge.edits] };
}

function keepSource(base: JsonObject, facts: JsonObject): JsonObject {
  return { ...(base.source as JsonObject), file: (facts.source as JsonObject).file ?? null };
}

function isUpToDate(finding: CollectedImage, entry: KnownEntry, sidecar: StageWork | undefined): boolean {
  return (
    entry.sha256 === finding.sha256 &&
    entry.sourceFile === finding.file &&
    (sidecar === undefined || sidecar === "keep")
  );
}

function workOf(staged: string | null, found: string): StageWork {
  if (staged === null) return "make";
  return staged === found ? "keep" : "replace";
}

/** Where rules put a new image, unless other bytes that no manifest declares lie there. */
function findFreeFile({ file, finding }: MatchedImage, hash: (file: string) => string | null): string {
  const staged = hash(file);
  if (staged === null || staged === finding.sha256) return file;
  return addHashToFile(file, finding.sha256);
}

function sidecarOf(file: string, { finding, entry }: MatchedImage, findStaged: FindStaged): string {
  const isText = finding.sidecar === null ? undefined : isTextSidecar(finding.sidecar.stagedAs);
  const names = sidecarNames(file).filter((name) => isText === undefined || isTextSidecar(name) === isText);
  const planned = (finding.stagedAs === file ? finding.sidecar?.stagedAs : undefined) ?? (names[0] as string);
  if (entry === undefined) return planned;
  // An image that is declared keeps the sidecar that it has.
  return names.find((name) => readStamp(findStaged(name)) !== null) ?? planned;
}

/** The sidecar that is staged beside a picture; undefined when there is none. */
export function findStagedSidecar(file: string, findStaged: FindStaged): string | undefined {
  return sidecarNames(file).find((name) => readStamp(findStaged(name)) !== null);
}

/** What the sidecar of a picture may be called, the likeliest first. */
function sidecarNames(file: string): readonly string[] {
  const { stem } = splitExtension(file);
  return [`${file}.json`, `${stem}.json`, `${file}.txt`, `${stem}.txt`];
}

/** The item that the manifest says an image shows once the work is done. */
export function itemOf({ entry, finding, merge }: ImageWork): string | undefined {
  if (entry === undefined) return finding.facts.item;
  const edit = merge.edits.find(({ path }) => path[0] === "item");
  const item =
    edit === undefined ? declaredValue(entry, "item") : edit.edit === "set" ? edit.value : undefined;
  return typeof item === "string" ? item : undefined;
}

/** Facts are made of JSON values only; their type says more than JSON's. */
function asJson(facts: CollectedImage["facts"]): JsonObject {
  return facts as unknown as JsonObject;
}

/** Absolute path of a staged file. */
export function stagedPath(assetRoot: string, file: string): string {
  return join(assetRoot, ...file.split("/"));
}
