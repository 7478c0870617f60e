import { isUtf8 } from "node:buffer";
import { setImmediate } from "node:timers/promises";
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
export interface UncollectedFolder {
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

interface Search {
  /** Absolute, without links. */
  readonly dir: string;
  /** Folders that are passed over, relative to `dir`; what holds one of them is no folder to collect. */
  readonly without: ReadonlySet<string>;
  /** Asked for when there are pictures at all: it takes the time of reading every manifest. */
  readonly readCollected: () => Promise<CollectedFiles>;
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
/** Searching goes on for so long before others get their turn. */
const TURN_MS = 15;

/**
 * Legacy folders below a folder, ascending. A folder counts as legacy when a rule other than that for loose pictures knows a
 * folder in it, when a picture in it is named after a time, or when images of manifests came from one of its name. No file
 * is opened and no link followed; hidden folders and node_modules are passed over. `isPartial`: there was too much to look at.
 */
export async function findUncollected(
  search: Search,
): Promise<{ readonly folders: readonly UncollectedFolder[]; readonly isPartial: boolean }> {
  const { pictures, isPartial } = await listPictures(search);
  if (pictures.length === 0) return { folders: [], isPartial };
  const known = { ...search, collected: await search.readCollected() };
  const folders: UncollectedFolder[] = [];
  for (const root of findRoots("", pictures.sort(compareText), known)) {
    folders.push(...describeRoot(root, known));
    await setImmediate();
  }
  return { folders: folders.sort((a, b) => compareText(a.path, b.path)), isPartial };
}

async function listPictures({ dir, without }: Search) {
  const pictures: string[] = [];
  // A command can't name a folder whose name is no text.
  const enters = (raw: Buffer): boolean => isUtf8(raw) && isSearched(raw.toString(), without);
  let seen = 0;
  let turn = performance.now();
  for (const { raw, kind } of walk(Buffer.from(dir), { enters, deepest: DEEPEST })) {
    if (++seen > MOST_ENTRIES) return { pictures, isPartial: true };
    const file = decodeName(raw);
    if (kind === "file" && kindOfFile(file) === "image") pictures.push(file);
    if (performance.now() - turn < TURN_MS) continue;
    await setImmediate();
    turn = performance.now();
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
  const places = placeFiles(below, findRule, rootName, options);
  const found = new Map<string, UncollectedFolder>();
  for (const file of below) {
    if (collected.has(root, file)) continue;
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
