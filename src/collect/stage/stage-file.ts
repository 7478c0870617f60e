import { createHash } from "node:crypto";
import {
  type BigIntStats,
  closeSync,
  constants,
  copyFileSync,
  fstatSync,
  fsync,
  futimesSync,
  linkSync,
  mkdirSync,
  openSync,
  readSync,
  realpathSync,
  renameSync,
  rmSync,
  utimesSync,
  writeSync,
} from "node:fs";
import { basename, dirname, join } from "node:path";
import { promisify } from "node:util";
import { isFull, roomHelp } from "../../model/write-problem.js";
import { StageFailure, StageProblem } from "./stage-problem.js";

/** How bytes get under the asset root. `hardlink`: the same file twice; `reflink`: a copy that shares its blocks. */
export type StageMode = "copy" | "hardlink" | "reflink";

export const STAGE_MODES: readonly StageMode[] = ["copy", "hardlink", "reflink"];

/** A file that is to be staged: `source` is absolute, byte for byte; `sha256` of the bytes that its facts came from. */
export interface StageRequest {
  readonly source: Buffer;
  /** Absolute path. */
  readonly target: string;
  readonly sha256: string;
  /** Another mode than that of the others. */
  readonly mode?: StageMode;
}

const ATTEMPTS = 3;
const CHUNK = 1 << 20;
const GROUPS_AT_ONCE = 32;
const flush = promisify(fsync);

/**
 * Puts the bytes of each `source` at its `target` through a temporary file beside it, checked against `sha256`, with the
 * file time of the source. Sources are only read. The files of one group get to their places all or none: its problem is
 * returned in its place. Throws a StageFailure when nothing can be staged.
 */
export async function stageFiles(
  groups: readonly (readonly StageRequest[])[],
  mode: StageMode,
): Promise<readonly (StageProblem | undefined)[]> {
  const results: (StageProblem | undefined)[] = [];
  for (let at = 0; at < groups.length; at += GROUPS_AT_ONCE)
    results.push(...(await stageBatch(groups.slice(at, at + GROUPS_AT_ONCE), mode)));
  return results;
}

async function stageBatch(
  groups: readonly (readonly StageRequest[])[],
  mode: StageMode,
): Promise<readonly (StageProblem | undefined)[]> {
  const filled: FilledFile[] = [];
  try {
    for (const dir of new Set(groups.flat().map(({ target }) => dirname(target)))) makeFolder(dir);
    const results = groups.map((group) => fillGroup(group, mode, filled));
    // A flush waits for the disk; many at once wait hardly longer than one.
    await Promise.all(filled.map(flushFile));
    for (const file of filled) putInPlace(file);
    const folders = new Set(filled.map(({ target }) => dirname(target)));
    await Promise.all(Array.from(folders, flushFolder));
    return results;
  } catch (error) {
    discard(filled);
    throw error instanceof StageFailure ? error : toFailure(error, groups.flat()[0]?.target ?? "");
  }
}

async function flushFile({ handle, target }: FilledFile): Promise<void> {
  if (handle === undefined) return;
  await flush(handle).catch((error: unknown) => {
    throw toFailure(error, target);
  });
}

function putInPlace(file: FilledFile): void {
  try {
    close(file);
    renameSync(file.temporary, file.target);
  } catch (error) {
    throw toFailure(error, file.target);
  }
}

interface FilledFile {
  readonly target: string;
  readonly temporary: string;
  /** Open until it is flushed; undefined for what was not written by us. */
  handle: number | undefined;
}

/** Makes the temporary files of one group and adds them to `filled`, or none of them. */
function fillGroup(
  group: readonly StageRequest[],
  mode: StageMode,
  filled: FilledFile[],
): StageProblem | undefined {
  const own: FilledFile[] = [];
  try {
    for (const request of group) own.push(fillSteadily(request, request.mode ?? mode));
    filled.push(...own);
    return undefined;
  } catch (error) {
    discard(own);
    const known = error instanceof StageProblem || error instanceof StageFailure;
    const described = known ? error : describe(error, group[own.length]?.target ?? "");
    if (described instanceof StageProblem) return described;
    throw described;
  }
}

function fillSteadily(request: StageRequest, mode: StageMode): FilledFile {
  const { target } = request;
  const file: FilledFile = {
    target,
    temporary: join(dirname(target), `.${basename(target)}.tmp`),
    handle: undefined,
  };
  try {
    for (let attempt = 1; attempt <= ATTEMPTS; attempt++) if (fill(request, file, mode)) return file;
  } catch (error) {
    discard([file]);
    throw error;
  }
  discard([file]);
  throw new StageProblem(
    "unstable",
    "It changed while it was read, or after its facts were read",
    "Wait until nothing writes to it, then run again.",
  );
}

function discard(files: readonly FilledFile[]): void {
  for (const file of files) {
    close(file);
    rmSync(file.temporary, { force: true });
  }
}

function close(file: FilledFile): void {
  if (file.handle !== undefined) closeSync(file.handle);
  file.handle = undefined;
}

/** SHA-256 and size of a file; null when there is none. A link is followed nowhere: it counts as none. */
export function hashStaged(file: string): { readonly sha256: string; readonly bytes: number } | null {
  let handle: number;
  try {
    handle = openSync(file, constants.O_RDONLY | constants.O_NOFOLLOW);
  } catch (error) {
    if (["ENOENT", "ENOTDIR", "ELOOP"].includes(codeOf(error))) return null;
    throw error;
  }
  try {
    return pour(handle, undefined);
  } finally {
    closeSync(handle);
  }
}

/** False when the bytes are not those that the facts came from. */
function fill(request: StageRequest, file: FilledFile, mode: StageMode): boolean {
  const { temporary } = file;
  close(file);
  // What a killed run left behind has this very name, so leftovers never pile up.
  rmSync(temporary, { force: true });
  const source = openSync(request.source, constants.O_RDONLY);
  try {
    const before = fstatSync(source, { bigint: true });
    if (mode !== "copy") share(request.source, temporary, mode, before);
    else file.handle = openSync(temporary, "wx", 0o644);
    const sha256 =
      file.handle === undefined ? hashStaged(temporary)?.sha256 : copy(source, file.handle, before);
    return sha256 === request.sha256 && isSame(before, fstatSync(source, { bigint: true }));
  } finally {
    closeSync(source);
  }
}

function copy(source: number, target: number, { mtimeNs }: BigIntStats): string {
  const { sha256 } = pour(source, target);
  futimesSync(target, toSeconds(mtimeNs), toSeconds(mtimeNs));
  return sha256;
}

// Half a microsecond more, since the way through a fraction cuts off: the millisecond stays the same.
function toSeconds(nanoseconds: bigint): number {
  return (Number(nanoseconds) + 500) / 1e9;
}

function share(
  source: Buffer,
  temporary: string,
  mode: "hardlink" | "reflink",
  { mtimeNs }: BigIntStats,
): void {
  try {
    // A link to a symbolic link would be one itself.
    if (mode === "hardlink") linkSync(realpathSync.native(source, { encoding: "buffer" }), temporary);
    else copyFileSync(source, temporary, constants.COPYFILE_EXCL | constants.COPYFILE_FICLONE_FORCE);
    if (mode === "reflink") utimesSync(temporary, toSeconds(mtimeNs), toSeconds(mtimeNs));
  } catch (error) {
    if (["ENOENT", "EACCES"].includes(codeOf(error)) || isFull(error)) throw error;
    const reason = error instanceof Error ? error.message : String(error);
    throw new StageFailure(
      `--mode ${mode} does not work between these folders (${reason})`,
      "Use --mode copy, or put both on one file system that can do it.",
    );
  }
}

function pour(
  source: number,
  target: number | undefined,
): { readonly sha256: string; readonly bytes: number } {
  const hash = createHash("sha256");
  const buffer = takeBuffer();
  let bytes = 0;
  for (let length = readSync(source, buffer, 0, CHUNK, bytes); length > 0; ) {
    const part = buffer.subarray(0, length);
    hash.update(part);
    for (let at = 0; target !== undefined && at < length; ) at += writeSync(target, part, at);
    bytes += length;
    length = readSync(source, buffer, 0, CHUNK, bytes);
  }
  return { sha256: hash.digest("hex"), bytes };
}

let chunk: Buffer | undefined;

/** One for all: it is never in use twice. */
function takeBuffer(): Buffer {
  chunk ??= Buffer.allocUnsafeSlow(CHUNK);
  return chunk;
}

function isSame(a: BigIntStats, b: BigIntStats): boolean {
  return a.size === b.size && a.mtimeNs === b.mtimeNs && a.ino === b.ino;
}

function makeFolder(dir: string): void {
  try {
    mkdirSync(dir, { recursive: true });
  } catch (error) {
    if (isFull(error)) throw toFailure(error, dir);
    throw new StageFailure(
      `${dir} can't be made (${codeOf(error)})`,
      "Move away what stands there, then run again.",
    );
  }
}

/** Makes names in a folder last through a power cut. */
export async function flushFolder(dir: string): Promise<void> {
  const handle = openSync(dir, "r");
  try {
    await flush(handle);
  } finally {
    closeSync(handle);
  }
}

function describe(error: unknown, target: string): Error {
  const code = codeOf(error);
  if (!["ENOENT", "EACCES", "EPERM", "EIO", "EISDIR", "ELOOP"].includes(code))
    return toFailure(error, target);
  return new StageProblem(
    "unreadable",
    `It can't be read or written (${code})`,
    "Check its permissions, then run again.",
  );
}

function toFailure(error: unknown, target: string): StageFailure {
  if (isFull(error))
    return new StageFailure(`${target} can't be written: no space is left on its disk`, roomHelp(target));
  const reason = error instanceof Error ? error.message : String(error);
  return new StageFailure(
    `${target} can't be written (${reason})`,
    "Check free space and permissions, then run again.",
  );
}

function codeOf(error: unknown): string {
  return error instanceof Error && "code" in error ? String(error.code) : "";
}
