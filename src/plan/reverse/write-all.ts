import type { Address } from "../../model/address.js";
import type { Change, ReleaseChange } from "../../model/change.js";
import type { ObservedObject } from "../../model/observed.js";
import type { RecordChange } from "../../model/plan.js";
import { type AddedBack, joinAlbums, listAddedBack, type Removal } from "./albums.js";
import { findObject, type Objects } from "./judge.js";
import type { Addresses } from "./names.js";
import { hasRow } from "./objects.js";
import { NO_STATE, type RunEntry } from "./run-entries.js";
import {
  adoptBack,
  createBack,
  moveBack,
  type Restore,
  type ReverseContext,
  writeBack,
} from "./write-back.js";

/** Everything that is written back, and what is released afterwards. */
export interface Written {
  readonly changes: readonly Change[];
  readonly releases: readonly ReleaseChange[];
  readonly records: readonly RecordChange[];
}

/** What shapes the way back of all objects. */
interface RestoreContext {
  readonly run: number;
  readonly names: Addresses;
  /** True when rows that the run made are deleted, albums among them. */
  readonly prune: boolean;
}

/** A deleted row to restore. */
interface Recreation {
  readonly past: RunEntry;
  readonly returns: readonly AddedBack[];
}

/** Restores all objects that nothing blocks. */
export function writeAll(
  past: readonly RunEntry[],
  objects: Objects,
  { run, names, prune }: RestoreContext,
): Written {
  const stands = listCurrentAlbums(past, objects, names, prune);
  const ways = [
    ...past.flatMap((each) => findRestore(each, findObject(each, objects), names, stands) ?? []),
    ...listLinkless(past, objects),
  ];
  const births = past.filter(({ what, address }) => what === "deleted" && !hasRow(objects.get(address)));
  const rebirths = births.map((each): Recreation => {
    const returns = listAddedBack(each, each.address, new Set(), names, stands);
    return { past: each, returns };
  });
  const albums = joinAlbums(past, objects, {
    names,
    leaves: ways.flatMap(({ leaves }) => leaves),
    returns: [...ways, ...rebirths].flatMap(({ returns }) => returns),
  });
  const around = { run, names, albums };
  const parts = ways.map((way) => writeOne(way, around));
  return {
    changes: [
      ...parts.flatMap(({ changes }) => changes),
      ...rebirths.map((each) => createBack(each.past, each.returns, around)),
    ],
    releases: parts.flatMap(({ releases }) => releases),
    records: parts.flatMap(({ records }) => records),
  };
}

function writeOne(way: Restore, around: ReverseContext): Written {
  const { past, object } = way;
  if (past.what === "released") return { changes: [adoptBack(way, around)], releases: [], records: [] };
  if (past.address !== past.formerAddress)
    return { changes: [moveBack(way, around)], releases: [], records: [] };
  const { diffs, ...rest } = writeBack(way, around);
  const isIdle = diffs.length === 0;
  const { address, record: patch, manifest, protect } = rest;
  const isRecorded = Object.keys(patch.set).length + patch.unset.length === 0;
  return {
    changes: isIdle ? [] : [{ action: "update", ...rest, diffs }],
    releases: past.what === "adopted" ? [releaseAdopted(past, object, around.run)] : [],
    records: isIdle && !isRecorded && past.what === "written" ? [{ address, patch, manifest, protect }] : [],
  };
}

function releaseAdopted({ former }: RunEntry, { kind, address }: ObservedObject, run: number): ReleaseChange {
  const wasNobodys = former.state === "none";
  return {
    action: "release",
    kind,
    address,
    before: {},
    ...(wasNobodys ? { forget: true } : {}),
    reason: `taken over by run ${run}; its row stays`,
  };
}

/** Undefined when nothing is left to write. */
function findRestore(
  past: RunEntry,
  object: ObservedObject | undefined,
  names: Addresses,
  stands: (album: Address) => boolean,
): Restore | undefined {
  if (object === undefined || object.row === null) return undefined;
  if (past.what === "created") return undefined;
  if ((object.state === "owned") === (past.what === "released")) return undefined;
  const address = names.plannedOf(past.address);
  const links = object.row.links.flatMap((link) => (link.address === undefined ? [] : [link]));
  const shown = new Set(links.map((link) => link.address as Address));
  const ours = new Set(links.filter((link) => link.ours).map((link) => link.address as Address));
  const added = (past.former.albums?.added ?? []) as readonly Address[];
  const leaves: readonly Removal[] = added
    .map(names.present)
    .filter((album) => ours.has(album))
    .map((album) => ({ album: names.plannedOf(album), image: address }));
  const returns = past.kind === "image" ? listAddedBack(past, address, shown, names, stands) : [];
  return { past, object, address, leaves, returns };
}

/** Images that the run left alone and that only lost their link with the row of an album: they get it back. */
function listLinkless(past: readonly RunEntry[], objects: Objects): readonly Restore[] {
  const touched = new Set(past.map(({ formerAddress }) => formerAddress));
  const lost = new Map<Address, AddedBack[]>();
  for (const { what, kind, address: album, former } of past) {
    if (what !== "deleted" || kind !== "album" || hasRow(objects.get(album))) continue;
    for (const [position, image] of (former.order ?? []).entries())
      if (!touched.has(image))
        lost.set(image, [...(lost.get(image) ?? []), { album, image, position, next: null }]);
  }
  return [...lost].flatMap(([address, returns]) => {
    const object = objects.get(address);
    if (object === undefined || object.row === null || object.state !== "owned") return [];
    const { kind, manifest, protect } = object;
    const past: RunEntry = {
      what: "written",
      kind,
      address,
      formerAddress: address,
      before: {},
      after: {},
      former: { ...NO_STATE, manifest, protect },
    };
    return [{ past, object, address, returns, leaves: [] }];
  });
}

/** Whether an album, by its name once the plan is carried out, has a row by then. */
function listCurrentAlbums(
  past: readonly RunEntry[],
  objects: Objects,
  names: Addresses,
  prune: boolean,
): (album: Address) => boolean {
  const standing = new Set<Address>();
  for (const object of objects.values())
    if (object.kind === "album" && hasRow(object)) standing.add(names.plannedOf(object.address));
  for (const { kind, what, address } of past) {
    if (kind !== "album") continue;
    if (what === "deleted") standing.add(address);
    if (what === "created" && prune && hasRow(objects.get(address))) standing.delete(address);
  }
  return (album) => standing.has(album);
}
