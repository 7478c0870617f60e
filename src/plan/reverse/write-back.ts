import type { Address } from "../../model/address.js";
import type {
  AdoptChange,
  CreateChange,
  FieldDiff,
  MoveChange,
  RecordPatch,
  UpdateChange,
} from "../../model/change.js";
import { isBigSeed, isWideSeed, specOf } from "../../model/fields.js";
import type { SetChange } from "../../model/history.js";
import { equalJson, type Json } from "../../model/json.js";
import type { ObservedObject, ObservedRow } from "../../model/observed.js";
import type { Fields } from "../../model/resource.js";
import { type AlbumOrder, countMisplaced } from "../compare/order.js";
import { diffPrompts } from "../compare/prompts.js";
import type { AddedBack, Albums, Removal } from "./albums.js";
import { reverseFields } from "./fields.js";
import type { Addresses } from "./names.js";
import type { RunEntry } from "./run-entries.js";

/** One object to restore, with the links of its images. */
export interface Restore {
  readonly past: RunEntry;
  readonly object: ObservedObject;
  readonly address: Address;
  readonly returns: readonly AddedBack[];
  readonly leaves: readonly Removal[];
}

/** What writing back shares: the run, and the rest of the estate. */
export interface ReverseContext {
  readonly run: number;
  readonly names: Addresses;
  readonly albums: Albums;
}

/** An update without its action; `diffs` is empty when only the record changes. */
export function writeBack(
  way: Restore,
  { run, names, albums }: ReverseContext,
): Omit<UpdateChange, "action"> {
  const { past, object, address, returns } = way;
  const draft = reverseFields(past, object);
  const sets = [...labelDiff(past.former.labels, object), ...albumDiff(way)];
  const order = past.kind === "album" ? albums.orderOf(address) : undefined;
  const isLast = object.run === run;
  const protect = isLast ? past.former.protect : object.protect;
  const diffs = [
    ...draft.diffs,
    ...sets,
    ...(order === undefined ? [] : [orderDiff(order)]),
    ...(protect === object.protect ? [] : [protectDiff(object.protect, protect)]),
  ];
  const changed = diffs.map(({ field }) => field);
  const known = recordedSets(past, names);
  const written = Object.keys(known).filter((field) => changed.includes(field));
  const prompts =
    past.kind === "set-template"
      ? diffPrompts(rowOf(object).fields, draft.after, object.recorded.item_key)
      : undefined;
  return {
    kind: past.kind,
    address,
    reason: `as it was before run ${run}`,
    before: draft.before,
    after: { ...draft.after, ...pick(known, written) },
    diffs,
    record: joinRecord(draft.record, known, written, object.recorded),
    manifest: isLast && past.former.manifest !== "" ? past.former.manifest : object.manifest,
    protect,
    placements: returns.map(({ album, image }) => albums.place(album, image)),
    ...(order === undefined ? {} : { order: [...order.declared] }),
    ...(prompts === undefined ? {} : { prompts }),
  };
}

/** The same as a move to the address before the run. */
export function moveBack(way: Restore, around: ReverseContext): MoveChange {
  const { past, object } = way;
  const { former, kind } = past;
  return {
    action: "move",
    ...writeBack(way, around),
    reason: `moved back to where it was before run ${around.run}`,
    from: object.address,
    movedFrom: former.movedFrom,
    ...(kind === "image" ? { filename: former.guard } : {}),
  };
}

/** An object that the run released is ours again, as it is recorded. */
export function adoptBack(way: Restore, around: ReverseContext): AdoptChange {
  const { object } = way;
  const { record, after, ...rest } = writeBack(way, around);
  const { id, guard } = rowOf(object);
  const set = { ...object.recorded, ...after, ...record.set };
  return {
    action: "adopt",
    ...rest,
    reason: `released by run ${around.run}`,
    after,
    record: { set: without(set, Object.keys(after)), unset: record.unset },
    row: { id, guard },
  };
}

/** A row that the run deleted, as far as history holds it: a new id, our labels and links. */
export function createBack(
  past: RunEntry,
  returns: readonly AddedBack[],
  { run, names, albums }: ReverseContext,
): CreateChange {
  const { kind, address, before, former } = past;
  const sets = recordedSets(past, names);
  const declared = Object.fromEntries(
    Object.entries(former.recorded)
      .filter(([field]) => !Object.hasOwn(sets, field))
      .map(([field, recorded]) => [field, valueBefore(past, field, recorded)]),
  );
  // Foreign labels can't be restored under their writers' names, and labels that were missing before are not added.
  const labels = kind === "image" ? { labels: former.labels?.removed ?? [] } : {};
  const after = { ...declared, ...(kind === "image" ? { albums: [] } : {}), ...sets, ...labels };
  const differs = Object.entries(former.recorded).filter(
    ([field, value]) => Object.hasOwn(declared, field) && !equalJson(declared[field], value),
  );
  return {
    action: "create",
    kind,
    address,
    reason: `deleted by run ${run}`,
    after,
    initial: Object.fromEntries(
      Object.entries(before).filter(([field, value]) => value !== null && !Object.hasOwn(after, field)),
    ),
    diffs: [],
    record: {
      set: Object.fromEntries(differs),
      unset: ["albums", "labels"].filter((field) => kind === "image" && !Object.hasOwn(sets, field)),
    },
    manifest: former.manifest,
    protect: former.protect,
    placements: returns.map(({ album, image }) => albums.place(album, image)),
    restored: true,
    ...(kind === "image" ? { filename: former.guard } : {}),
  };
}

/** The row's value, or the record's value for fields without a column. */
function valueBefore({ kind, before }: RunEntry, field: string, recorded: Json): Json {
  const spec = specOf(kind, field);
  if (spec?.column === undefined || !Object.hasOwn(before, field)) return recorded;
  const held = before[field] as Json;
  return isBigSeed(spec, recorded) || (held === null && isWideSeed(spec, recorded)) ? recorded : held;
}

function labelDiff(change: SetChange | undefined, { row }: ObservedObject): readonly FieldDiff[] {
  if (change === undefined || row === null) return [];
  const has = (label: Json, ours: boolean) =>
    row.labels.some((each) => (each.ours || !ours) && equalJson({ text: each.text, type: each.type }, label));
  const added = change.removed.filter((label) => !has(label, false));
  const removed = change.added.filter((label) => has(label, true));
  return setDiff("labels", added, removed);
}

function albumDiff({ returns, leaves }: Restore): readonly FieldDiff[] {
  const albumsOf = (links: readonly Removal[]) => links.map(({ album }) => album).sort();
  return setDiff("albums", albumsOf(returns), albumsOf(leaves));
}

function setDiff(field: string, added: readonly Json[], removed: readonly Json[]): readonly FieldDiff[] {
  if (added.length + removed.length === 0) return [];
  return [
    {
      field,
      cause: "reverse",
      ...(added.length > 0 ? { added } : {}),
      ...(removed.length > 0 ? { removed } : {}),
    },
  ];
}

function orderDiff(order: AlbumOrder): FieldDiff {
  return { field: "order", cause: "reverse", moved: countMisplaced(order) };
}

function protectDiff(before: boolean, after: boolean): FieldDiff {
  return { field: "protect", before, after, cause: "reverse" };
}

/** The sets that were recorded before the run, albums by their names once the plan is carried out. */
function recordedSets({ former }: RunEntry, names: Addresses): Fields {
  const { labels, albums, order } = former.recorded;
  return {
    ...(labels === undefined ? {} : { labels }),
    ...(albums === undefined ? {} : { albums: (albums as readonly Address[]).map(names.planned).sort() }),
    ...(order === undefined ? {} : { order }),
  };
}

function joinRecord(
  record: RecordPatch,
  sets: Fields,
  written: readonly string[],
  recorded: Fields,
): RecordPatch {
  const kept = Object.entries(without(sets, written)).filter(
    ([field, value]) => !equalJson(recorded[field], value),
  );
  return { set: { ...record.set, ...Object.fromEntries(kept) }, unset: record.unset };
}

function rowOf(object: ObservedObject): ObservedRow {
  return object.row as ObservedRow;
}

function pick(fields: Fields, names: readonly string[]): Fields {
  return Object.fromEntries(Object.entries(fields).filter(([field]) => names.includes(field)));
}

function without(fields: Fields, names: readonly string[]): Fields {
  return Object.fromEntries(Object.entries(fields).filter(([field]) => !names.includes(field)));
}
