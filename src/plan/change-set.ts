import { type Address, kindOf } from "../model/address.js";
import { type Blocked, type Change, type ChangeOutline, outlineChange } from "../model/change.js";
import type { DesiredEstate } from "../model/estate.js";
import { filter, type Lists } from "../model/lists/sequence.js";
import type { ObservedObject, ObservedRow } from "../model/observed.js";
import type { PlanNote, RecordChange, ThumbnailChange } from "../model/plan.js";
import type { Image, Resource } from "../model/resource.js";
import { compareByAddress } from "../model/text-order.js";
import type { Adoptions } from "./adopt/adopt.js";
import { AscendingWriter } from "./ascending-writer.js";
import { blockDeleted, blockUnreadable } from "./blocks.js";
import { isAsApplied } from "./compare/as-applied.js";
import { type Counterpart, compareObject } from "./compare/compare-object.js";
import { copyFields, hasDiffs, hasSettledRecord, type ObjectDraft } from "./compare/draft.js";
import { createLinker } from "./compare/links.js";
import { type AlbumOrder, readOrder } from "./compare/order.js";
import { adoptChange, createChange, moveChange, protectDiff, updateChange } from "./compare/write-change.js";
import type { AlbumContext, Match, Survey } from "./moves/survey.js";
import type { PlanOptions } from "./options.js";
import type { Removals } from "./removals.js";
import { PlanIdentity, PlanTally } from "./summary.js";
import { planThumbnail, planThumbnailRemovals } from "./thumbnails.js";

const NO_ALBUMS: AlbumContext = { renamed: new Map(), shown: new Map() };

/** Gathers the entries of a plan, object by object. */
export class ChangeSet {
  readonly #desired: DesiredEstate;
  readonly #options: PlanOptions;
  /** All but those of new images, and these as far as they take part in a rename or come back. */
  readonly #changes: Change[] = [];
  readonly #blocked: Blocked[] = [];
  readonly #records: RecordChange[] = [];
  readonly #notes: PlanNote[] = [];
  readonly #thumbnails: ThumbnailChange[] = [];
  readonly #orders = new Map<Address, AlbumOrder>();
  #albums: AlbumContext = NO_ALBUMS;
  #adoptedAlbums: ReadonlyMap<number, Address> = new Map();
  #movedImages: ReadonlyMap<Address, Address> = new Map();
  /** Images with links to rows that may be adopted as one of their albums. */
  readonly #held: Match[] = [];
  #admissions: Adoptions = new Map();
  /** Images that change while their record needs nothing. */
  readonly #settled = new Set<Address>();

  constructor(desired: DesiredEstate, options: PlanOptions) {
    this.#desired = desired;
    this.#options = options;
  }

  /** Compares an image that does not move. */
  compareImage(match: Match, albums: AlbumContext): void {
    this.#albums = albums;
    if (mayAwaitAlbum(match, albums)) this.#held.push(match);
    else this.#compareMatch(match);
  }

  /** True when a row that was deleted in the database may be made again. */
  mayRestore({ resource }: Match): boolean {
    const { restore } = this.#options;
    return restore === "all" || restore.includes(resource.address);
  }

  /**
   * Decides everything that needs the whole survey, but for new images that are no more than that. `restored`: resources
   * whose row comes back.
   */
  settle(
    survey: Survey,
    restored: readonly Resource[],
    admissions: Adoptions,
    removals: Pick<Removals, "changes" | "blocked">,
  ): void {
    this.#admissions = admissions;
    const shown = withNewImages(survey.albums.shown, [...survey.fresh, ...restored], admissions);
    this.#albums = { ...survey.albums, shown };
    this.#adoptedAlbums = new Map(
      [...admissions].flatMap(([address, admission]) =>
        admission.verdict === "adopt" && kindOf(address) === "album"
          ? [[admission.candidate.row.id, address] as const]
          : [],
      ),
    );
    this.#movedImages = new Map(
      survey.moves.map(({ resource, object }) => [object.address, resource.address]),
    );
    for (const note of survey.notes) this.#notes.push(note);
    for (const match of [...survey.matches, ...this.#held]) this.#compareMatch(match);
    for (const move of survey.moves) this.#compareMove(move);
    for (const match of survey.returning) this.#compareReturning(match);
    const comeBack = new Set(restored.map(({ address }) => address));
    for (const match of survey.gone) {
      if (!comeBack.has(match.resource.address))
        this.#blocked.push(blockDeleted(match.resource, match.object));
    }
    for (const resource of survey.fresh) this.#keep(this.#admit(resource, false));
    for (const resource of restored) this.#keep(this.#admit(resource, true));
    // One by one: a call takes some hundred thousand values at most.
    for (const one of removals.blocked) this.#blocked.push(one);
    for (const change of removals.changes) this.#changes.push(change);
    for (const removal of planThumbnailRemovals(removals.changes)) this.#thumbnails.push(removal);
  }

  addThumbnail(thumbnail: ThumbnailChange): void {
    this.#thumbnails.push(thumbnail);
  }

  /**
   * The finished lists, each ascending by address, and the id and the counts of their plan. `images`: new ones, ascending, of which none
   * is kept.
   */
  finish(images: Iterable<Image>, lists: Lists) {
    const blocked = new Set(this.#blocked.map(({ address }) => address));
    const link = createLinker(this.#orders, blocked, this.#settled);
    const known = this.#changes.splice(0).flatMap((change) => link(change, this.#records) ?? []);
    const changes = lists.start<Change, ChangeOutline>(outlineChange);
    const thumbnails = lists.start<ThumbnailChange>();
    const identity = new PlanIdentity(this.#desired.name);
    const tally = new PlanTally();
    const writeChange = (change: Change) => {
      changes.push(change);
      identity.add(change);
      tally.add(change);
    };
    const changeWriter = new AscendingWriter<Change>({ push: writeChange }, known);
    const thumbnailWriter = new AscendingWriter(thumbnails, this.#thumbnails.splice(0));
    for (const image of images) {
      const change = this.#admit(image, false);
      const linked = change && link(change, this.#records);
      if (linked !== undefined) changeWriter.add(linked);
      for (const thumbnail of this.#thumbnails.splice(0)) thumbnailWriter.add(thumbnail);
    }
    changeWriter.end();
    thumbnailWriter.end();
    return {
      changes,
      blocked: this.#blocked.sort(compareByAddress),
      records: this.#records.sort(compareByAddress),
      notes: this.#notes.sort(compareByAddress),
      thumbnails,
      planId: identity.end(),
      tally,
    };
  }

  #compareMatch({ resource, object }: Match): void {
    if (resource.kind === "image" && isAsApplied(resource, object, this.#albums.renamed)) {
      this.#wantThumbnail(resource, object);
      return;
    }
    const draft = this.#compare(resource, counterpartOf(object, false));
    if (draft === undefined) return;
    const protects = protectDiff(resource, object).length > 0;
    const isSettled = hasSettledRecord(draft) && object.manifest === resource.origin.source.file;
    if (hasDiffs(draft) && isSettled) this.#settled.add(resource.address);
    if (hasDiffs(draft) || protects) {
      this.#keep(withOrder(updateChange(resource, object, draft), resource));
    } else if (!isSettled) {
      this.#records.push(recordChange(resource, draft));
    }
    this.#wantThumbnail(resource, object);
  }

  #compareMove({ resource, object }: Match): void {
    const draft = this.#compare(resource, counterpartOf(object, false));
    if (draft === undefined) return;
    this.#keep(withOrder(moveChange(resource, object, draft), resource));
    this.#wantThumbnail(resource, object);
  }

  #compareReturning({ resource, object }: Match): void {
    const draft = this.#compare(resource, counterpartOf(object, true));
    if (draft === undefined) return;
    const change = adoptChange(
      resource,
      object.row as ObservedRow,
      draft,
      "declared again after its release",
    );
    this.#keep(withOrder(change, resource));
    this.#wantThumbnail(resource, object);
  }

  /** The change that brings in a resource without an object; undefined when it is blocked. */
  #admit(resource: Resource, restored: boolean): Change | undefined {
    const admission = this.#admissions.get(resource.address);
    if (admission?.verdict === "blocked") {
      this.#blocked.push(admission.blocked);
      return undefined;
    }
    if (admission?.verdict === "adopt") {
      const { row, matchedBy } = admission.candidate;
      const draft = this.#compare(resource, { row, recorded: {}, run: 0, adopting: true });
      if (draft === undefined) return undefined;
      this.#wantThumbnail(resource, null);
      return withOrder(adoptChange(resource, row, draft, `found by ${matchedBy}`), resource);
    }
    if (resource.kind === "album")
      this.#orders.set(resource.address, readOrder(resource, [], this.#movedImages));
    this.#wantThumbnail(resource, null);
    return createChange(resource, this.#homePublic(resource), restored);
  }

  #keep(change: Change | undefined): void {
    if (change !== undefined) this.#changes.push(change);
  }

  /** Undefined when the object is blocked. */
  #compare(resource: Resource, counterpart: Counterpart): ObjectDraft | undefined {
    const { draft, order } = compareObject(resource, counterpart, {
      locate: this.#desired.locate,
      renamedAlbums: this.#albums.renamed,
      adoptedAlbums: this.#adoptedAlbums,
      movedImages: this.#movedImages,
      homePublic: (image) => this.#homePublic(image),
    });
    if (draft.unreadable.size > 0) {
      this.#blocked.push(blockUnreadable(resource, counterpart.row, draft.unreadable));
      return undefined;
    }
    if (order !== undefined) this.#orders.set(resource.address, order);
    this.#notes.push(...draft.notes.map((text) => ({ address: resource.address, text })));
    return draft;
  }

  #homePublic(resource: Resource): boolean {
    return resource.kind === "image" && this.#albums.shown.get(resource.home) === true;
  }

  #wantThumbnail(resource: Resource, object: ObservedObject | null): void {
    if (resource.kind !== "image") return;
    const { address, fields } = resource;
    const wanted = planThumbnail(address, String(fields.sha256), object?.thumbnail ?? null, this.#options);
    if (wanted !== undefined) this.#thumbnails.push(wanted);
  }
}

/** True for an image that an album of unknown row shows while one of its declared albums lacks a link. */
function mayAwaitAlbum({ resource, object }: Match, { renamed }: AlbumContext): boolean {
  const links = object.row?.links ?? [];
  if (resource.kind !== "image" || links.every(({ address }) => address !== undefined)) return false;
  const shown = new Set(links.map(({ address = "" }) => renamed.get(address) ?? address));
  return resource.albums.some((album) => !shown.has(album));
}

/** What is shown of albums, together with those that are new or adopted. */
function withNewImages(
  shown: ReadonlyMap<Address, boolean>,
  newcomers: Iterable<Resource>,
  admissions: Adoptions,
): ReadonlyMap<Address, boolean> {
  const all = new Map(shown);
  for (const { address, fields } of filter(newcomers, ({ kind }) => kind === "album")) {
    const admission = admissions.get(address);
    const live = admission?.verdict === "adopt" ? admission.candidate.row.fields.public : false;
    all.set(address, (fields.public ?? live) === true);
  }
  return all;
}

function counterpartOf(object: ObservedObject, adopting: boolean): Counterpart {
  return { row: object.row as ObservedRow, recorded: object.recorded, run: object.run, adopting };
}

function withOrder<C extends Change>(change: C, resource: Resource): C {
  const reorders =
    "after" in change && Object.hasOwn(change.after, "order") && change.diffs.some(isOrderDiff);
  return reorders && resource.kind === "album" ? { ...change, order: [...resource.images] } : change;
}

function isOrderDiff({ field }: { readonly field: string }): boolean {
  return field === "order";
}

function recordChange(resource: Resource, draft: ObjectDraft): RecordChange {
  const { address, origin, protect } = resource;
  return {
    address,
    patch: { set: copyFields(draft.set), unset: draft.unset },
    manifest: origin.source.file,
    protect,
  };
}
