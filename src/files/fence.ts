import { lstatSync, readlinkSync, realpathSync } from "node:fs";
import { basename, dirname, join, resolve, sep } from "node:path";

const MOST_LINKS = 40;

/** Folders below which files may be read and written, whatever links lead there. */
export interface Fence {
  /** True when the real path of a file or folder lies inside; it need not exist. */
  contains(path: string): boolean;
  /** The path of a file behind links in its folders; its own name is kept as it is. Throws the errors of the system. */
  resolveFolder(path: string): string;
  /** True for a path without links that lies inside. */
  holds(real: string): boolean;
}

/** A fence around absolute folders. Real folders are kept: a later change of a link is not seen. */
export function createFence(folders: readonly string[]): Fence {
  const roots = folders.map(realPathOf);
  const known = new Map<string, string>();
  const holds = (real: string): boolean => roots.some((root) => isInside(root, real));
  const resolveFolder = (path: string): string => {
    const folder = dirname(path);
    const real = known.get(folder) ?? realpathSync.native(folder);
    known.set(folder, real);
    return join(real, basename(path));
  };
  return { holds, resolveFolder, contains: (path) => holds(realPathOf(path)) };
}

/** The absolute path without links, also of what does not exist: then of as much of it as does, and of where a dangling link leads. */
export function realPathOf(path: string): string {
  return follow(resolve(path), MOST_LINKS);
}

/** True when a path is a folder or lies below it; both absolute. */
export function isInside(folder: string, path: string): boolean {
  return path === folder || path.startsWith(folder.endsWith(sep) ? folder : folder + sep);
}

/**
 * Tells whether a file that exists is in a folder, whose own path is real. A folder is resolved once, and a file only when
 * it is a link: resolving every path would double the work.
 */
export function rememberFolders(root: string): (path: string) => boolean {
  const folders = new Map<string, boolean>();
  return (path) => {
    const folder = dirname(path);
    const known = folders.get(folder) ?? isInside(root, realpathSync(folder));
    folders.set(folder, known);
    return known && (!lstatSync(path).isSymbolicLink() || isInside(root, realpathSync(path)));
  };
}

function follow(path: string, links: number): string {
  try {
    return realpathSync.native(path);
  } catch (error) {
    if (!(error instanceof Error && "code" in error)) throw error;
  }
  const folder = dirname(path);
  if (folder === path || links === 0) return path;
  const here = join(follow(folder, links), basename(path));
  const target = readLink(here);
  return target === undefined ? here : follow(resolve(dirname(here), target), links - 1);
}

function readLink(path: string): string | undefined {
  try {
    return lstatSync(path).isSymbolicLink() ? readlinkSync(path) : undefined;
  } catch {
    return undefined;
  }
}
