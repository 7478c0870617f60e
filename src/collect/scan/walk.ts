import { readlinkSync, realpathSync, statSync } from "node:fs";
import { decodeName, joinBytes, SLASH } from "../../files/byte-names.js";
import { attempt, describeReadError } from "../../files/system-error.js";
import { TOO_DEEP, walk } from "../../files/walk.js";
import type { FolderNotice, RootProblem } from "../source/collected-image.js";
import { showName } from "../source/names.js";

/** Something below the root that is no folder. */
export interface DirectoryEntry {
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
  readonly entries: readonly DirectoryEntry[];
  /** Folders that could not be read. */
  readonly notices: readonly FolderNotice[];
}

const EMPTY = "EMPTY";
/** Deeper than any real tree, shallow enough for every path to stay within what systems open. */
const DEEPEST = 64;

/** Lists everything below a folder without opening a file or following a link. `root`: absolute path. */
export function walkRoot(root: string): Tree | RootProblem {
  const real = attempt(() => realpathSync.native(root, { encoding: "buffer" }), codeOnly);
  if (typeof real === "string") return rootFault(root, real);
  if (!statSync(real).isDirectory()) return rootFault(root, "ENOTDIR");
  const entries: DirectoryEntry[] = [];
  const notices: FolderNotice[] = [];
  for (const found of walk(real, { deepest: DEEPEST })) {
    const { raw, kind } = found;
    if (kind === "unreadable") {
      if (raw.length === 0) return rootFault(root, found.code);
      notices.push(folderFault(real, raw, found.code));
    } else if (kind !== "folder") entries.push(describeEntry(real, raw, kind));
  }
  if (entries.length === 0 && notices.length === 0) return rootFault(root, EMPTY);
  return {
    root: real,
    entries: entries.sort((a, b) => Buffer.compare(a.raw, b.raw)),
    notices: notices.sort((a, b) => Buffer.compare(a.path, b.path)),
  };
}

function describeEntry(root: Buffer, raw: Buffer, kind: DirectoryEntry["kind"]): DirectoryEntry {
  const file = decodeName(raw);
  return kind === "link"
    ? { raw, file, kind, leadsTo: followLink(root, joinBytes(root, raw)) }
    : { raw, file, kind };
}

/** Where a link leads. Looks at names only, reads nothing. */
function followLink(root: Buffer, path: Buffer): LinkTarget {
  const target = attempt(() => realpathSync.native(path, { encoding: "buffer" }), codeOnly);
  if (target === "ELOOP") return "itself";
  if (typeof target === "string")
    return attempt(() => readlinkSync(path), codeOnly) === "ELOOP" ? "itself" : "nowhere";
  const inside = target.subarray(0, root.length + 1).equals(Buffer.concat([root, SLASH]));
  if (!inside && !target.equals(root)) return "outside";
  return statSync(target).isFile() ? "file-inside" : "folder";
}

function codeOnly(code: string): string {
  return code;
}

const ROOT_FAULTS: { readonly [code: string]: Pick<RootProblem, "code" | "help"> } = {
  ENOENT: { code: "root-missing", help: "Check the path, or mount the disk it is on." },
  ENOTDIR: { code: "root-not-a-folder", help: "Name the folder that the files are in." },
  EACCES: {
    code: "root-unreadable",
    help: "Change its permissions, or those of the folders above it.",
  },
  [EMPTY]: {
    code: "root-empty",
    help: "If the folder is a mount point, mount its disk first.",
  },
};

function rootFault(root: string, cause: string): RootProblem {
  const fault = ROOT_FAULTS[cause] ?? { code: "root-unreadable", help: "Check the disk and the path." };
  const what = cause === EMPTY ? "has no files" : describeReadError(cause, "folder");
  return { outcome: "root", ...fault, message: `The folder ${showName(root)} ${what}.` };
}

function folderFault(root: Buffer, raw: Buffer, cause: string): FolderNotice {
  const file = decodeName(raw);
  const tooDeep = cause === TOO_DEEP || cause === "ENAMETOOLONG";
  const why = tooDeep ? "is nested too deeply" : describeReadError(cause, "folder");
  return {
    outcome: "folder",
    severity: "error",
    file,
    path: joinBytes(root, raw),
    code: tooDeep ? "folder-too-deep" : "folder-unreadable",
    message: `The folder ${showName(file)} ${why}. Its files were not collected.`,
    help: tooDeep
      ? "Move it closer to the root and collect again."
      : "Change its permissions and collect again.",
    images: 0,
    files: 0,
  };
}
