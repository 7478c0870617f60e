import { lstatSync, rmSync, statSync } from "node:fs";
import { dirname, join, relative, sep } from "node:path";
import { createFile, makeFolder, moveFileIfFree, writeTextFile } from "../../files/durable.js";
import { exists } from "../../files/exists.js";
import { flushSync, flushTree } from "../../files/flush.js";
import { readTextFile } from "../../files/regular-file.js";
import { attempt } from "../../files/system-error.js";
import { walk } from "../../files/walk.js";
import { createPlacer } from "../../manifest/text/project-files.js";
import { type Settings, TRASH } from "../../model/estate.js";
import { isJsonObject } from "../../model/json.js";
import { compareText } from "../../model/text-order.js";
import { stampOf } from "../../model/time.js";
import { Failure, failWith, refusal } from "../project/failure.js";

/** A file in the trash: where it lay, below which asset root. */
interface TrashedFile {
  /** Name of the asset root. */
  readonly root: string;
  /** Path below it, with `/`. */
  readonly file: string;
  readonly sha256: string;
}

/** One folder of the trash, with the list of what belongs where. */
interface TrashFolder {
  readonly id: string;
  /** Absolute. */
  readonly dir: string;
  readonly files: readonly TrashedFile[];
}

const UNDO_LIST = "undo.jsonl";
const STAMP_LENGTH = "20260102-030405".length;
const HEADER = JSON.stringify({ undo: "album-sync gc", version: 1 });

/**
 * Makes a folder of the trash named by the time, and in it the list of what will be moved there: both are on the disk
 * when this returns, so that a kill at any time after it leaves nothing that can't be restored.
 */
export function openTrash(settings: Settings, files: readonly TrashedFile[], now: Date): TrashFolder {
  const top = createPlacer(settings)(join(settings.mediaDir, TRASH));
  makeFolder(top);
  checkFileSystem(settings, files, top);
  // Nothing of it belongs into a commit.
  if (!exists(join(top, ".gitignore"))) createFile(join(top, ".gitignore"), "*\n");
  const id = freeId(top, stampOf(now));
  const trash: TrashFolder = { id, dir: join(top, id), files };
  for (const dir of new Set(files.map((file) => dirname(placeIn(settings, trash, file))))) makeFolder(dir);
  writeTextFile(join(trash.dir, UNDO_LIST), [HEADER, ...files.map(writeEntry), ""].join("\n"));
  flushTree(top);
  flushSync(dirname(top));
  return trash;
}

/** Moves one of its files into the trash; false, with the file left, when something else stands there. */
export function trashFile(settings: Settings, trash: TrashFolder, file: TrashedFile): boolean {
  return moveFileIfFree(placeOf(settings, file), placeIn(settings, trash, file));
}

/**
 * Moves one file back. `occupied`: something else stands at its place, so it stays in the trash; `missing`: it is in
 * neither place; `in-place`: it was never moved, or was restored before.
 */
export function restoreFile(
  settings: Settings,
  trash: TrashFolder,
  file: TrashedFile,
  { dryRun }: { readonly dryRun: boolean },
): "restored" | "occupied" | "missing" | "in-place" {
  const [from, to] = [placeIn(settings, trash, file), placeOf(settings, file)];
  const stands = (path: string) => lookAt(path) !== undefined;
  if (!stands(from)) return stands(to) ? "in-place" : "missing";
  if (dryRun) return stands(to) ? "occupied" : "restored";
  return moveFileIfFree(from, to) ? "restored" : "occupied";
}

/** Removes a folder of the trash that holds no file any more; true when it is gone. */
export function closeTrash({ dir }: TrashFolder): boolean {
  for (const { kind, raw } of walk(Buffer.from(dir)))
    if (kind !== "folder" && raw.toString() !== UNDO_LIST) return false;
  rmSync(dir, { recursive: true });
  return true;
}

/** The ids of the folders in the trash, oldest first. */
export function listTrash(settings: Settings): readonly string[] {
  const top = createPlacer(settings)(join(settings.mediaDir, TRASH));
  const entries = [...walk(Buffer.from(top), { enters: () => false })];
  return entries
    .flatMap(({ kind, raw }) => (kind === "folder" ? [raw.toString()] : []))
    .filter((id) => exists(join(top, id, UNDO_LIST)))
    .sort(compareIds);
}

/** One folder of the trash. Throws a failure when its list is not one that album-sync wrote. */
export function readTrash(settings: Settings, id: string): TrashFolder {
  const dir = createPlacer(settings)(join(settings.mediaDir, TRASH, id));
  const list = join(dir, UNDO_LIST);
  const [header, ...lines] = readTextFile(list).trimEnd().split("\n");
  const files = header === HEADER ? lines.map(readEntry) : [undefined];
  const line = files.indexOf(undefined);
  if (line >= 0)
    throw failWith(
      "failure",
      "trash-unreadable",
      `${relative(settings.projectDir, list)} is damaged in line ${header === HEADER ? line + 2 : 1}`,
      "Move the files out of this folder by hand: they lie there below the names of their asset roots.",
    );
  return { id, dir, files: files as readonly TrashedFile[] };
}

function writeEntry({ root, file, sha256 }: TrashedFile): string {
  return JSON.stringify({ root, file, sha256 });
}

/** The newest folder of the trash that holds a file, by the absolute path from which that was moved. Damaged lists tell none. */
export function mapTrash(settings: Settings): ReadonlyMap<string, string> {
  const held = new Map<string, string>();
  for (const id of listTrash(settings)) {
    try {
      const trash = readTrash(settings, id);
      for (const file of trash.files) {
        const root = settings.assetRoots.find(({ name }) => name === file.root);
        if (root === undefined || !exists(placeIn(settings, trash, file))) continue;
        held.set(join(root.dir, ...file.file.split("/")), id);
      }
    } catch (error) {
      if (!(error instanceof Failure)) throw error;
    }
  }
  return held;
}

function readEntry(line: string): TrashedFile | undefined {
  const value = attemptJson(line);
  if (!isJsonObject(value)) return undefined;
  const { root, file, sha256 } = value;
  if (typeof root !== "string" || typeof file !== "string" || typeof sha256 !== "string") return undefined;
  // A list from elsewhere must not lead out of the asset root.
  const isPlain = [...root.split("/"), ...file.split("/")].every((part) => !["", ".", ".."].includes(part));
  return isPlain && !root.includes("/") && (sep === "/" || !file.includes(sep))
    ? { root, file, sha256 }
    : undefined;
}

function attemptJson(line: string) {
  try {
    return JSON.parse(line);
  } catch {
    return undefined;
  }
}

// The trash may have come with a checkout, links in it included.
function placeIn(settings: Settings, { dir }: TrashFolder, { root, file }: TrashedFile): string {
  return createPlacer(settings)(join(dir, root, ...file.split("/")));
}

function placeOf(settings: Settings, { root, file }: TrashedFile): string {
  const found = settings.assetRoots.find(({ name }) => name === root);
  if (found === undefined)
    throw failWith(
      "failure",
      "trash-unreadable",
      `the configuration names no asset root "${root}", from which ${file} was moved`,
      "Name it again under assets, or move the file out of the trash by hand.",
    );
  return createPlacer(settings)(join(found.dir, ...file.split("/")));
}

/** Of the roots that files are moved from: the others may lie anywhere. */
function checkFileSystem(
  { assetRoots, projectDir }: Settings,
  files: readonly TrashedFile[],
  top: string,
): void {
  const used = new Set(files.map(({ root }) => root));
  const other = assetRoots.find(({ name, dir }) => used.has(name) && statSync(dir).dev !== statSync(top).dev);
  if (other !== undefined)
    throw refusal(
      "trash-elsewhere",
      `${relative(projectDir, top)} is not on the file system of the asset root ${relative(projectDir, other.dir)}`,
      "Set media.root to a folder on the same file system, so that files are moved and not copied.",
    );
}

function freeId(top: string, stamp: string): string {
  for (let number = 1; ; number++) {
    const id = number === 1 ? stamp : `${stamp}-${number}`;
    if (!exists(join(top, id))) return id;
  }
}

/** Folders of one second are numbered from the second one on: `…-2`, `…-10`. */
function compareIds(a: string, b: string): number {
  const byTime = compareText(a.slice(0, STAMP_LENGTH), b.slice(0, STAMP_LENGTH));
  return byTime || a.length - b.length || compareText(a, b);
}

function lookAt(path: string) {
  return attempt(
    () => lstatSync(path),
    () => undefined,
  );
}
