import type { Address } from "../model/address.js";
import type { ChangeOutline } from "../model/change.js";
import type { Fields } from "../model/resource.js";

/**
 * Tells what a change can't do without, among these changes: albums that an image comes into, moves of albums that its
 * record will name, moves of images that an album brings into order or that a new link comes before, the move that
 * leaves the address which is taken, what names this address as its own before, which would move instead of being made
 * once the address is there, and what takes the address that it leaves: that it has moved already is known of this
 * address only. Changes that need each other, as two that swap their addresses do, are one unit: a plan may be cut
 * wherever nobody is parted from what he needs, and the next plan holds the rest.
 */
export function findDependencies<C extends ChangeOutline>(
  changes: readonly C[],
): (change: C) => readonly C[] {
  const writing = changes.filter(isWriting);
  const byAddress = new Map(writing.map((change) => [change.address, change]));
  const byOrigin = new Map(
    writing.flatMap((change) => (change.action === "move" ? [[change.from, change]] : [])),
  );
  const bySpent = new Map(
    writing.flatMap((change) =>
      "movedFrom" in change && typeof change.movedFrom === "string" ? [[change.movedFrom, change]] : [],
    ),
  );
  // What takes an address that a move leaves, and says itself to have been another before.
  const successorOf = (change: C) => {
    const next = change.action === "move" ? byAddress.get(change.from) : undefined;
    return next !== undefined && "movedFrom" in next && typeof next.movedFrom === "string" ? next : undefined;
  };
  return (change) => {
    if (!isWriting(change)) return [];
    const needed = [
      ...albumsOf(change).map((album) => byAddress.get(album)),
      ...[...recordedAlbumsOf(change), ...orderOf(change), ...neighboursOf(change)]
        .map((end) => byAddress.get(end))
        .filter((other) => other?.action === "move"),
      byOrigin.get(change.address),
      bySpent.get(change.address),
      successorOf(change),
    ];
    return needed.filter((other) => other !== undefined && other !== change) as readonly C[];
  };
}

/** True for a change that leaves a declared object behind. */
export function isWriting({ action }: Pick<ChangeOutline, "action">): boolean {
  return action !== "release" && action !== "delete";
}

function albumsOf(change: ChangeOutline): readonly Address[] {
  return "placements" in change ? change.placements.map(({ album }) => album) : [];
}

/** The albums that the record will name: a later move of one of them would rename it there once more. */
function recordedAlbumsOf(change: ChangeOutline): readonly Address[] {
  // A new image is placed into each of its albums.
  if (change.action === "create" || !("after" in change)) return [];
  return [...albumsIn(change.after), ...albumsIn(change.record.set)];
}

/** The albums that an image's fields name; none when they say nothing of albums. */
export function albumsIn({ albums }: Fields): readonly Address[] {
  return (albums ?? []) as readonly Address[];
}

/** The images before which its new links come. */
function neighboursOf(change: ChangeOutline): readonly Address[] {
  if (!("placements" in change)) return [];
  return change.placements.flatMap(({ before }) => (before === null ? [] : [before]));
}

function orderOf(change: ChangeOutline): readonly Address[] {
  return "order" in change ? (change.order ?? []) : [];
}
