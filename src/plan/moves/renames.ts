import type { Address } from "../../model/address.js";
import type { Rename } from "../../model/estate.js";
import type { ObservedObject } from "../../model/observed.js";
import type { Image, Resource } from "../../model/resource.js";
import { compareEntries } from "../../model/text-order.js";
import type { Pair } from "./merge.js";

type RenamePair = Pick<Pair, "resource" | "object">;

/** A row that gets another address. */
export interface Move {
  readonly resource: Resource;
  readonly object: ObservedObject;
}

/** What is left of pairs once renames are settled. */
interface Settled {
  readonly moves: readonly Move[];
  readonly pairs: readonly RenamePair[];
  /** Declared renames that have no effect, and why. */
  readonly notes: readonly { readonly address: Address; readonly text: string }[];
}

/** Addresses that take part in a declared rename, on either side. */
export function findRenameParties(renames: readonly Rename[]): ReadonlySet<Address> {
  return new Set(renames.flatMap(({ address, renamedFrom }) => [address, renamedFrom]));
}

/**
 * Settles `renamed_from` among the pairs of one kind. A rename is spent once the registry recorded it, so a swap that
 * was carried out does not swap again. Swaps and chains work, since every object is taken from its old address first.
 */
export function settleRenames(pairs: readonly RenamePair[]): Settled {
  const objects = new Map(
    pairs.flatMap(({ object }) => (object === undefined ? [] : [[object.address, object]])),
  );
  const resources = pairs.flatMap(({ resource }) => (resource === undefined ? [] : [resource]));
  const { accepted, refused } = acceptRenames(
    resources.filter((resource) => isDue(resource, objects)),
    objects,
  );
  const moves = accepted.map((resource) => ({
    resource,
    object: objects.get(resource.renamedFrom as Address) as ObservedObject,
  }));
  const notes = refused.map(({ address, renamedFrom }) => ({
    address,
    text: `renamed_from ${renamedFrom} is ignored: another row stands at this address or took that one`,
  }));
  return { moves, pairs: pairLeftovers(resources, objects, moves), notes };
}

/** Pairs vanished with new images of equal bytes, both in address order. `taken`: the images; `vanished`: the others. */
export function matchBytes(
  fresh: Iterable<Image>,
  vanished: readonly ObservedObject[],
): {
  readonly moves: readonly Move[];
  readonly taken: ReadonlySet<Address>;
  readonly vanished: readonly ObservedObject[];
} {
  const waiting = new Map<string, ObservedObject[]>();
  for (const object of vanished) {
    const digest = object.recorded.sha256;
    if (typeof digest !== "string" || object.row === null) continue;
    const queue = waiting.get(digest);
    if (queue === undefined) waiting.set(digest, [object]);
    else queue.push(object);
  }
  const moves: Move[] = [];
  // Most plans lose nothing, and then no new image need be looked at.
  if (waiting.size > 0)
    for (const resource of fresh) {
      const object = waiting.get(String(resource.fields.sha256))?.shift();
      if (object !== undefined) moves.push({ resource, object });
    }
  const moved = new Set(moves.map(({ object }) => object.address));
  return {
    moves,
    taken: new Set(moves.map(({ resource }) => resource.address)),
    vanished: vanished.filter(({ address }) => !moved.has(address)),
  };
}

/**
 * The renames that can be carried out together: the new address is free or its own object moves away too. Refusing one
 * may block another, hence the rounds.
 */
function acceptRenames(
  wanted: readonly Resource[],
  objects: ReadonlyMap<Address, ObservedObject>,
): { readonly accepted: readonly Resource[]; readonly refused: readonly Resource[] } {
  const refused: Resource[] = [];
  let accepted = wanted;
  for (;;) {
    const taken = new Map<Address, Address>();
    for (const { address, renamedFrom } of accepted) {
      if (!taken.has(renamedFrom as Address)) taken.set(renamedFrom as Address, address);
    }
    const fits = accepted.filter(
      ({ address, renamedFrom }) =>
        taken.get(renamedFrom as Address) === address && (!objects.has(address) || taken.has(address)),
    );
    const kept = new Set(fits);
    for (const resource of accepted) if (!kept.has(resource)) refused.push(resource);
    if (fits.length === accepted.length) return { accepted: fits, refused };
    accepted = fits;
  }
}

function isDue(resource: Resource, objects: ReadonlyMap<Address, ObservedObject>): boolean {
  if (resource.renamedFrom === undefined) return false;
  const source = objects.get(resource.renamedFrom);
  if (source === undefined || source.row === null || source.state !== "owned") return false;
  return objects.get(resource.address)?.movedFrom !== resource.renamedFrom;
}

function pairLeftovers(
  resources: readonly Resource[],
  objects: ReadonlyMap<Address, ObservedObject>,
  moves: readonly Move[],
): readonly RenamePair[] {
  const movedResources = new Set(moves.map(({ resource }) => resource.address));
  const movedObjects = new Set(moves.map(({ object }) => object.address));
  const rest = new Map<Address, RenamePair>();
  for (const resource of resources) {
    if (!movedResources.has(resource.address)) rest.set(resource.address, { resource, object: undefined });
  }
  for (const object of objects.values()) {
    if (movedObjects.has(object.address)) continue;
    rest.set(object.address, { resource: rest.get(object.address)?.resource, object });
  }
  return [...rest.entries()].sort(compareEntries).map(([, pair]) => pair);
}
