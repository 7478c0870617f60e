import {
  type BigIntStats,
  constants,
  copyFileSync,
  fstatSync,
  futimesSync,
  linkSync,
  mkdirSync,
  realpathSync,
  utimesSync,
  writeSync,
} from "node:fs";
import { dirname } from "node:path";
import { flush } from "../../files/flush.js";
import { type Content, hashDescriptor, hashRegularFile } from "../../files/hash.js";
import { NewFile } from "../../files/new-file.js";
import { withRegularFile } from "../../files/regular-file.js";
import { attempt, codeOf } from "../../files/system-error.js";
import { isFull, roomHelp } from "../../files/write-error.js";
import { StageFailure, StageProblem } from "./stage-problem.js";

/** How bytes get under the asset root. `hardlink`: the same file twice; `reflink`: a copy that shares its blocks. */
export type StageMode = "copy" | "hardlink" | "reflink";

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
const GROUPS_AT_ONCE = 32;

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
  const filled: NewFile[] = [];
  try {
    for (const dir of new Set(groups.flat().map(({ target }) => dirname(target)))) makeFolder(dir);
    const results = groups.map((group) => fillGroup(group, mode, filled));
    // A flush waits for the disk; many at once wait hardly longer than one.
    await Promise.all(
      filled.map((file) =>
        file.flush().catch((error: unknown) => {
          throw toFailure(error, file.target);
        }),
      ),
    );
    for (const file of filled) putInPlace(file);
    const folders = new Set(filled.map(({ target }) => dirname(target)));
    await Promise.all(Array.from(folders, flush));
    return results;
  } catch (error) {
    for (const file of filled) file.discard();
    throw error instanceof StageFailure ? error : toFailure(error, groups.flat()[0]?.target ?? "");
  }
}

function putInPlace(file: NewFile): void {
  try {
    file.place();
  } catch (error) {
    throw toFailure(error, file.target);
  }
}

/** Makes the temporary files of one group and adds them to `filled`, or none of them. */
function fillGroup(
  group: readonly StageRequest[],
  mode: StageMode,
  filled: NewFile[],
): StageProblem | undefined {
  const own: NewFile[] = [];
  try {
    for (const request of group) own.push(fillSteadily(request, request.mode ?? mode));
    for (const file of own) filled.push(file);
    return undefined;
  } catch (error) {
    for (const file of own) file.discard();
    const known = error instanceof StageProblem || error instanceof StageFailure;
    const described = known ? error : describe(error, group[own.length]?.target ?? "");
    if (described instanceof StageProblem) return described;
    throw described;
  }
}

function fillSteadily(request: StageRequest, mode: StageMode): NewFile {
  const file = new NewFile(request.target);
  try {
    for (let tried = 1; tried <= ATTEMPTS; tried++) if (fill(request, file, mode)) return file;
  } catch (error) {
    file.discard();
    throw error;
  }
  file.discard();
  throw new StageProblem(
    "unstable",
    "It changed while it was read, or after its facts were read",
    "Wait until no program writes to it, then run again.",
  );
}

/** What a file holds; null when there is none. A link is followed nowhere: it counts as none. */
export function hashStaged(file: string): Content | null {
  return attempt(
    () => hashRegularFile(file, "refuse"),
    (code, error) => {
      if (["ENOENT", "ENOTDIR", "ELOOP"].includes(code)) return null;
      throw error;
    },
  );
}

/** False when the bytes are not those that the facts came from. */
function fill({ source, sha256 }: StageRequest, file: NewFile, mode: StageMode): boolean {
  file.discard();
  return withRegularFile(source, "follow", (descriptor, before) => {
    const found =
      mode === "copy" ? copy(descriptor, file, before) : share(source, file.temporary, mode, before);
    return found === sha256 && isSame(before, fstatSync(descriptor, { bigint: true }));
  });
}

function copy(source: number, file: NewFile, { mtimeNs }: BigIntStats): string {
  file.open(0o644);
  const { sha256 } = hashDescriptor(source, (part) => {
    for (let at = 0; at < part.length; ) at += writeSync(file.descriptor, part, at);
  });
  futimesSync(file.descriptor, toSeconds(mtimeNs), toSeconds(mtimeNs));
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
): string | undefined {
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
  return hashStaged(temporary)?.sha256;
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
      `${dir} can't be created (${codeOf(error)})`,
      "Move the existing file away, then run again.",
    );
  }
}

function describe(error: unknown, target: string): Error {
  const code = codeOf(error);
  if (!["ENOENT", "EACCES", "EPERM", "EIO", "EISDIR", "ELOOP", "ENXIO"].includes(code))
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
