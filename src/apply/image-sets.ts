import type { Address } from "../model/address.js";
import type { ChangeOutline, FieldDiff } from "../model/change.js";
import type { Json } from "../model/json.js";
import type { Sequence } from "../model/lists/sequence.js";
import type { Label } from "../model/resource.js";
import { compareText } from "../model/text-order.js";
import type { Step } from "./ports.js";

/**
 * Labels that come and go, and links that go, image by image; those of new images come with their rows. Links that come
 * are in {@link planLinks}.
 */
export function* planImageSets(changes: Iterable<ChangeOutline>): Generator<Step> {
  for (const change of changes) {
    if (change.kind !== "image" || change.action === "create" || !("diffs" in change)) continue;
    const { address, kind } = change;
    const labels = labelSets(change.diffs);
    if (labels.add.length + labels.remove.length > 0) yield { step: "label", address, kind, ...labels };
    for (const album of diffOf(change.diffs, "albums")?.removed ?? [])
      yield { step: "unlink", address, kind, album: album as Address };
  }
}

/** Links that come. Sorted by album and place in it, since an album shows its links as they were inserted. */
export function* planLinks(changes: Sequence<ChangeOutline>, albums: PlacesByAlbum): Generator<Step> {
  for (const album of [...albums.keys()].sort(compareText)) {
    const links: LinkStep[] = [];
    for (const place of albums.get(album) as readonly number[]) {
      const { address, placements } = changes.at(place) as Placed;
      for (const placement of placements)
        if (placement.album === album) links.push({ step: "link", kind: "image", address, placement });
    }
    yield* links.sort((a, b) => a.placement.index - b.placement.index || compareText(a.address, b.address));
  }
}

type LinkStep = Extract<Step, { readonly step: "link" }>;
type Placed = Extract<ChangeOutline, { readonly placements: unknown }>;

/** By album, which changes bring links into it. Only their places are kept, as every image may have a link. */
export type PlacesByAlbum = Map<Address, number[]>;

/** Notes the links that the change at a place brings; how many there are. */
export function noteLinks(change: ChangeOutline, place: number, albums: PlacesByAlbum): number {
  if (!("placements" in change)) return 0;
  for (const { album } of change.placements) {
    const known = albums.get(album);
    if (known === undefined) albums.set(album, [place]);
    else if (known.at(-1) !== place) known.push(place);
  }
  return change.placements.length;
}

function labelSets(diffs: readonly FieldDiff[]): {
  readonly add: readonly Label[];
  readonly remove: readonly Label[];
} {
  const diff = diffOf(diffs, "labels");
  return { add: asLabels(diff?.added), remove: asLabels(diff?.removed) };
}

function diffOf(diffs: readonly FieldDiff[], field: string): FieldDiff | undefined {
  return diffs.find((diff) => diff.field === field);
}

/** The members of a set of labels; empty without a set. */
export function asLabels(values: Json | undefined): readonly Label[] {
  return (values ?? []) as unknown as readonly Label[];
}
