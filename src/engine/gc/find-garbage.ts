import { isUtf8 } from "node:buffer";
import { join } from "node:path";
import type { DeletedImage, FileRecords } from "../../db/history/deleted-images.js";
import { hashRegularFile } from "../../files/hash.js";
import { attempt } from "../../files/system-error.js";
import { hasAssetRoot } from "../../manifest/check/assets.js";
import { formatAddress, nameOf } from "../../model/address.js";
import { filter } from "../../model/lists/sequence.js";
import { isImage } from "../../model/resource.js";
import { compareText } from "../../model/text-order.js";
import {
  listUndeclared,
  sidecarStem,
  type UndeclaredEntry,
  withoutExtension,
} from "../../verify/undeclared-files.js";
import { refuseMissingRoot } from "../project/assets.js";
import { withDatabase } from "../project/database.js";
import { type Project, readEstate } from "../project/project.js";

/** A file that no manifest declares, and that a record proves to be a staged copy of album-sync. */
export interface GarbageFile {
  /** As manifests name files. */
  readonly name: string;
  readonly root: string;
  /** Path below the root, with `/`. */
  readonly file: string;
  readonly sha256: string;
  /** Of an image: the run that deleted it. Null for a sidecar, which goes with its image. */
  readonly run: number | null;
}

/** A file that stays, since nothing proves that it may go. */
interface LeftFile {
  readonly name: string;
  readonly reason: string;
}

export interface Garbage {
  readonly files: readonly GarbageFile[];
  readonly left: readonly LeftFile[];
}

/**
 * Undeclared files below the asset roots, parted by what is recorded of them; ascending by name. Writes nothing. An image
 * is proved by the history of this estate: it made the image, and deleted it with the SHA-256 of its bytes and the file that
 * it was collected from, while no estate and no row of the database names it any more. Throws a failure for invalid manifests.
 */
export async function findGarbage(project: Project): Promise<Garbage> {
  const { settings } = project;
  const { resources } = await readEstate(project);
  if (!hasAssetRoot(settings)) throw refuseMissingRoot(settings);
  const declared = Array.from(filter(resources, isImage), ({ address }) => nameOf(address));
  const entries = listUndeclared(settings, declared);
  const names = entries.map(({ name }) => formatAddress("image", name));
  const { readFileRecords } = await import("../../db/history/deleted-images.js");
  const records = await withDatabase(settings, "read", (handle) =>
    readFileRecords(handle, settings.estate, names),
  );
  const isShown = createShownCheck(entries, records);
  const judged = entries.map((entry) => judge(entry, records, isShown));
  return takeSidecars(judged, new Set(declared.map(withoutExtension)));
}

/** A file that goes, or why it stays. */
type Judgement = { readonly entry: UndeclaredEntry } & (
  | { readonly garbage: GarbageFile }
  | { readonly garbage: null; readonly reason: string }
);

const WHY_LEFT: { readonly [K in UndeclaredEntry["kind"]]: string } = {
  file: "no deleted image of this name is on record",
  link: "it is a symbolic link",
  special: "it is not a regular file",
  unreadable: "the folder can't be read",
};

function judge(
  entry: UndeclaredEntry,
  records: FileRecords | null,
  isShown: (entry: UndeclaredEntry) => boolean,
): Judgement {
  const stays = (reason: string): Judgement => ({ entry, garbage: null, reason });
  if (entry.kind !== "file") return stays(WHY_LEFT[entry.kind]);
  if (!isUtf8(entry.raw)) return stays("its name is not UTF-8");
  if (records === null) return stays("there is no database with a record of it");
  const address = formatAddress("image", entry.name);
  const deleted = records.deleted.get(address);
  if (deleted === undefined) return stays(WHY_LEFT.file);
  if (records.recorded.has(address)) return stays("an estate of the database still has it on record");
  if (isShown(entry)) return stays("a row of the database still shows it");
  return compareBytes(entry, deleted, stays);
}

function compareBytes(
  entry: UndeclaredEntry,
  deleted: readonly DeletedImage[],
  stays: (reason: string) => Judgement,
): Judgement {
  const sha256 = hashEntry(entry);
  const record = deleted.findLast((one) => one.sha256 === sha256);
  if (sha256 === null) return stays("it can't be read");
  if (record === undefined) return stays("its bytes are not those of the deleted image");
  if (!record.isCollected) return stays("sync collect did not copy it: it may be an original");
  return { entry, garbage: toGarbage(entry, sha256, record.run) };
}

function toGarbage({ name, root, raw }: UndeclaredEntry, sha256: string, run: number | null): GarbageFile {
  return { name, root: root.name, file: raw.toString(), sha256, run };
}

function hashEntry({ root, raw }: UndeclaredEntry): string | null {
  return attempt(
    () => hashRegularFile(join(root.dir, raw.toString()), "refuse").sha256,
    () => null,
  );
}

/** Adds the sidecars of images that go; one that another file of the same stem may need stays. */
function takeSidecars(judged: readonly Judgement[], declaredStems: ReadonlySet<string>): Garbage {
  const gone = new Set<string>();
  const kept = new Set(declaredStems);
  for (const { entry, garbage } of judged) {
    if (garbage !== null) {
      gone.add(entry.name);
      gone.add(withoutExtension(entry.name));
    } else if (sidecarStem(entry.name) === undefined) kept.add(withoutExtension(entry.name));
  }
  const files: GarbageFile[] = [];
  const left: LeftFile[] = [];
  for (const one of judged) {
    if (one.garbage !== null) {
      files.push(one.garbage);
      continue;
    }
    const { entry, reason } = one;
    const stem = sidecarStem(entry.name);
    const goesAlong = stem !== undefined && entry.kind === "file" && gone.has(stem) && !kept.has(stem);
    const sha256 = goesAlong && isUtf8(entry.raw) ? hashEntry(entry) : null;
    if (sha256 === null) left.push({ name: entry.name, reason });
    else files.push(toGarbage(entry, sha256, null));
  }
  return { files: files.sort((a, b) => compareText(a.name, b.name)), left };
}

/** Tells whether a row of images shows a file, under whatever path the backend sees the asset root. */
function createShownCheck(
  entries: readonly UndeclaredEntry[],
  records: FileRecords | null,
): (entry: UndeclaredEntry) => boolean {
  const pathOf = ({ raw }: UndeclaredEntry) => raw.toString();
  const wanted = new Set(entries.map(pathOf));
  // Every path below any folder of a row's path: many rows may have one name, such as 0001.png.
  const shown = new Set<string>();
  for (const path of records?.shown ?? []) {
    for (let start = 0; ; ) {
      const end = path.slice(start);
      if (wanted.has(end)) shown.add(end);
      const slash = path.indexOf("/", start);
      if (slash < 0) break;
      start = slash + 1;
    }
  }
  return (entry) => shown.has(pathOf(entry));
}
