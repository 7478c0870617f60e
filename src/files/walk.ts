import { type Dirent, readdirSync } from "node:fs";
import { joinBytes, SLASH } from "./byte-names.js";
import { attempt } from "./system-error.js";

/** Something below a folder: `raw`, its path there, byte for byte. */
type WalkedEntry =
  | { readonly raw: Buffer; readonly kind: "file" | "folder" | "link" | "special" }
  /** A folder, the root's path being empty. `code`: of the system's error, or {@link TOO_DEEP}. */
  | { readonly raw: Buffer; readonly kind: "unreadable"; readonly code: string };

/** The code of a folder that lies deeper than was asked for. */
export const TOO_DEEP = "TOO-DEEP";

interface WalkOptions {
  /** Asked for each folder before it is read; all are read without it. */
  readonly enters?: (raw: Buffer) => boolean;
  /** Folders below so many others are not read. */
  readonly deepest?: number;
}

/** Everything below a folder, in no order; no file is opened and no link followed. `root`: absolute path. */
export function* walk(
  root: Buffer,
  { enters, deepest = Infinity }: WalkOptions = {},
): Generator<WalkedEntry> {
  const folders: { readonly raw: Buffer; readonly depth: number }[] = [{ raw: Buffer.alloc(0), depth: 0 }];
  for (let folder = folders.pop(); folder !== undefined; folder = folders.pop()) {
    const { raw: above, depth } = folder;
    const found = depth > deepest ? TOO_DEEP : readFolder(joinBytes(root, above));
    if (typeof found === "string") {
      yield { raw: above, kind: "unreadable", code: found };
      continue;
    }
    // Ends with a slash, so that each path is put together from two parts.
    const start = Buffer.concat([above, SLASH]);
    for (const entry of found) {
      const raw = above.length === 0 ? entry.name : Buffer.concat([start, entry.name]);
      const kind = kindOf(entry);
      if (kind === "folder" && enters?.(raw) !== false) folders.push({ raw, depth: depth + 1 });
      yield { raw, kind };
    }
  }
}

function readFolder(path: Buffer): readonly Dirent<Buffer>[] | string {
  return attempt(
    () => readdirSync(path, { encoding: "buffer", withFileTypes: true }),
    (code) => code,
  );
}

function kindOf(entry: Dirent<Buffer>): "file" | "folder" | "link" | "special" {
  if (entry.isFile()) return "file";
  if (entry.isDirectory()) return "folder";
  return entry.isSymbolicLink() ? "link" : "special";
}
