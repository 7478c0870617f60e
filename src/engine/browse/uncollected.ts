import { join, relative } from "node:path";
import { findUncollected, type Uncollected } from "../../collect/find-uncollected.js";
import { CollectedFiles } from "../../collect/match/collected-files.js";
import { readKnownAlbum } from "../../collect/match/known-albums.js";
import { isInside, realPathOf } from "../../files/fence.js";
import { openProjectFiles } from "../../manifest/text/project-files.js";
import { type Settings, TRASH } from "../../model/estate.js";
import type { IndexedManifest } from "./manifest-index.js";

/**
 * Legacy folders of a project with pictures that `sync collect` has not taken yet, ascending by path. Those that an invalid
 * manifest declares count as not taken. Nothing outside the project is looked at.
 */
export function listUncollected(settings: Settings, manifests: readonly IndexedManifest[]): Uncollected {
  const dir = realPathOf(settings.projectDir);
  const own = listOwnFolders(settings).map(realPathOf);
  if (own.some((folder) => isInside(folder, dir))) return { folders: [], isPartial: false };
  return findUncollected({
    dir,
    without: new Set(own.filter((folder) => isInside(dir, folder)).map((folder) => relative(dir, folder))),
    readCollected: () => readCollected(settings, manifests),
    options: {
      ...settings.collect,
      // Names of folders tell templates, not items.
      templates: manifests.flatMap(({ kind, slug, name }) =>
        kind === "set-template" && slug !== null ? [{ slug, name, keyColumns: [], items: [] }] : [],
      ),
    },
  });
}

/** What the project's own files lie in: none of it is to be collected. */
function listOwnFolders({ manifestDirs, assetRoots, mediaDir }: Settings): readonly string[] {
  return [
    ...manifestDirs,
    ...assetRoots.map(({ dir }) => dir),
    join(mediaDir, "thumbnails"),
    join(mediaDir, TRASH),
  ];
}

function readCollected(settings: Settings, manifests: readonly IndexedManifest[]): CollectedFiles {
  const files = openProjectFiles(settings);
  const collected = new CollectedFiles();
  for (const { kind, file } of manifests) {
    const album = kind === "album" ? readKnownAlbum(file, files, () => {}) : undefined;
    if (album !== undefined) collected.add(album);
  }
  return collected;
}
