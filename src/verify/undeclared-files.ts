import { isUtf8 } from "node:buffer";
import { join } from "node:path";
import { decodeName } from "../files/byte-names.js";
import { describeReadError } from "../files/system-error.js";
import { walk } from "../files/walk.js";
import { ROOT_MARKER } from "../manifest/check/assets.js";
import { type AssetRoot, COLLECT_CACHE, type Settings, TRASH } from "../model/estate.js";
import { compareText } from "../model/text-order.js";
import type { VerifyFinding } from "./verify-finding.js";

const SYSTEM = /^(?:\.DS_Store|Thumbs\.db|desktop\.ini|\.git(?:keep|ignore|attributes))$/i;

/** Something below an asset root that no manifest declares and that is no sidecar of a declared image. */
export interface UndeclaredEntry {
  readonly root: AssetRoot;
  /** Path below the root, byte for byte. */
  readonly raw: Buffer;
  /** The same for a person, as manifests name files. */
  readonly name: string;
  readonly kind: "file" | "link" | "special" | "unreadable";
  /** The system's code of an unreadable folder. */
  readonly code?: string;
}

/**
 * What lies below the asset roots of a project and is not declared, ascending by name. `files`: the declared ones, as
 * manifests name them. Files that album-sync keeps there itself are skipped; links are not followed.
 */
export function listUndeclared(settings: Settings, files: readonly string[]): readonly UndeclaredEntry[] {
  const database = settings.database.replace(/^sqlite:/, "");
  const own = new Set([
    join(settings.mediaDir, "thumbnails"),
    join(settings.mediaDir, TRASH),
    join(settings.mediaDir, COLLECT_CACHE),
    ledgerFile(settings),
    ...["", "-wal", "-shm"].map((end) => database + end),
    // A root may lie in another: what is in it is looked at once, as its own.
    ...settings.assetRoots.map(({ dir }) => dir),
  ]);
  return settings.assetRoots
    .flatMap((root, index) => {
      const prefix = index === 0 ? "" : `${root.name}/`;
      const inside = files.flatMap((file) => (file.startsWith(prefix) ? [file.slice(prefix.length)] : []));
      return [...walkUndeclared(root, prefix, new Set(inside), (path) => own.has(path))];
    })
    .sort((a, b) => compareText(a.name, b.name));
}

/** The ledger file of an unfinished run of verify. */
export function ledgerFile({ mediaDir }: Pick<Settings, "mediaDir">): string {
  return join(mediaDir, "sync-verify.tmp");
}

/** What verify reports of undeclared entries. */
export function describeUndeclared({ name, kind, code = "" }: UndeclaredEntry): VerifyFinding {
  return kind === "unreadable"
    ? describe(name, describeReadError(code, "folder"), FIX)
    : describe(name, WORDS[kind], DECLARE);
}

function* walkUndeclared(
  root: AssetRoot,
  prefix: string,
  files: ReadonlySet<string>,
  isOurs: (path: string) => boolean,
): Generator<UndeclaredEntry> {
  const { dir } = root;
  const stems = new Set(Array.from(files, withoutExtension));
  const isKnown = (file: string): boolean => {
    if (files.has(file)) return true;
    const owner = sidecarStem(file);
    return owner !== undefined && (files.has(owner) || stems.has(owner));
  };
  const leadsToDeclared = (link: string): boolean => {
    for (const file of files) if (file.startsWith(`${link}/`)) return true;
    return false;
  };
  const enters = (raw: Buffer): boolean => !isOurs(join(dir, raw.toString()));
  for (const entry of walk(Buffer.from(dir), { enters })) {
    const { raw, kind } = entry;
    if (kind === "folder") continue;
    const file = raw.toString();
    const name = prefix + decodeName(raw);
    if (kind === "unreadable") yield { root, raw, name, kind, code: entry.code };
    else if (isUtf8(raw) && (isKnown(file) || (kind === "link" && leadsToDeclared(file)))) continue;
    else if (!isOurs(join(dir, file)) && !isSystem(file)) yield { root, raw, name, kind };
  }
}

/** The path of a file without its extension. */
export function withoutExtension(file: string): string {
  return file.replace(/\.[^./]*$/, "");
}

/** What a sidecar's image is called, with or without its extension; undefined for a file that can't be a sidecar. */
export function sidecarStem(file: string): string | undefined {
  return /^(.*)\.(?:json|txt)$/i.exec(file)?.[1];
}

function isSystem(file: string): boolean {
  return file === ROOT_MARKER || SYSTEM.test(file.slice(file.lastIndexOf("/") + 1));
}

const FIX = "Change its permissions.";
const DECLARE =
  "Declare it, or move it out of the asset root; sync gc moves what was left by deleted images.";

const WORDS = {
  file: "is not declared in a manifest and belongs to no declared image",
  link: "is a symbolic link that no manifest declares",
  special: "is not a regular file",
};

function describe(name: string, what: string, help: string): VerifyFinding {
  return { severity: "error", code: "file-undeclared", summary: `${name} ${what}`, help };
}
