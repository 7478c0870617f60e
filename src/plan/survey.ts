import { type Address, type Kind, kindOf } from "../model/address.js";
import type { ObservedObject } from "../model/observed.js";
import type { PlanNote } from "../model/plan.js";
import type { Resource } from "../model/resource.js";
import { mergeByAddress, type Pair } from "./merge.js";
import { findRenameParties, type Move, matchBytes, settleRenames } from "./renames.js";

/** An object whose live row is compared with what is declared. */
export interface Match {
  readonly resource: Resource;
  readonly object: ObservedObject;
}

/** What comparing an image needs to know of albums. */
export interface AlbumContext {
  /** Old → new address of every album that moves. */
  readonly renamed: ReadonlyMap<Address, Address>;
  /** Whether declared albums will be shown to the public, by new address. */
  readonly shown: ReadonlyMap<Address, boolean>;
}

/** Who is who: every declared resource and every recorded object in exactly one list. */
export interface Survey {
  /** Same address, row there, owned. Images are not listed: they went to `onImage` one by one. */
  readonly matches: readonly Match[];
  readonly moves: readonly Move[];
  /** Declared, without an object. */
  readonly fresh: readonly Resource[];
  /** Declared, released earlier, row there. */
  readonly returning: readonly Match[];
  /** Declared, but the row is gone. */
  readonly gone: readonly Match[];
  /** Owned, row there, not declared any more. */
  readonly vanished: readonly ObservedObject[];
  /** Released earlier, row there, not declared. */
  readonly released: readonly ObservedObject[];
  readonly notes: readonly PlanNote[];
  readonly albums: AlbumContext;
}

type Lists = {
  readonly [K in Exclude<keyof Survey, "albums">]: Survey[K] extends readonly (infer T)[] ? T[] : never;
};

/**
 * Sorts both sides into a {@link Survey}, in one pass. Matched images are handed to `onImage` and forgotten; by then the
 * context knows every album.
 */
export async function surveyObjects(
  resources: readonly Resource[],
  objects: AsyncIterable<ObservedObject>,
  onImage: (match: Match, albums: AlbumContext) => void,
): Promise<Survey> {
  const lists = startLists();
  const parties = findRenameParties(resources);
  const albums = { renamed: new Map<Address, Address>(), shown: new Map<Address, boolean>() };
  let held: Pair[] = [];
  let kind: Kind | undefined;
  const take = (pair: Pair) => {
    const { resource, object } = pair;
    if (resource?.kind === "album") albums.shown.set(resource.address, willBePublic(resource, object));
    sortPair(pair, lists, (match) => onImage(match, albums));
  };
  const settle = () => {
    const settled = settleRenames(held);
    held = [];
    lists.moves.push(...settled.moves);
    lists.notes.push(...settled.notes);
    for (const { resource, object } of settled.moves) {
      if (resource.kind !== "album") continue;
      albums.renamed.set(object.address, resource.address);
      albums.shown.set(resource.address, willBePublic(resource, object));
    }
    for (const pair of settled.pairs) take(pair);
  };
  for await (const pair of mergeByAddress(resources, objects)) {
    const address = (pair.resource ?? pair.object)?.address as Address;
    if (kind !== kindOf(address)) settle();
    kind = kindOf(address);
    if (parties.has(address)) held.push(pair);
    else take(pair);
  }
  settle();
  return { ...lists, ...settleBytes(lists), albums };
}

/** Whether an album is public once the plan is carried out: as declared, else as it was before we said so, else as it is. */
function willBePublic(album: Resource, object: ObservedObject | undefined): boolean {
  const declared = album.fields.public;
  if (declared !== undefined) return declared === true;
  if (object === undefined) return false;
  const { state, recorded, row } = object;
  const live = row?.fields.public;
  const wasOurs = state === "owned" && Object.hasOwn(recorded, "public") && recorded.public === live;
  return !wasOurs && live === true;
}

function startLists(): Lists {
  return {
    matches: [],
    moves: [],
    fresh: [],
    returning: [],
    gone: [],
    vanished: [],
    released: [],
    notes: [],
  };
}

function sortPair({ resource, object }: Pair, lists: Lists, onImage: (match: Match) => void): void {
  if (object === undefined) {
    if (resource !== undefined) lists.fresh.push(resource);
  } else if (resource === undefined) {
    // Without a declaration and without a row there is nothing to do but remember the tombstone.
    if (object.row !== null) (object.state === "released" ? lists.released : lists.vanished).push(object);
  } else if (object.row === null) {
    // A released row that somebody deleted was nobody's by then, so nothing stands against a new one.
    if (object.state === "released") lists.fresh.push(resource);
    else lists.gone.push({ resource, object });
  } else if (object.state === "released") {
    lists.returning.push({ resource, object });
  } else if (resource.kind === "image") {
    onImage({ resource, object });
  } else {
    lists.matches.push({ resource, object });
  }
}

function settleBytes(lists: Lists): Pick<Survey, "moves" | "fresh" | "vanished"> {
  const settled = matchBytes(
    lists.fresh.filter(({ kind }) => kind === "image"),
    lists.vanished.filter(({ kind }) => kind === "image"),
  );
  return {
    moves: [...lists.moves, ...settled.moves],
    fresh: [...lists.fresh.filter(({ kind }) => kind !== "image"), ...settled.fresh],
    vanished: [...lists.vanished.filter(({ kind }) => kind !== "image"), ...settled.vanished],
  };
}
