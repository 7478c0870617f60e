import { joinBytes } from "../../files/byte-names.js";
import { readStart } from "../../files/regular-file.js";
import { findForeignContent } from "../../images/sniff.js";
import type { FileSeen, Notice, ProblemFile, SkippedFile } from "../source/collected-image.js";
import { baseName, showName } from "../source/names.js";
import type { SortedTree } from "./sort-tree.js";
import type { DirectoryEntry, LinkTarget } from "./walk.js";

const HEAD_BYTES = 1024;
const NO_ACTION = "Nothing to do.";

/** The file as outcomes name it. */
export function toFileSeen(root: Buffer, { raw, file }: DirectoryEntry): FileSeen {
  return { file, path: joinBytes(root, raw) };
}

/** The outcome of a file that is no image of a known folder and no sidecar in use. */
export function skipFile(tree: SortedTree, entry: DirectoryEntry): SkippedFile | ProblemFile {
  const seen = toFileSeen(tree.root, entry);
  const kind = tree.kinds.get(entry.file);
  if (kind === "thumbnail") return skip(seen, "thumbnail", "is a thumbnail, which is never collected");
  if (kind === "system")
    return skip(seen, "system-file", "is a file of the operating system or another program");
  if (!tree.isRuled(entry.file)) return skip(seen, "unknown-folder", "is in a folder that no rule matches");
  if (entry.kind === "special") return specialOutcome(seen, kind === "image");
  if (entry.kind === "link") return linkOutcome(seen, entry.leadsTo ?? "nowhere", kind === "image");
  switch (kind) {
    case "log":
      return skip(seen, "log-file", "is a log");
    case "json":
      return skipJson(tree, seen);
    default:
      return skipOther(seen);
  }
}

function skipJson({ pairs }: SortedTree, seen: FileSeen): SkippedFile {
  const rivals = pairs.ambiguous.get(seen.file);
  if (rivals !== undefined)
    return warn(
      seen,
      "ambiguous-sidecar",
      `could belong to ${rivals.map((file) => showName(baseName(file))).join(" and ")}, so no image gets it`,
      `Rename it to the full name of its image, such as ${showName(baseName(rivals[0] as string))}.json.`,
    );
  const image = pairs.superseded.get(seen.file);
  if (image !== undefined)
    return warn(
      seen,
      "superseded-sidecar",
      `was not read: ${showName(baseName(image))} has a sidecar with its full name`,
      "Remove the outdated sidecar.",
    );
  return warn(
    seen,
    "orphan-sidecar",
    "has no image beside it",
    "Restore the image, or remove the sidecar. Its facts were not collected.",
  );
}

function skipOther(seen: FileSeen): SkippedFile {
  const head = readStart(seen.path, "refuse", HEAD_BYTES);
  if (findForeignContent(head) !== undefined)
    return skip(seen, "other-file", "is neither a picture nor a sidecar");
  return warn(
    seen,
    "unnamed-image",
    "is a picture, but its name has no picture extension",
    "Add the extension of its format to its name, then collect again.",
  );
}

const LINKS: { readonly [target in LinkTarget]: readonly [code: string, what: string, help: string] } = {
  "file-inside": [
    "link",
    "is a link to another file of the collected folder, which is collected under its own name",
    NO_ACTION,
  ],
  folder: [
    "link-to-folder",
    "is a link to a folder; sync does not follow links",
    "Collect that folder separately.",
  ],
  outside: [
    "link-outside",
    "is a link to a file outside the collected folder, which sync does not read",
    "Replace the link with the file, or collect the target folder separately.",
  ],
  nowhere: ["link-dangling", "is a link to a missing file", "Restore the file, or remove the link."],
  itself: ["link-loop", "is a link that points to itself", "Replace the link with the file, or remove it."],
};

function linkOutcome(seen: FileSeen, target: LinkTarget, isImage: boolean): SkippedFile | ProblemFile {
  const [code, what, help] = LINKS[target];
  if (target === "file-inside") return skip(seen, code, what);
  return isImage && target !== "folder" ? refuse(seen, code, what, help) : warn(seen, code, what, help);
}

function specialOutcome(seen: FileSeen, isImage: boolean): SkippedFile | ProblemFile {
  const what = "is a pipe, socket or device, or can't be inspected. It was not opened";
  const help = "Remove it, or replace it with the intended file.";
  return isImage ? refuse(seen, "special-file", what, help) : warn(seen, "special-file", what, help);
}

function skip(seen: FileSeen, code: string, what: string): SkippedFile {
  return { outcome: "skipped", severity: "note", ...describe(seen, code, what, NO_ACTION) };
}

function warn(seen: FileSeen, code: string, what: string, help: string): SkippedFile {
  return { outcome: "skipped", severity: "warning", ...describe(seen, code, what, help) };
}

function refuse(seen: FileSeen, code: string, what: string, help: string): ProblemFile {
  return { outcome: "problem", ...describe(seen, code, what, help) };
}

function describe(seen: FileSeen, code: string, what: string, help: string): FileSeen & Notice {
  return { ...seen, code, message: `${showName(seen.file)} ${what}.`, help };
}
