import { checkMigrations, withDatabase } from "../project/database.js";
import { usageFailure } from "../project/failure.js";
import { withLease } from "../project/lease.js";
import type { Project } from "../project/project.js";
import { identifyRunner } from "../project/runner.js";
import { findGarbage, type GarbageFile } from "./find-garbage.js";
import { closeTrash, listTrash, openTrash, readTrash, restoreFile, trashFile } from "./trash.js";

/** What was moved to a folder of the trash. */
export interface TrashReport {
  /** Null when nothing was left to move. */
  readonly id: string | null;
  readonly moved: readonly GarbageFile[];
}

/**
 * Moves files to the trash while no other run writes. Only those of `agreed` that are still garbage are moved. A signal
 * stops it between two files.
 */
export async function moveGarbage(project: Project, agreed: readonly GarbageFile[]): Promise<TrashReport> {
  const { settings, ports } = project;
  return withLock(project, async () => {
    const known = new Set(agreed.map(keyOf));
    const files = (await findGarbage(project)).files.filter((file) => known.has(keyOf(file)));
    if (files.length === 0) return { id: null, moved: [] };
    const trash = openTrash(settings, files, ports.now());
    const signal = ports.takeSignal();
    const moved: GarbageFile[] = [];
    for (const [index, file] of files.entries()) {
      signal.throwIfAborted();
      if (trashFile(settings, trash, file)) moved.push(file);
      ports.progress({ phase: "files", done: index + 1, total: files.length });
    }
    return { id: trash.id, moved };
  });
}

async function withLock<T>(project: Project, work: () => Promise<T>): Promise<T> {
  const { settings } = project;
  const { readState } = await import("../../db/schema/state.js");
  return withDatabase(settings, "write", async (handle) => {
    checkMigrations((await readState(handle)).pending, handle.url);
    return withLease(project, handle, identifyRunner(settings.projectDir), "gc", work);
  });
}

/** What became of a folder of the trash. */
export interface RestoreReport {
  readonly id: string;
  readonly restored: readonly string[];
  readonly left: readonly { readonly file: string; readonly reason: string }[];
}

const WHY_LEFT = {
  occupied: "another file stands in its place, so it stays in the trash",
  missing: "it is neither in the trash nor in its place",
};

/**
 * Moves the files of a folder of the trash back, for `latest` of the newest, while no other run writes; overwrites nothing.
 * The folder goes when nothing is left in it. Throws a usage failure for an id that the trash does not have.
 */
export async function restoreTrash(
  project: Project,
  wanted: string,
  options: { readonly dryRun: boolean },
): Promise<RestoreReport> {
  const restore = async (): Promise<RestoreReport> => moveBack(project, wanted, options);
  if (options.dryRun) return restore();
  const { readState } = await import("../../db/schema/state.js");
  // Without a database nobody else writes, and the files are wanted all the more.
  const { generation } = await withDatabase(project.settings, "read", readState);
  return generation === "empty" ? restore() : withLock(project, restore);
}

function moveBack(
  { settings, ports }: Project,
  wanted: string,
  options: { readonly dryRun: boolean },
): RestoreReport {
  const ids = listTrash(settings);
  const id = wanted === "latest" ? ids.at(-1) : wanted;
  if (id === undefined || !ids.includes(id))
    throw usageFailure(
      id === undefined ? "the trash is empty" : `the trash has no folder ${id}`,
      ids.length === 0 ? "sync gc fills it." : `It has ${ids.join(", ")}.`,
    );
  const trash = readTrash(settings, id);
  const signal = ports.takeSignal();
  const restored: string[] = [];
  const left: { readonly file: string; readonly reason: string }[] = [];
  for (const file of trash.files) {
    signal.throwIfAborted();
    const outcome = restoreFile(settings, trash, file, options);
    const isMain = file.root === settings.assetRoots[0].name;
    const name = isMain ? file.file : `${file.root}/${file.file}`;
    if (outcome === "restored") restored.push(name);
    else if (outcome !== "in-place") left.push({ file: name, reason: WHY_LEFT[outcome] });
  }
  if (!options.dryRun) closeTrash(trash);
  return { id, restored, left };
}

function keyOf({ name, sha256 }: GarbageFile): string {
  return `${sha256} ${name}`;
}
