import { lstat, readdir, readlink, realpath, stat } from "node:fs/promises";
import type { FolderNotice, RootProblem } from "./findings.js";
import { decodeName, showName } from "./names.js";

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
export async function walkRoot(root: string): Promise<Tree | RootProblem> {
  const real = await realpath(root, { encoding: "buffer" }).catch((error: unknown) =>
    rootFault(root, errorCode(error)),
  );
  if (!Buffer.isBuffer(real)) return real;
  if (!(await stat(real)).isDirectory()) return rootFault(root, "ENOTDIR");
  const entries: Entry[] = [];
  const notices: FolderNotice[] = [];
  const folders: { readonly raw: Buffer; readonly depth: number }[] = [{ raw: Buffer.alloc(0), depth: 0 }];
  for (let folder = folders.pop(); folder !== undefined; folder = folders.pop()) {
    const names = await readFolder(joinBytes(real, folder.raw), folder.depth);
    if (typeof names === "string") {
      if (folder.depth === 0) return rootFault(root, names);
      notices.push(folderFault(real, folder.raw, names));
      continue;
    }
    for (const name of names) {
      const raw = folder.raw.length === 0 ? name : Buffer.concat([folder.raw, SLASH, name]);
      const entry = await lookAt(real, raw);
      if (entry === "folder") folders.push({ raw, depth: folder.depth + 1 });
      else if (entry !== undefined) entries.push(entry);
    }
  }
  if (entries.length === 0 && notices.length === 0) return rootFault(root, "EMPTY");
  return {
    root: real,
    entries: entries.sort((a, b) => Buffer.compare(a.raw, b.raw)),
    notices: notices.sort((a, b) => Buffer.compare(a.path, b.path)),
  };
}

async function readFolder(path: Buffer, depth: number): Promise<readonly Buffer[] | string> {
  if (depth > DEEPEST) return "TOO-DEEP";
  return readdir(path, { encoding: "buffer" }).catch(errorCode);
}

async function lookAt(root: Buffer, raw: Buffer): Promise<Entry | "folder" | undefined> {
  const path = joinBytes(root, raw);
  const found = await lstat(path).catch(errorCode);
  // Gone between listing and looking: nothing was seen.
  if (found === "ENOENT") return undefined;
  const file = decodeName(raw);
  if (typeof found === "string") return { raw, file, kind: "special" };
  if (found.isDirectory()) return "folder";
  if (found.isFile()) return { raw, file, kind: "file" };
  if (found.isSymbolicLink()) return { raw, file, kind: "link", leadsTo: await followLink(root, path) };
  return { raw, file, kind: "special" };
}

/** Where a link leads. Looks at names only, reads nothing. */
async function followLink(root: Buffer, path: Buffer): Promise<LinkTarget> {
  const target = await realpath(path, { encoding: "buffer" }).catch(errorCode);
  if (target === "ELOOP") return "itself";
  if (typeof target === "string")
    return (await readlink(path).catch(errorCode)) === "ELOOP" ? "itself" : "nowhere";
  const inside = target.subarray(0, root.length + 1).equals(Buffer.concat([root, SLASH]));
  if (!inside && !target.equals(root)) return "outside";
  return (await stat(target)).isFile() ? "file-inside" : "folder";
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
