import { type Address, type Kind, kindOf } from "../../model/address.js";
import { Pile } from "../../model/lists/pile.js";
import type { Sequence } from "../../model/lists/sequence.js";
import type { ObservedObject } from "../../model/observed.js";
import type { PlanNote } from "../../model/plan.js";
import type { Image, Resource } from "../../model/resource.js";
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
  readonly fresh: Sequence<Resource>;
  /** Declared, released earlier, row there. */
  readonly returning: readonly Match[];
  /** Declared, but the row was deleted. */
  readonly gone: readonly Match[];
  /** Owned, row there, not declared any more. */
  readonly vanished: readonly ObservedObject[];
  /** Released earlier, row there, not declared. */
  readonly released: readonly ObservedObject[];
  readonly notes: readonly PlanNote[];
  readonly albums: AlbumContext;
}

type Lists = {
  readonly [K in Exclude<keyof Survey, "albums">]: Survey[K] extends Sequence<infer T> ? T[] : never;
} & { readonly freshImages: Pile<Image> };

/**
 * Sorts both sides into a {@link Survey}, in one pass. Matched images are handed to `onImage` and forgotten; by then the
 * context knows every album.
 */
export async function surveyObjects(
  resources: Iterable<Resource>,
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
  const { freshImages, ...rest } = lists;
  return { ...rest, ...settleBytes(rest, freshImages.inOrder()), albums };
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
    freshImages: new Pile((image) => image),
    returning: [],
    gone: [],
    vanished: [],
    released: [],
    notes: [],
  };
}

function sortPair({ resource, object }: Pair, lists: Lists, onImage: (match: Match) => void): void {
  if (object === undefined) {
    if (resource !== undefined) addFresh(resource, lists);
  } else if (resource === undefined) {
    // Without a declaration and a row, only the tombstone is kept.
    if (object.row !== null) (object.state === "released" ? lists.released : lists.vanished).push(object);
  } else if (object.row === null) {
    // A released row has no owner, so its deletion does not block a new row.
    if (object.state === "released") addFresh(resource, lists);
    else lists.gone.push({ resource, object });
  } else if (object.state === "released") {
    lists.returning.push({ resource, object });
  } else if (resource.kind === "image") {
    onImage({ resource, object });
  } else {
    lists.matches.push({ resource, object });
  }
}

function addFresh(resource: Resource, { fresh, freshImages }: Lists): void {
  if (resource.kind === "image") freshImages.addOf(resource);
  else fresh.push(resource);
}

function settleBytes(
  lists: Pick<Lists, "moves" | "fresh" | "vanished">,
  freshImages: Sequence<Image>,
): Pick<Survey, "moves" | "fresh" | "vanished"> {
  const settled = matchBytes(
    freshImages,
    lists.vanished.filter(({ kind }) => kind === "image"),
  );
  const fresh = new Pile<Resource>((image) => image);
  for (const resource of lists.fresh) fresh.add(resource);
  for (const image of settled.fresh) fresh.addOf(image);
  return {
    moves: [...lists.moves, ...settled.moves],
    fresh: fresh.inOrder(),
    vanished: [...lists.vanished.filter(({ kind }) => kind !== "image"), ...settled.vanished],
  };
}
