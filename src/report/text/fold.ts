import type { Address } from "../../model/address.js";
import { type Change, type ChangeOutline, type Changes, isNewImage, outlinesOf } from "../../model/change.js";
import { canonicalJson, type Json } from "../../model/json.js";
import { type Sequence, sequenceOf } from "../../model/lists/sequence.js";

/** Changes that are shown as one: the first of them, and the others, which read the same. */
export interface FoldedChange {
  readonly change: Change;
  readonly alike: Sequence<ChangeOutline>;
  /** The new images of a new album, which its line counts. */
  readonly images: Sequence<ChangeOutline>;
}

const FOLD_FROM = 4;

/**
 * The entries of a plan text, in the plan's order. New images stand under their album, changes of one manifest that
 * read the same stand together, from four on. Deletes always stand alone; so does all when `verbose`.
 */
export function* foldChanges(all: Changes, verbose: boolean): Generator<FoldedChange> {
  const changes = outlinesOf(all);
  const { alike, images, isFolded } = verbose ? NO_GROUPS : groupChanges(changes);
  let place = -1;
  for (const change of changes) {
    place++;
    if (isFolded[place] === 1) continue;
    const isNewAlbum = change.action === "create" && change.kind === "album";
    yield {
      // Only the outline of a new image is not the change itself.
      change: isNewImage(change) ? (all.at(place) as Change) : (change as Change),
      alike: pick(changes, alike.get(place) ?? []),
      images: pick(changes, isNewAlbum ? (images.get(change.address) ?? []) : []),
    };
  }
}

/** Which changes are told by another one. Places instead of changes, since there may be a million. */
interface Groups {
  /** Those that read like the change at a place. */
  readonly alike: ReadonlyMap<number, readonly number[]>;
  /** The new images of new albums. */
  readonly images: ReadonlyMap<Address, readonly number[]>;
  /** 1 for a change that has no entry of its own. */
  readonly isFolded: Readonly<Record<number, number>>;
}

const NO_GROUPS: Groups = { alike: new Map(), images: new Map(), isFolded: [] };

function groupChanges(changes: Sequence<ChangeOutline>): Groups {
  const newAlbums = new Set<Address>();
  const byHome = new Map<Address, number[]>();
  const bySignature = new Map<string, number[]>();
  let place = 0;
  for (const change of changes) {
    const home = homeOf(change);
    if (home !== undefined) addTo(byHome, home, place);
    else addTo(bySignature, signatureOf(change), place);
    if (change.action === "create" && change.kind === "album") newAlbums.add(change.address);
    place++;
  }
  const alike = new Map<number, readonly number[]>();
  const images = new Map<Address, readonly number[]>();
  const isFolded = new Uint8Array(changes.length);
  const fold = ([first = 0, ...others]: readonly number[]) => {
    alike.set(first, others);
    for (const other of others) isFolded[other] = 1;
  };
  for (const group of bySignature.values()) if (isLarge(group)) fold(group);
  for (const [home, group] of byHome) {
    if (!isLarge(group)) continue;
    if (!newAlbums.has(home)) {
      fold(group);
      continue;
    }
    images.set(home, group);
    for (const image of group) isFolded[image] = 1;
  }
  return { alike, images, isFolded };
}

function addTo<K>(groups: Map<K, number[]>, key: K | undefined, place: number): void {
  if (key === undefined) return;
  const group = groups.get(key);
  if (group === undefined) groups.set(key, [place]);
  else group.push(place);
}

function isLarge(group: readonly number[]): boolean {
  return group.length >= FOLD_FROM;
}

/** Changes with equal signatures are folded together; undefined is never folded. */
function signatureOf(change: ChangeOutline): string | undefined {
  if (change.action === "create" || change.action === "delete") return undefined;
  if (change.action === "release") return canonicalJson([change.action, change.kind, change.reason]);
  const { action, kind, reason, diffs, manifest } = change;
  return canonicalJson([action, kind, manifest, reason, diffs as unknown as Json]);
}

/** The album that a new image is first linked to. */
function homeOf(change: ChangeOutline): Address | undefined {
  if (change.action !== "create" || change.kind !== "image" || change.restored) return undefined;
  return change.placements[0]?.album;
}

function pick(changes: Sequence<ChangeOutline>, places: readonly number[]): Sequence<ChangeOutline> {
  return sequenceOf(places.length, (index) => changes.at(places[index] as number) as ChangeOutline);
}
