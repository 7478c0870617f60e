import type { Address } from "../model/address.js";
import type { Change } from "../model/change.js";
import type { ObservedThumbnail, OutdatedThumbnail } from "../model/observed.js";
import type { ThumbnailChange } from "../model/plan.js";
import type { PlanOptions } from "./options.js";

/** The thumbnail job of an image, if it needs one. `recorded`: the registry's record of the existing thumbnail. */
export function planThumbnail(
  address: Address,
  sha256: string,
  recorded: ObservedThumbnail | null,
  options: PlanOptions,
): ThumbnailChange | undefined {
  if (recorded === null) return { address, action: "make", sha256, reason: "none yet" };
  const reason = explainRemake(sha256, recorded, options);
  return reason === undefined ? undefined : { address, action: "remake", sha256, reason };
}

/** The thumbnails of images that are deleted. */
export function* planThumbnailRemovals(changes: Iterable<Change>): Generator<ThumbnailChange> {
  for (const { action, kind, address } of changes)
    if (action === "delete" && kind === "image")
      yield { address, action: "remove", sha256: null, reason: "its image is deleted" };
}

/**
 * The thumbnails whose row was deleted outside the plan. An image with another thumbnail job in the same plan is
 * skipped: it has one entry.
 */
export function planOutdatedRemovals(
  outdated: readonly OutdatedThumbnail[],
  planned: Iterable<ThumbnailChange>,
): readonly ThumbnailChange[] {
  if (outdated.length === 0) return [];
  const known = new Set<Address>();
  for (const { address } of planned) known.add(address);
  const removals: ThumbnailChange[] = [];
  for (const { address, rowId, takenBy } of outdated) {
    if (known.has(address)) continue;
    known.add(address);
    const gone = "its row was deleted in the database";
    const reason = takenBy === null ? gone : `${gone}; row ${rowId} is ${takenBy} now`;
    removals.push({ address, action: "remove", sha256: null, reason });
  }
  return removals;
}

function explainRemake(
  sha256: string,
  recorded: ObservedThumbnail,
  options: PlanOptions,
): string | undefined {
  if (recorded.sha256 !== sha256) return "the image's bytes changed";
  if (recorded.recipe !== options.recipe) return `recipe ${recorded.recipe} is now ${options.recipe}`;
  if (recorded.state === "failed" && options.retryThumbnails) return `tried again after: ${recorded.error}`;
  return undefined;
}
