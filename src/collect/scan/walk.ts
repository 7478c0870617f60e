import { type Dirent, readdirSync, readlinkSync, realpathSync, statSync } from "node:fs";
import type { FolderNotice, RootProblem } from "../source/findings.js";
import { decodeName, showName } from "../source/names.js";

/** Something below the root that is no folder. */
export interface Entry {
  /** Path below the root, byte for byte. */
  readonly raw: Buffer;
  /** The same as text, see {@link FileSeen.file}. */
  readonly file: string;
  readonly kind: "file" | "link" | "special";
  /** Of a link: where it leads. */
  readonly leadsTo?: LinkTarget;
}

export type LinkTarget = "file-inside" | "folder" | "outside" | "nowhere" | "itself";

/** A root that could be walked. Entries ascend by the bytes of their paths. */
export interface Tree {
  /** Absolute and without symbolic links. */
  readonly root: Buffer;
  readonly entries: readonly Entry[];
  /** Folders that could not be read. */
  readonly notices: readonly FolderNotice[];
}

const SLASH = Buffer.from("/");
/** Deeper than any real tree, shallow enough for every path to stay within what systems open. */
const DEEPEST = 64;

/** Absolute path of something below a root. */
export function joinBytes(root: Buffer, raw: Buffer): Buffer {
  return raw.length === 0 ? root : Buffer.concat([root, SLASH, raw]);
}

/** Lists everything below a folder without opening a file or following a link. `root`: absolute path. */
export function walkRoot(root: string): Tree | RootProblem {
  const real = attempt(() => realpathSync.native(root, { encoding: "buffer" }));
  if (typeof real === "string") return rootFault(root, real);
  if (!statSync(real).isDirectory()) return rootFault(root, "ENOTDIR");
  const entries: Entry[] = [];
  const notices: FolderNotice[] = [];
  const folders: { readonly raw: Buffer; readonly depth: number }[] = [{ raw: Buffer.alloc(0), depth: 0 }];
  for (let folder = folders.pop(); folder !== undefined; folder = folders.pop()) {
    const { raw: above, depth } = folder;
    const found = readFolder(joinBytes(real, above), depth);
    if (typeof found === "string") {
      if (depth === 0) return rootFault(root, found);
      notices.push(folderFault(real, above, found));
      continue;
    }
    for (const entry of found) {
      const raw = above.length === 0 ? entry.name : Buffer.concat([above, SLASH, entry.name]);
      if (entry.isDirectory()) folders.push({ raw, depth: depth + 1 });
      else entries.push(describeEntry(real, raw, entry));
    }
  }
  if (entries.length === 0 && notices.length === 0) return rootFault(root, "EMPTY");
  return {
    root: real,
    entries: entries.sort((a, b) => Buffer.compare(a.raw, b.raw)),
    notices: notices.sort((a, b) => Buffer.compare(a.path, b.path)),
  };
}

function readFolder(path: Buffer, depth: number): readonly Dirent<Buffer>[] | string {
  if (depth > DEEPEST) return "TOO-DEEP";
  return attempt(() => readdirSync(path, { encoding: "buffer", withFileTypes: true }));
}

function describeEntry(root: Buffer, raw: Buffer, found: Dirent<Buffer>): Entry {
  const file = decodeName(raw);
  if (found.isFile()) return { raw, file, kind: "file" };
  if (!found.isSymbolicLink()) return { raw, file, kind: "special" };
  return { raw, file, kind: "link", leadsTo: followLink(root, joinBytes(root, raw)) };
}

/** Where a link leads. Looks at names only, reads nothing. */
function followLink(root: Buffer, path: Buffer): LinkTarget {
  const target = attempt(() => realpathSync.native(path, { encoding: "buffer" }));
  if (target === "ELOOP") return "itself";
  if (typeof target === "string") return attempt(() => readlinkSync(path)) === "ELOOP" ? "itself" : "nowhere";
  const inside = target.subarray(0, root.length + 1).equals(Buffer.concat([root, SLASH]));
  if (!inside && !target.equals(root)) return "outside";
  return statSync(target).isFile() ? "file-inside" : "folder";
}

/** The result, or the code of the error that the system gave instead. */
function attempt<Result>(work: () => Result): Result | string {
  try {
    return work();
  } catch (error) {
    return errorCode(error);
  }
}

function errorCode(error: unknown): string {
  return (error as NodeJS.ErrnoException).code ?? String(error);
}

const ROOT_FAULTS: { readonly [code: string]: Omit<RootProblem, "outcome" | "message"> & { what: string } } =
  {
    ENOENT: {
      code: "root-missing",
      what: "is not there",
      help: "Check the path, or mount the disk it is on.",
    },
    ENOTDIR: {
      code: "root-not-a-folder",
      what: "is not a folder",
      help: "Name the folder that the files are in.",
    },
    EACCES: {
      code: "root-unreadable",
      what: "may not be read by this user",
      help: "Change its permissions, or those of the folders above it.",
    },
    EMPTY: {
      code: "root-empty",
      what: "holds no file",
      help: "If it is a mount point, mount its disk first; nothing was concluded from the empty folder.",
    },
  };

function rootFault(root: string, cause: string): RootProblem {
  const { code, what, help } = ROOT_FAULTS[cause] ?? {
    code: "root-unreadable",
    what: `can't be read (${cause})`,
    help: "Check the disk and the path.",
  };
  return { outcome: "root", code, message: `The folder ${showName(root)} ${what}.`, help };
}

function folderFault(root: Buffer, raw: Buffer, cause: string): FolderNotice {
  const file = decodeName(raw);
  const tooDeep = cause === "TOO-DEEP" || cause === "ENAMETOOLONG";
  const why = tooDeep
    ? "lies too deep, it was not read"
    : cause === "EACCES" || cause === "EPERM"
      ? "may not be read by this user"
      : `can't be read (${cause})`;
  return {
    outcome: "folder",
    severity: "error",
    file,
    path: joinBytes(root, raw),
    code: tooDeep ? "folder-too-deep" : "folder-unreadable",
    message: `The folder ${showName(file)} ${why}; what it holds was not collected.`,
    help: tooDeep
      ? "Move it closer to the root and collect again."
      : "Change its permissions and collect again.",
    images: 0,
    files: 0,
  };
}
