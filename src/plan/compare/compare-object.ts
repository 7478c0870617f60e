import type { Address } from "../../model/address.js";
import type { Locate } from "../../model/estate.js";
import { specOf } from "../../model/fields.js";
import type { Json } from "../../model/json.js";
import type { ObservedRow } from "../../model/observed.js";
import type { Album, Fields, Resource } from "../../model/resource.js";
import { compareFields } from "./compare-fields.js";
import { compareAlbums, compareLabels } from "./compare-sets.js";
import type { Comparison } from "./comparison.js";
import { type ObjectDraft, recordField, startDraft } from "./draft.js";
import { type AlbumOrder, countMisplaced, readOrder } from "./order.js";
import { renameAlbums } from "./write-change.js";

/** What an object is compared with. */
export interface Counterpart {
  readonly row: ObservedRow;
  readonly recorded: Fields;
  readonly run: number;
  readonly adopting: boolean;
}

/** What comparing needs to know of the rest of the estate. */
interface CompareContext {
  readonly locate: Locate;
  /** Old → new address of albums that move. */
  readonly renamedAlbums: ReadonlyMap<Address, Address>;
  /** Addresses of albums whose rows are adopted, by row id. */
  readonly adoptedAlbums: ReadonlyMap<number, Address>;
  /** Old → new address of images that move. */
  readonly movedImages: ReadonlyMap<Address, Address>;
  /** Whether an image's album is shown to the public. */
  readonly homePublic: (resource: Resource) => boolean;
}

/** Compares everything of one object with its row. `order` is there for albums. */
export function compareObject(
  resource: Resource,
  counterpart: Counterpart,
  around: CompareContext,
): { readonly draft: ObjectDraft; readonly order?: AlbumOrder } {
  const draft = startDraft();
  const comparison: Comparison = {
    resource,
    ...counterpart,
    locate: around.locate,
    initialOf: (field) =>
      resource.kind === "image" && field === "public"
        ? around.homePublic(resource)
        : specOf(resource.kind, field)?.initial,
  };
  compareFields(comparison, draft);
  if (resource.kind === "image") compareImageSets(comparison, draft, around);
  if (resource.kind !== "album") return { draft };
  const order = readOrder(resource, counterpart.row.links, around.movedImages);
  compareOrder(resource, comparison, order, draft);
  return { draft, order };
}

function compareImageSets(comparison: Comparison, draft: ObjectDraft, around: CompareContext): void {
  const { renamedAlbums, adoptedAlbums } = around;
  const links = comparison.row.links.map(({ address, rowId, ours }) => ({
    address: address === undefined ? adoptedAlbums.get(rowId) : (renamedAlbums.get(address) ?? address),
    ours,
  }));
  compareLabels(comparison, draft);
  compareAlbums(comparison, links, renameAlbums(comparison.recorded.albums, renamedAlbums), draft);
}

function compareOrder(album: Album, comparison: Comparison, order: AlbumOrder, draft: ObjectDraft): void {
  const { recorded, run, adopting, locate } = comparison;
  const moved = countMisplaced(order);
  const digest = album.fields.order as Json;
  const isKnown = recorded.order === digest;
  if (moved === 0) {
    if (!isKnown) recordField(draft, "order", digest);
    return;
  }
  const cause = adopting ? "adopt" : isKnown ? "drift" : "manifest";
  const source = locate(album, "order");
  draft.after.order = digest;
  draft.diffs.push({
    field: "order",
    moved,
    cause,
    ...(cause === "drift" ? { sinceRun: run } : {}),
    ...(source === undefined ? {} : { source }),
  });
}
