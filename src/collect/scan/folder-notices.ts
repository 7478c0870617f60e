import { isUtf8 } from "node:buffer";
import { joinBytes } from "../../files/byte-names.js";
import { count } from "../../model/words.js";
import type { FolderNotice } from "../source/collected-image.js";
import { showName } from "../source/names.js";
import type { SortedTree } from "./sort-tree.js";
import { suggestRule, writeRule } from "./suggest-rule.js";
import type { DirectoryEntry, Tree } from "./walk.js";

/** A folder, and what was counted in and below it. */
interface Tally {
  readonly file: string;
  readonly path: Buffer;
  /** Slugs of templates that all name their folders like this. */
  readonly rivals: readonly string[];
  images: number;
  files: number;
}

/** What there is to say about folders: unreadable ones, thumbnails, and those that no rule knows. Ascending by path. */
export function listFolderNotices(sorted: SortedTree, tree: Tree): readonly FolderNotice[] {
  const isThumbnail = ({ file }: DirectoryEntry): boolean => sorted.kinds.get(file) === "thumbnail";
  const isUnknown = (entry: DirectoryEntry): boolean => !isThumbnail(entry) && !sorted.isRuled(entry.file);
  const notices = [
    ...tallyFolders(sorted, isUnknown, () => 1).map((tally) => describeUnknown(tally, sorted.rootName)),
    ...tallyFolders(sorted, isThumbnail, thumbnailDepth).map(describeThumbnails),
    ...tree.notices,
  ];
  return notices.sort((a, b) => Buffer.compare(a.path, b.path));
}

/** Counts the wanted entries by the folder that is `depth` names below the root. */
function tallyFolders(
  { entries, kinds, root, findRivals }: SortedTree,
  isWanted: (entry: DirectoryEntry) => boolean,
  depthOf: (folders: readonly string[]) => number,
): readonly Tally[] {
  const tallies = new Map<string, Tally>();
  for (const entry of entries.filter(isWanted)) {
    const depth = depthOf(entry.file.split("/").slice(0, -1));
    const file = entry.file.split("/").slice(0, depth).join("/");
    const tally = tallies.get(file) ?? {
      file,
      path: joinBytes(root, cutPath(entry.raw, depth)),
      rivals: findRivals(entry.file),
      images: 0,
      files: 0,
    };
    tally.files += 1;
    if (kinds.get(entry.file) === "image" || kinds.get(entry.file) === "thumbnail") tally.images += 1;
    tallies.set(file, tally);
  }
  return [...tallies.values()];
}

function thumbnailDepth(folders: readonly string[]): number {
  return folders.findIndex((folder) => folder.toLowerCase() === "thumbnails") + 1;
}

function cutPath(raw: Buffer, depth: number): Buffer {
  let end = -1;
  for (let names = 0; names < depth; names++) end = raw.indexOf("/", end + 1);
  return raw.subarray(0, Math.max(end, 0));
}

function describeUnknown({ images, files, rivals, ...seen }: Tally, rootName: string): FolderNotice {
  const leftOut = `${count(images, "image")} and ${count(files - images, "other file")} were skipped.`;
  const folder = seen.file === "" ? "that is collected" : showName(seen.file);
  const remark =
    rivals.length > 0
      ? {
          code: "ambiguous-template",
          message: `The folder ${folder} could be a batch of the set templates ${rivals.join(" and ")}: ${leftOut}`,
          help: "Give the templates different names, or add a rule with set_template for the folder to collect.rules in sync.config.yaml.",
        }
      : describeUnruled(seen, folder, rootName, leftOut);
  return { outcome: "folder", severity: "warning", ...seen, images, files, ...remark };
}

function describeUnruled(
  { file, path }: Pick<Tally, "file" | "path">,
  folder: string,
  rootName: string,
  leftOut: string,
) {
  const code = "unknown-folder";
  const message = `No rule matches the folder ${folder}: ${leftOut}`;
  // A pattern is text, so it can't name bytes that are none.
  if (file === "" || !isUtf8(path))
    return {
      code,
      message,
      help: "Add a rule for the folder to collect.rules in sync.config.yaml, or collect the folder separately.",
    };
  const rule = suggestRule(file, rootName);
  return {
    code,
    message,
    help: `Add a rule to collect.rules in sync.config.yaml, such as: ${writeRule(rule)}`,
    rule,
  };
}

function describeThumbnails({ images, files, rivals: _rivals, ...seen }: Tally): FolderNotice {
  return {
    outcome: "folder",
    severity: "note",
    ...seen,
    images,
    files,
    code: "thumbnail",
    message: `${showName(seen.file)} holds thumbnails, which are never collected: ${count(files, "file")} skipped.`,
    help: "Nothing to do. sync thumbnails creates new thumbnails.",
  };
}
