import { createHash } from "node:crypto";
import {
  type BigIntStats,
  closeSync,
  constants,
  copyFileSync,
  fstatSync,
  fsyncSync,
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

/** How bytes get under the asset root. `hardlink`: the same file twice; `reflink`: a copy that shares its blocks. */
export type StageMode = "copy" | "hardlink" | "reflink";

export const STAGE_MODES: readonly StageMode[] = ["copy", "hardlink", "reflink"];

/** A file that is to be staged: `source` is absolute, byte for byte; `sha256` of the bytes that its facts came from. */
export interface StageRequest {
  readonly source: Buffer;
  /** Absolute path. */
  readonly target: string;
  readonly sha256: string;
}

/** A file could not be staged; others may be. The message is for a person. */
export class StageProblem extends Error {
  override readonly name: string = "StageProblem";

  constructor(
    readonly code: "unstable" | "unreadable",
    message: string,
    readonly help: string,
  ) {
    super(message);
  }
}

/** Nothing can be staged this way: the mode is not supported, or the disk refuses. Ends the run. */
export class StageFailure extends Error {
  override readonly name: string = "StageFailure";
  readonly code = "staging-failed";

  constructor(
    message: string,
    readonly help: string,
  ) {
    super(message);
  }
}

const ATTEMPTS = 3;
const CHUNK = 1 << 20;

/**
 * Puts the bytes of `source` at `target` through a temporary file beside it, checked against `sha256`, with the file time
 * of the source. The source is only read. Throws a StageProblem or a StageFailure; the target is then as it was.
 */
export function stageFile(request: StageRequest, mode: StageMode): void {
  const temporary = join(dirname(request.target), `.${basename(request.target)}.tmp`);
  makeFolder(dirname(request.target));
  try {
    for (let attempt = 1; !fill(request, temporary, mode); attempt++) {
      if (attempt < ATTEMPTS) continue;
      throw new StageProblem(
        "unstable",
        "It changed while it was read, or after its facts were read",
        "Wait until nothing writes to it, then run again.",
      );
    }
    renameSync(temporary, request.target);
    flushFolder(dirname(request.target));
  } catch (error) {
    rmSync(temporary, { force: true });
    throw error instanceof StageProblem || error instanceof StageFailure ? error : describe(error, request);
  }
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
function fill(request: StageRequest, temporary: string, mode: StageMode): boolean {
  // What a killed run left behind has this very name, so leftovers never pile up.
  rmSync(temporary, { force: true });
  const source = openSync(request.source, constants.O_RDONLY);
  try {
    const before = fstatSync(source, { bigint: true });
    if (mode !== "copy") share(request.source, temporary, mode, before);
    const sha256 = mode === "copy" ? copy(source, temporary, before) : hashStaged(temporary)?.sha256;
    return sha256 === request.sha256 && isSame(before, fstatSync(source, { bigint: true }));
  } finally {
    closeSync(source);
  }
}

function copy(source: number, temporary: string, { mtimeNs }: BigIntStats): string {
  const target = openSync(temporary, "wx", 0o644);
  try {
    const { sha256 } = pour(source, target);
    futimesSync(target, toSeconds(mtimeNs), toSeconds(mtimeNs));
    fsyncSync(target);
    return sha256;
  } finally {
    closeSync(target);
  }
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
    if (mode === "hardlink") linkSync(realpathSync(source, { encoding: "buffer" }), temporary);
    else copyFileSync(source, temporary, constants.COPYFILE_EXCL | constants.COPYFILE_FICLONE_FORCE);
    if (mode === "reflink") utimesSync(temporary, toSeconds(mtimeNs), toSeconds(mtimeNs));
  } catch (error) {
    if (["ENOENT", "EACCES"].includes(codeOf(error))) throw error;
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
  const buffer = Buffer.allocUnsafe(CHUNK);
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

function isSame(a: BigIntStats, b: BigIntStats): boolean {
  return a.size === b.size && a.mtimeNs === b.mtimeNs && a.ino === b.ino;
}

function makeFolder(dir: string): void {
  try {
    mkdirSync(dir, { recursive: true });
  } catch (error) {
    throw new StageFailure(
      `${dir} can't be made (${codeOf(error)})`,
      "Move away what stands there, then run again.",
    );
  }
}

/** Makes names in a folder last through a power cut. */
export function flushFolder(dir: string): void {
  const handle = openSync(dir, "r");
  try {
    fsyncSync(handle);
  } finally {
    closeSync(handle);
  }
}

function describe(error: unknown, { target }: StageRequest): Error {
  const code = codeOf(error);
  if (["ENOENT", "EACCES", "EPERM", "EIO", "EISDIR", "ELOOP"].includes(code)) {
    return new StageProblem(
      "unreadable",
      `It can't be read or written (${code})`,
      "Check its permissions, then run again.",
    );
  }
  const reason = error instanceof Error ? error.message : String(error);
  return new StageFailure(
    `${target} can't be written (${reason})`,
    "Check free space and permissions, then run again.",
  );
}

function codeOf(error: unknown): string {
  return error instanceof Error && "code" in error ? String(error.code) : "";
}
