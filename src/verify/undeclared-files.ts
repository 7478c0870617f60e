import { type Dirent, readdirSync } from "node:fs";
import { join } from "node:path";
import { ROOT_MARKER } from "../manifest/check/assets.js";
import type { Finding } from "./finding.js";

const SYSTEM = /^(?:\.DS_Store|Thumbs\.db|desktop\.ini|\.git(?:keep|ignore|attributes))$/i;

/**
 * What lies under an asset root although no manifest declares it and it is no sidecar of a declared image, ascending.
 * `files`: declared ones, relative to the root; `prefix`: what names of this root begin with. Paths for which `isOurs`
 * holds are left out; links are not followed.
 */
export function findUndeclared(
  root: string,
  prefix: string,
  files: ReadonlySet<string>,
  isOurs: (path: string) => boolean,
): readonly Finding[] {
  const stems = new Set(Array.from(files, (file) => file.replace(/\.[^./]*$/, "")));
  const isKnown = (file: string): boolean => {
    if (files.has(file)) return true;
    const owner = /^(.*)\.(?:json|txt)$/i.exec(file)?.[1];
    return owner !== undefined && (files.has(owner) || stems.has(owner));
  };
  const leadsToDeclared = (link: string): boolean => {
    for (const file of files) if (file.startsWith(`${link}/`)) return true;
    return false;
  };
  return Array.from(walk(root, "", isOurs))
    .filter(({ file, kind }) => kind === "unreadable" || !isKnown(file))
    .filter(({ file, kind }) => kind !== "link" || !leadsToDeclared(file))
    .map(({ file, kind }) => describe(prefix + file, kind));
}

interface Seen {
  readonly file: string;
  readonly kind: "file" | "link" | "special" | "unreadable";
}

function* walk(root: string, folder: string, isOurs: (path: string) => boolean): Generator<Seen> {
  const entries = readFolder(join(root, folder));
  if (entries === undefined) yield { file: folder, kind: "unreadable" };
  for (const entry of entries ?? []) {
    const file = folder === "" ? entry.name : `${folder}/${entry.name}`;
    if (isOurs(join(root, file))) continue;
    if (entry.isDirectory()) {
      yield* walk(root, file, isOurs);
    } else if (!SYSTEM.test(entry.name) && file !== ROOT_MARKER) {
      yield { file, kind: entry.isFile() ? "file" : entry.isSymbolicLink() ? "link" : "special" };
    }
  }
}

/** Entries by name; undefined when the folder can't be read, which a name that is not UTF-8 may be the cause of. */
function readFolder(dir: string): readonly Dirent[] | undefined {
  try {
    return readdirSync(dir, { withFileTypes: true }).sort((a, b) => (a.name < b.name ? -1 : 1));
  } catch (error) {
    if (error instanceof Error && "code" in error) return undefined;
    throw error;
  }
}

const WORDS: { readonly [K in Seen["kind"]]: string } = {
  file: "is declared by no manifest and belongs to no declared image",
  link: "is a symbolic link that no manifest declares",
  special: "is no regular file",
  unreadable: "is a folder that can't be read",
};

function describe(file: string, kind: Seen["kind"]): Finding {
  return {
    severity: "error",
    code: "file-undeclared",
    summary: `${file} ${WORDS[kind]}`,
    help:
      kind === "unreadable"
        ? "Change its permissions, or rename it when its name is no valid text."
        : "Declare it, or move it out of the asset root.",
  };
}
