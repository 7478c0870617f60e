import type { CollectedImage, FoundAlbum } from "../source/collected-image.js";
import type { KnownAlbum, KnownEntry } from "./known-albums.js";

/** A source folder that got another name since it was collected. */
export interface AlbumRename {
  readonly from: KnownAlbum;
  readonly to: FoundAlbum;
  /** The new staged path of a file of the album; files outside its folder stay. */
  readonly moveFile: (file: string) => string;
}

/**
 * Albums whose images all vanished from the root while a folder that no manifest knows holds at least half of their
 * bytes: each album goes with the folder that holds most of them.
 */
export function findRenames(
  findings: readonly CollectedImage[],
  albums: readonly KnownAlbum[],
  isGone: (entry: KnownEntry) => boolean,
): readonly AlbumRename[] {
  const known = new Set(albums.map(({ slug }) => slug));
  const newcomers = groupBySlug(findings.filter(({ album }) => !known.has(album.slug)));
  const renames: AlbumRename[] = [];
  for (const from of albums) {
    if (newcomers.size === 0) break;
    if (from.entries.length === 0 || !from.entries.every(isGone)) continue;
    const bytes = new Set(from.entries.map(({ sha256 }) => sha256));
    const best = pickBest(newcomers, bytes);
    if (best === undefined || best.shared * 2 < bytes.size) continue;
    newcomers.delete(best.album.slug);
    renames.push({ from, to: best.album, moveFile: (file) => moveFile(file, from.slug, best.album.slug) });
  }
  return renames;
}

function groupBySlug(findings: readonly CollectedImage[]): Map<string, readonly CollectedImage[]> {
  const groups = new Map<string, CollectedImage[]>();
  for (const finding of findings) {
    const group = groups.get(finding.album.slug);
    if (group === undefined) groups.set(finding.album.slug, [finding]);
    else group.push(finding);
  }
  return groups;
}

function pickBest(
  groups: ReadonlyMap<string, readonly CollectedImage[]>,
  bytes: ReadonlySet<string>,
): { readonly album: FoundAlbum; readonly shared: number } | undefined {
  let best: { readonly album: FoundAlbum; readonly shared: number } | undefined;
  for (const [first, ...others] of groups.values()) {
    if (first === undefined) continue;
    const shared = new Set(
      [first, ...others].map(({ sha256 }) => sha256).filter((sha256) => bytes.has(sha256)),
    ).size;
    if (shared > (best?.shared ?? 0)) best = { album: first.album, shared };
  }
  return best;
}

function moveFile(file: string, from: string, to: string): string {
  return file.startsWith(`${from}/`) ? `${to}${file.slice(from.length)}` : file;
}
