import type { Address } from "../model/address.js";
import type { Change } from "../model/change.js";
import { canonicalJson, type Json } from "../model/json.js";

/** Changes that are shown as one: the first of them, and the others, which read the same. */
export interface Entry {
  readonly change: Change;
  readonly alike: readonly Change[];
  /** Of a new album: the new images that its line stands for. */
  readonly images: readonly Change[];
}

const FOLD_FROM = 4;

/**
 * The entries of a plan text, in the plan's order. New images stand under their album, changes of one manifest that
 * read the same stand together, from four on. Deletes always stand alone; so does all when `verbose`.
 */
export function foldChanges(changes: readonly Change[], verbose: boolean): readonly Entry[] {
  const groups = verbose ? new Map<string, Change[]>() : groupBy(changes, signatureOf);
  const created = new Set(changes.filter(({ action }) => action === "create").map(({ address }) => address));
  const imagesOf = (album: Address) => large(groups.get(newImageKey(album)));
  return changes.flatMap((change): readonly Entry[] => {
    const album = homeOf(change);
    if (album !== undefined && created.has(album) && imagesOf(album).length > 0) return [];
    const group = large(groups.get(signatureOf(change) ?? ""));
    if (group.length > 0 && group[0] !== change) return [];
    const images = change.action === "create" && change.kind === "album" ? imagesOf(change.address) : [];
    return [{ change, alike: group.slice(1), images }];
  });
}

/** Changes with the same signature may stand for each other; undefined stands alone. */
function signatureOf(change: Change): string | undefined {
  const home = homeOf(change);
  if (home !== undefined) return newImageKey(home);
  if (change.action === "create" || change.action === "delete") return undefined;
  if (change.action === "release") return canonicalJson([change.action, change.kind, change.reason]);
  const { action, kind, reason, diffs, manifest } = change;
  return canonicalJson([action, kind, manifest, reason, diffs as unknown as Json]);
}

/** The album that a new image is first linked to. */
function homeOf(change: Change): Address | undefined {
  if (change.action !== "create" || change.kind !== "image" || change.restored) return undefined;
  return change.placements[0]?.album;
}

function newImageKey(album: Address): string {
  return `+${album}`;
}

function large(group: readonly Change[] = []): readonly Change[] {
  return group.length >= FOLD_FROM ? group : [];
}

function groupBy(
  changes: readonly Change[],
  keyOf: (change: Change) => string | undefined,
): ReadonlyMap<string, readonly Change[]> {
  const groups = new Map<string, Change[]>();
  for (const change of changes) {
    const key = keyOf(change);
    if (key === undefined) continue;
    const group = groups.get(key);
    if (group === undefined) groups.set(key, [change]);
    else group.push(change);
  }
  return groups;
}
