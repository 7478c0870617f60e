import type { ImageFile } from "../../model/generated/album.js";
import { foldPath } from "../../model/text-order.js";
import type { BuiltAlbum, Slot } from "../read/album.js";
import { spotIn } from "../read/entry.js";
import { isToldByFilename, toFilename } from "../read/filename.js";
import type { NodeSpot, Report } from "../text/problem.js";
import { checkRename } from "./check-identity.js";
import type { FileMarks } from "./find-clashes.js";

type Facts = Pick<ImageFile, "bytes" | "width" | "height">;

/**
 * Checks that hold between the image files of all albums: each declared once, under a path and filename of its own.
 * `marks`: those of the files.
 */
export function checkFiles(albums: readonly BuiltAlbum[], marks: FileMarks, report: Report): void {
  const seen: Seen = { files: new Map(), names: new Map(), folded: new Map(), bytes: new Map() };
  const former = new Map<string, NodeSpot>();
  const suspects = marks.findClashes(albums);
  for (const album of albums) {
    const isCollection = album.manifest.declared.type === "collection";
    if (!isCollection && !suspects.has(album) && !album.hasRenames) continue;
    for (const slot of album.slots) {
      if (!slot.own) continue;
      const image = slot.entry.value as ImageFile;
      if (isCollection) reportOwned(slot, report);
      if (suspects.has(album)) {
        checkPath(slot, seen, report);
        checkBytes(slot, image, seen, report);
      }
      if (image.renamed_from !== undefined) {
        checkRename(
          former,
          image.file,
          image.renamed_from,
          spotIn(slot.entry.spot, ["renamed_from"]),
          report,
        );
      }
    }
  }
}

interface Seen {
  readonly files: Map<string, Slot>;
  /** By filename, the first of those that have it; without filenames that only paths in `files` have that tell theirs. */
  readonly names: Map<string, Slot>;
  /** By folded path, the first of those that fold to it; without paths in `files` that folding leaves as they are. */
  readonly folded: Map<string, Slot>;
  readonly bytes: Map<string, Slot>;
}

function reportOwned(slot: Slot, report: Report): void {
  report({
    code: "collection-owns-files",
    at: spotIn(slot.entry.spot, ["file"], "key"),
    summary: "A collection can't own files",
    expected: `ref: ${slot.name}`,
    help: "Declare the file in the album that owns it, and use ref here.",
  });
}

function checkPath(slot: Slot, seen: Seen, report: Report): void {
  const first = enter(seen.files, slot.name, slot);
  if (first !== undefined) {
    report({
      code: "duplicate-file",
      at: spotIn(slot.entry.spot, ["file"]),
      summary: `The file ${slot.name} is already declared`,
      help: "To show an image of another album, use ref instead of file.",
      related: [{ message: "first declared here", at: spotIn(first.entry.spot, ["file"]) }],
    });
    return;
  }
  const twin = enterFolded(slot, seen);
  if (twin !== undefined) {
    report({
      code: "path-case-clash",
      at: spotIn(slot.entry.spot, ["file"]),
      summary: `The path differs from ${twin.name} only in letter case or Unicode form`,
      help: "Rename one of the files. Many file systems treat the two paths as the same file.",
      related: [{ message: "the other path", at: spotIn(twin.entry.spot, ["file"]) }],
    });
  }
  if (seen.names.size === 0 && isToldByFilename(slot.name)) return;
  const filename = toFilename(slot.name);
  const other = enterFilename(slot, filename, seen);
  if (other === undefined) return;
  report({
    code: "filename-clash",
    at: spotIn(slot.entry.spot, ["file"]),
    summary: `${slot.name} and ${other.name} would have the same filename in the database, ${filename}`,
    help: "Rename one of the files.",
    related: [{ message: "the other file", at: spotIn(other.entry.spot, ["file"]) }],
  });
}

function checkBytes(slot: Slot, image: ImageFile, { bytes }: Seen, report: Report): void {
  const first = enter(bytes, image.sha256, slot);
  if (first === undefined || first.name === slot.name) return;
  const known = first.entry.value as ImageFile;
  const wrong = (["bytes", "width", "height"] as const).find(
    (fact: keyof Facts) => known[fact] !== image[fact],
  );
  const related = [{ message: "the other entry", at: spotIn(first.entry.spot, [wrong ?? "sha256"]) }];
  if (wrong === undefined) {
    report({
      severity: "warning",
      code: "duplicate-bytes",
      at: spotIn(slot.entry.spot, ["sha256"]),
      summary: `The file has the same bytes as ${first.name}`,
      related,
    });
    return;
  }
  report({
    code: "contradicting-facts",
    at: spotIn(slot.entry.spot, [wrong]),
    summary: `${first.name} has the same bytes, but declares ${wrong} ${known[wrong]} instead of ${image[wrong]}`,
    help: "Run sync fmt --facts.",
    related,
  });
}

function enterFolded(slot: Slot, { files, folded }: Seen): Slot | undefined {
  const path = foldPath(slot.name);
  if (path === slot.name) return folded.get(path);
  return enterAfter(folded, path, files.get(path), slot);
}

function enterFilename(slot: Slot, filename: string, { files, names }: Seen): Slot | undefined {
  const path = filename.split("__").join("/");
  if (path === slot.name) return names.get(filename);
  const plain = files.get(path);
  return enterAfter(names, filename, plain && toFilename(path) === filename ? plain : undefined, slot);
}

/** Keeps the first of a key, which may be one that was not kept because its key goes without saying. */
function enterAfter(
  known: Map<string, Slot>,
  key: string,
  unkept: Slot | undefined,
  slot: Slot,
): Slot | undefined {
  const first = known.get(key) ?? unkept;
  known.set(key, first ?? slot);
  return first;
}

function enter(known: Map<string, Slot>, key: string, slot: Slot): Slot | undefined {
  const first = known.get(key);
  if (first === undefined) known.set(key, slot);
  return first;
}
