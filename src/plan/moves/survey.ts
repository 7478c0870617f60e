import { type Address, type Kind, kindOf } from "../../model/address.js";
import type { DesiredEstate } from "../../model/estate.js";
import { concat, Selection, type Sequence, select } from "../../model/lists/sequence.js";
import type { ObservedObject } from "../../model/observed.js";
import type { PlanNote } from "../../model/plan.js";
import { type Image, isImage, type Resource } from "../../model/resource.js";
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
  /** Declared, without an object: albums, set templates, and images that take part in a rename. */
  readonly fresh: readonly Resource[];
  /** The other images without an object, ascending. */
  readonly freshImages: Sequence<Image>;
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
  readonly [K in Exclude<keyof Survey, "albums" | "freshImages">]: Survey[K] extends Sequence<infer T>
    ? T[]
    : never;
};

/**
 * Sorts both sides into a {@link Survey}, in one pass. Matched images are handed to `onImage` and forgotten; by then the
 * context knows every album.
 */
export async function surveyObjects(
  { resources, renames }: Pick<DesiredEstate, "resources" | "renames">,
  objects: AsyncIterable<ObservedObject>,
  onImage: (match: Match, albums: AlbumContext) => void,
): Promise<Survey> {
  const lists = startLists();
  const freshImages = new Selection<Resource>(resources);
  const parties = findRenameParties(renames);
  const albums = { renamed: new Map<Address, Address>(), shown: new Map<Address, boolean>() };
  let held: Pair[] = [];
  let kind: Kind | undefined;
  const take = ({ resource, object }: Omit<Pair, "place">) => {
    if (resource?.kind === "album") albums.shown.set(resource.address, willBePublic(resource, object));
    sortPair({ resource, object }, lists, (match) => onImage(match, albums));
  };
  const settle = () => {
    const settled = settleRenames(held);
    held = [];
    for (const move of settled.moves) lists.moves.push(move);
    for (const note of settled.notes) lists.notes.push(note);
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
    else if (pair.resource?.kind === "image" && isFresh(pair)) freshImages.add(pair.place);
    else take(pair);
  }
  settle();
  return { ...lists, ...settleBytes(lists, freshImages.list() as Sequence<Image>), albums };
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

function sortPair(
  { resource, object }: Omit<Pair, "place">,
  lists: Lists,
  onImage: (match: Match) => void,
): void {
  if (resource !== undefined && isFresh({ object })) {
    lists.fresh.push(resource);
  } else if (object === undefined) {
    return;
  } else if (resource === undefined) {
    // Without a declaration and a row, only the tombstone is kept.
    if (object.row !== null) (object.state === "released" ? lists.released : lists.vanished).push(object);
  } else if (object.row === null) {
    lists.gone.push({ resource, object });
  } else if (object.state === "released") {
    lists.returning.push({ resource, object });
  } else if (resource.kind === "image") {
    onImage({ resource, object });
  } else {
    lists.matches.push({ resource, object });
  }
}

/** A released row that somebody deleted was nobody's by then, so nothing stands against a new one. */
function isFresh({ object }: Pick<Pair, "object">): boolean {
  return object === undefined || (object.row === null && object.state === "released");
}

function settleBytes(
  lists: Pick<Lists, "moves" | "fresh" | "vanished">,
  freshImages: Sequence<Image>,
): Pick<Survey, "moves" | "fresh" | "freshImages" | "vanished"> {
  const settled = matchBytes(
    concat([freshImages, lists.fresh.filter(isImage)]),
    lists.vanished.filter(({ kind }) => kind === "image"),
  );
  const isLeft = ({ address }: Resource) => !settled.taken.has(address);
  return {
    moves: [...lists.moves, ...settled.moves],
    fresh: lists.fresh.filter(isLeft),
    freshImages: settled.taken.size === 0 ? freshImages : select(freshImages, isLeft),
    vanished: [...lists.vanished.filter(({ kind }) => kind !== "image"), ...settled.vanished],
  };
}
