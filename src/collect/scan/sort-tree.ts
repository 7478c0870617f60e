import type { SurveyOptions } from "../facts/survey-options.js";
import { type FileKind, kindOfFile } from "./file-kind.js";
import { createFolderRules } from "./folder-rules.js";
import { type Pairs, pairSidecars } from "./pair-sidecars.js";
import { type Place, placeFiles } from "./place-files.js";
import type { DirectoryEntry, Tree } from "./walk.js";

/** A walked tree, every file's part in it decided by names alone. */
export interface SortedTree {
  readonly root: Buffer;
  readonly rootName: string;
  /** All files, ascending, but a sidecar right after its image. */
  readonly entries: readonly DirectoryEntry[];
  readonly byFile: ReadonlyMap<string, DirectoryEntry>;
  readonly kinds: ReadonlyMap<string, FileKind>;
  readonly pairs: Pairs;
  /** Album and staged path of each image that a rule is for. */
  readonly places: ReadonlyMap<string, Place>;
  /** True for a file in a folder that a rule knows. */
  readonly isRuled: (file: string) => boolean;
  /** Slugs of the templates that would all name the folder of a file like this; empty unless that leaves it unruled. */
  readonly findRivals: (file: string) => readonly string[];
}

/** Decides what each file is, which sidecar is whose, and where each image goes. Opens nothing. */
export function sortTree(tree: Tree, rootName: string, options: SurveyOptions): SortedTree {
  const kinds = new Map(tree.entries.map(({ file }) => [file, kindOfFile(file)]));
  const listKind = (kind: FileKind): readonly string[] =>
    tree.entries.flatMap((entry) =>
      entry.kind === "file" && kinds.get(entry.file) === kind ? [entry.file] : [],
    );
  const images = listKind("image");
  const pairs = pairSidecars(images, listKind("json"), listKind("text"));
  const { findRule, findRivals } = createFolderRules(options, rootName);
  const byFile = new Map(tree.entries.map((entry) => [entry.file, entry]));
  return {
    root: tree.root,
    rootName,
    entries: followImages(tree.entries, byFile, pairs),
    byFile,
    kinds,
    pairs,
    places: placeFiles(images, findRule, rootName, options),
    isRuled: (file) => findRule(foldersOf(file)) !== undefined,
    findRivals: (file) => findRivals(foldersOf(file)),
  };
}

function foldersOf(file: string): readonly string[] {
  return file.split("/").slice(0, -1);
}

function followImages(
  entries: readonly DirectoryEntry[],
  byFile: ReadonlyMap<string, DirectoryEntry>,
  { sidecarOf }: Pairs,
): readonly DirectoryEntry[] {
  const sidecars = new Set(sidecarOf.values());
  return entries
    .filter(({ file }) => !sidecars.has(file))
    .flatMap((entry) => {
      const sidecar = sidecarOf.get(entry.file);
      return sidecar === undefined ? [entry] : [entry, byFile.get(sidecar) as DirectoryEntry];
    });
}
