import { isUtf8 } from "node:buffer";
import { decodeName } from "../files/byte-names.js";
import { walk } from "../files/walk.js";
import { compareText } from "../model/text-order.js";
import type { SurveyOptions } from "./facts/survey-options.js";
import type { CollectedFiles } from "./match/collected-files.js";
import { kindOfFile } from "./scan/file-kind.js";
import { createFolderRules } from "./scan/folder-rules.js";
import { placeFiles } from "./scan/place-files.js";
import { ROOT_RULE } from "./scan/rules.js";
import { suggestRule, writeRule } from "./scan/suggest-rule.js";
import type { FoundAlbum } from "./source/collected-image.js";
import { readName } from "./source/name-parts.js";
import { baseName } from "./source/names.js";

/** A folder with pictures that no manifest says were collected. Paths are relative to the folder that was searched. */
interface UncollectedFolder {
  readonly path: string;
  /** What to collect: the same folder, or the one above it that rules count from. */
  readonly root: string;
  /** How many there are, by their names alone. */
  readonly pictures: number;
  /** Where the rules put them; null when no rule matches the folder. */
  readonly album: FoundAlbum | null;
  /** Of a folder that no rule matches: an entry of `collect.rules` to correct, as a line of YAML. */
  readonly rule: string | null;
}

/** Ascending by path. `isPartial`: there were more files than are looked at. */
export interface Uncollected {
  readonly folders: readonly UncollectedFolder[];
  readonly isPartial: boolean;
}

interface Search {
  /** Absolute, without links. */
  readonly dir: string;
  /** Folders that are passed over, relative to `dir`; what holds one of them is no folder to collect. */
  readonly without: ReadonlySet<string>;
  /** Asked for when there are pictures at all: it takes the time of reading every manifest. */
  readonly readCollected: () => CollectedFiles;
  readonly options: Pick<SurveyOptions, "rules" | "templates" | "timeZone">;
}

interface Known extends Pick<Search, "without" | "options"> {
  readonly collected: CollectedFiles;
}

interface Root {
  readonly root: string;
  /** Below `dir`, ascending. */
  readonly pictures: readonly string[];
}

/** A search that met so many files and folders ends: it is for a list that somebody looks at. */
const MOST_ENTRIES = 200_000;
const DEEPEST = 64;
/** Folders to collect lie below so many others at most. */
const DEEPEST_ROOT = 3;

/**
 * Legacy folders below a folder. A folder counts as legacy when a rule other than that for loose pictures knows a
 * folder in it, when a picture in it is named after a time, or when images of manifests came from one of its name. No file
 * is opened and no link followed; hidden folders and node_modules are passed over.
 */
export function findUncollected(search: Search): Uncollected {
  const { pictures, isPartial } = listPictures(search);
  if (pictures.length === 0) return { folders: [], isPartial };
  const known = { ...search, collected: search.readCollected() };
  const roots = findRoots("", pictures.sort(compareText), known);
  const folders = roots.flatMap((root) => describeRoot(root, known));
  return { folders: folders.sort((a, b) => compareText(a.path, b.path)), isPartial };
}

function listPictures({ dir, without }: Search): { pictures: string[]; isPartial: boolean } {
  const pictures: string[] = [];
  // A command can't name a folder whose name is no text.
  const enters = (raw: Buffer): boolean => isUtf8(raw) && isSearched(raw.toString(), without);
  let seen = 0;
  for (const { raw, kind } of walk(Buffer.from(dir), { enters, deepest: DEEPEST })) {
    if (++seen > MOST_ENTRIES) return { pictures, isPartial: true };
    const file = decodeName(raw);
    if (kind === "file" && kindOfFile(file) === "image") pictures.push(file);
  }
  return { pictures, isPartial: false };
}

function isSearched(path: string, without: ReadonlySet<string>): boolean {
  const name = baseName(path);
  return !name.startsWith(".") && name !== "node_modules" && !without.has(path);
}

/** The topmost folders that count as legacy. */
function findRoots(folder: string, pictures: readonly string[], known: Known): readonly Root[] {
  if (folder !== "" && isLegacy(folder, pictures, known)) return [{ root: folder, pictures }];
  if (folder !== "" && folder.split("/").length >= DEEPEST_ROOT) return [];
  const start = folder === "" ? 0 : folder.length + 1;
  const byFolder = new Map<string, string[]>();
  for (const file of pictures) {
    const end = file.indexOf("/", start);
    if (end === -1) continue;
    const below = file.slice(0, end);
    const found = byFolder.get(below);
    if (found === undefined) byFolder.set(below, [file]);
    else found.push(file);
  }
  return [...byFolder].flatMap(([below, files]) => findRoots(below, files, known));
}

function isLegacy(
  folder: string,
  pictures: readonly string[],
  { without, collected, options }: Known,
): boolean {
  if ([...without].some((path) => path.startsWith(`${folder}/`))) return false;
  const rootName = baseName(folder);
  if (collected.roots.has(rootName)) return true;
  const rules = options.rules.filter(({ pattern }) => pattern !== ROOT_RULE.pattern);
  const { findRule } = createFolderRules({ ...options, rules }, rootName);
  return pictures.some((file) => {
    const folders = file.slice(folder.length + 1).split("/");
    const name = folders.pop() as string;
    const rule = findRule(folders)?.rule;
    if (rule !== undefined && rule !== ROOT_RULE) return true;
    return folders.length === 0 && readName(name, options.timeZone).month !== undefined;
  });
}

/** The folders of a root, by the album that each would go to. */
function describeRoot({ root, pictures }: Root, { collected, options }: Known): readonly UncollectedFolder[] {
  const rootName = baseName(root);
  const { findRule, findRivals } = createFolderRules(options, rootName);
  const below = pictures.map((file) => file.slice(root.length + 1));
  const missing = below.filter((file) => !collected.has(root, file));
  const places = placeFiles(withFirstOfFolders(below, missing), findRule, rootName, options);
  const found = new Map<string, UncollectedFolder>();
  for (const file of missing) {
    const folders = file.split("/").slice(0, -1);
    const album = places.get(file)?.album ?? null;
    const folder = album?.folder ?? folders[0] ?? "";
    const key = JSON.stringify([folder, album?.slug]);
    const known = found.get(key);
    found.set(key, {
      path: folder === "" ? root : `${root}/${folder}`,
      root,
      pictures: (known?.pictures ?? 0) + 1,
      album,
      // Where templates rival, only a person can tell which one a rule should name.
      rule:
        album !== null || folder === "" || findRivals(folders).length > 0
          ? null
          : writeRule(suggestRule(folder, rootName)),
    });
  }
  return [...found.values()];
}

/**
 * The missing files, and one of every other folder, in the order of all. Of two folders that share a slug the later one gets
 * another, so that all of them count; reading the time in each name would take most of the search.
 */
function withFirstOfFolders(files: readonly string[], missing: readonly string[]): readonly string[] {
  const wanted = new Set(missing);
  const folders = new Set<string>();
  return files.filter((file) => {
    const folder = file.slice(0, file.lastIndexOf("/") + 1);
    const isFirst = !folders.has(folder);
    folders.add(folder);
    return isFirst || wanted.has(file);
  });
}
