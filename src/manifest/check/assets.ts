import { realpathSync, statSync } from "node:fs";
import { join } from "node:path";
import { createFence, rememberFolders } from "../../files/fence.js";
import { hashFile } from "../../files/hash.js";
import { readStart } from "../../files/regular-file.js";
import { describeReadError, systemCode } from "../../files/system-error.js";
import { nameOf } from "../../model/address.js";
import type { Diagnostic } from "../../model/diagnostic.js";
import type { AssetRoot, Settings } from "../../model/estate.js";
import type { Image } from "../../model/resource.js";
import { diagnose } from "../places/diagnose.js";
import { createPlaces } from "../places/places.js";
import { spotIn } from "../read/entry.js";
import { entrySpot } from "../read/locate.js";
import type { Problem } from "../text/problem.js";
import { openProjectFiles } from "../text/project-files.js";
import { hashFiles } from "./hash-files.js";

/** The marker file of an asset root. Without it the root counts as missing. */
export const ROOT_MARKER = ".album-sync-root";

const LFS_POINTER = "version https://git-lfs.github.com/spec/";
const LARGEST_POINTER = 1024;

/** The path of an image file here; `file` is relative to the first asset root, or begins with the name of another. */
export function resolveAsset(settings: Settings, file: string): string {
  const root = rootOf(settings, file);
  const inside = root === settings.assetRoots[0] ? file : file.slice(root.name.length + 1);
  return join(root.dir, ...inside.split("/"));
}

function rootOf({ assetRoots: [main, ...others] }: Settings, file: string): AssetRoot {
  return others.find(({ name }) => file.startsWith(`${name}/`)) ?? main;
}

/** True when every asset root is there and marked as one. */
export function hasAssetRoot(settings: Settings): boolean {
  return settings.assetRoots.every(({ dir }) => isMarked(dir));
}

/** The problems of image files; none when a root is missing, because then no file is checked. */
export interface AssetReport {
  readonly diagnostics: readonly Diagnostic[];
  readonly rootMissing: boolean;
}

/**
 * Looks at the files of images: existence, kind and size. Each problem is an error, also a file that is missing; whether
 * an image with a row may lack its file is the caller's decision.
 */
export function checkAssets(settings: Settings, images: Iterable<Image>): AssetReport {
  const check = openAssetRoot(settings);
  if (check === undefined) return { diagnostics: [], rootMissing: true };
  const { problems } = checkEach(images, check);
  return { diagnostics: placeAssetProblems(settings, problems), rootMissing: false };
}

/** The same, and every byte is read; by so many threads where that is worth it. */
export async function hashAssets(
  settings: Settings,
  images: Iterable<Image>,
  threads: number,
): Promise<AssetReport> {
  const check = openAssetRoot(settings);
  if (check === undefined) return { diagnostics: [], rootMissing: true };
  const { problems, listSound, bytes } = checkEach(images, check);
  const compared = listSound();
  for await (const sha256 of hashFiles(pathsOf(settings, listSound()), bytes, threads)) {
    const image = compared.next().value as Image;
    const problem = compareHash(image, sha256);
    if (problem !== undefined) problems.push({ image, problem });
  }
  return { diagnostics: placeAssetProblems(settings, problems), rootMissing: false };
}

/** The problems of files that show without reading their bytes; `bytes`: total size of the intact ones. */
function checkEach(images: Iterable<Image>, check: AssetCheck) {
  const problems: FoundProblem[] = [];
  let bytes = 0;
  for (const image of images) {
    const problem = check(image, "stat");
    if (problem !== undefined) problems.push({ image, problem });
    else bytes += Number(image.fields.bytes ?? 0);
  }
  const wrong = new Set(problems.map(({ image }) => image.address));
  const listSound = function* () {
    for (const image of images) if (!wrong.has(image.address)) yield image;
  };
  return { problems, listSound, bytes };
}

function* pathsOf(settings: Settings, images: Iterable<Image>): Generator<string> {
  for (const { address } of images) yield resolveAsset(settings, nameOf(address));
}

/** A problem of the file of an image, at a field of its entry. */
export type AssetProblem = Omit<Problem, "at" | "address"> & { readonly field: string };

/** An image whose file is not as declared. */
interface FoundProblem {
  readonly image: Image;
  readonly problem: AssetProblem;
}

/** Looks at the file of one image as {@link checkAssets} or {@link hashAssets} does; undefined when all is well. */
export type AssetCheck = (image: Image, level: "stat" | "hash") => AssetProblem | undefined;

/** A check of files below the asset roots; undefined when a root is not there or not marked. */
export function openAssetRoot(settings: Settings): AssetCheck | undefined {
  if (!hasAssetRoot(settings)) return undefined;
  const guards = new Map(settings.assetRoots.map((root) => [root, rememberFolders(realpathSync(root.dir))]));
  return (image, level) => {
    const file = nameOf(image.address);
    const isInside = guards.get(rootOf(settings, file)) ?? (() => false);
    return checkFile(resolveAsset(settings, file), image, level, isInside);
  };
}

/** Tells whether the file of an image is below its asset root with all links resolved; false for a missing file. */
export function createAssetGuard(settings: Settings): (file: string) => boolean {
  const fences = new Map(settings.assetRoots.map((root) => [root, createFence([root.dir])]));
  return (file) => fences.get(rootOf(settings, file))?.contains(resolveAsset(settings, file)) === true;
}

/** The problems with their places in the manifests, sorted. */
export function placeAssetProblems(
  settings: Settings,
  found: readonly FoundProblem[],
): readonly Diagnostic[] {
  const problems = found.map(({ image, problem: { field, ...rest } }) => {
    const at = spotIn(entrySpot(settings.projectDir, image), [field]);
    return { ...rest, at, address: image.address };
  });
  return diagnose(problems, createPlaces(openProjectFiles(settings)));
}

function checkFile(
  path: string,
  image: Image,
  level: "stat" | "hash",
  isInside: (path: string) => boolean,
): AssetProblem | undefined {
  const file = nameOf(image.address);
  try {
    if (!isInside(path)) return outside(file);
    const stat = statSync(path);
    if (!stat.isFile()) {
      return { field: "file", code: "file-not-regular", summary: `${file} is not a regular file` };
    }
    const { bytes = stat.size } = image.fields;
    if (stat.size !== bytes) return sizeProblem(path, file, stat.size, image);
  } catch (error) {
    return unreadable(file, error);
  }
  return level === "stat" ? undefined : compareHash(image, hashFile(path));
}

/** The problem of a file whose bytes are not the declared ones; `sha256`: of what it has, null when it can't be read. */
export function compareHash(image: Image, sha256: string | null): AssetProblem | undefined {
  const file = nameOf(image.address);
  if (sha256 === image.fields.sha256) return undefined;
  if (sha256 === null) return { field: "file", code: "file-unreadable", summary: `${file} can't be read` };
  return {
    field: "sha256",
    code: "hash-differs",
    summary: `${file} does not match its declared sha256`,
    expected: `"${sha256}"`,
    help: "Restore the file. If the change is intended, run sync fmt --facts.",
  };
}

function sizeProblem(path: string, file: string, size: number, image: Image): AssetProblem {
  if (size <= LARGEST_POINTER && isPointer(path)) {
    return {
      field: "file",
      code: "lfs-pointer",
      summary: `${file} is a Git LFS pointer, not the image`,
      help: "Run git lfs pull.",
    };
  }
  return {
    field: "bytes",
    code: "size-differs",
    summary: `${file} has ${size} bytes, not ${image.fields.bytes}`,
    expected: String(size),
    help: "Restore the file. If the change is intended, run sync fmt --facts.",
  };
}

function outside(file: string): AssetProblem {
  return {
    field: "file",
    code: "file-outside-root",
    summary: `${file} is a symbolic link to a file outside the asset root`,
    help: "Replace the link with the file itself.",
  };
}

function unreadable(file: string, error: unknown): AssetProblem {
  const code = systemCode(error);
  if (code === "ENOENT" || code === "ENOTDIR") {
    return {
      field: "file",
      code: "file-missing",
      summary: `${file} does not exist under the asset root`,
      help: "Add the file, or remove its entry from the manifest.",
    };
  }
  return { field: "file", code: "file-unreadable", summary: `${file} ${describeReadError(code)}` };
}

function isMarked(root: string): boolean {
  return statSync(join(root, ROOT_MARKER), { throwIfNoEntry: false })?.isFile() === true;
}

function isPointer(path: string): boolean {
  return readStart(path, "follow", LARGEST_POINTER).toString("latin1").startsWith(LFS_POINTER);
}
