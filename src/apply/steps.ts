import { type Address, KINDS, type Kind, kindOf } from "../model/address.js";
import {
  type Action,
  type AdoptChange,
  type Change,
  type CreateChange,
  type DeleteChange,
  isNewImage,
  type MoveChange,
  outlinesOf,
  type ReleaseChange,
  type UpdateChange,
} from "../model/change.js";
import { specOf } from "../model/fields.js";
import type { Plan } from "../model/plan.js";
import type { Fields } from "../model/resource.js";
import { asLabels, noteLinks, type PlacesByAlbum, planImageSets, planLinks } from "./image-sets.js";
import type { RecordUpdate, Step } from "./ports.js";

/** A change that leaves a declared object behind. */
type WritingChange = CreateChange | UpdateChange | MoveChange | AdoptChange;

/** Within a kind: an address or filename is freed before another object takes it. */
const ACTION_ORDER: readonly Action[] = ["move", "update", "adopt", "create"];

/**
 * The row operations of a plan in the order in which they must run: rows by dependency, new images with their labels
 * last, records, other labels and links that go, links that come (by album, in album order), orders, releases, deletes
 * with the dependents first. Lazy, and the same on each call.
 */
export function* planSteps(plan: Plan, { others, albums } = surveySteps(plan)): Generator<Step> {
  const { changes, records } = plan;
  const groups = groupChanges(others);
  for (const kind of KINDS)
    for (const action of ACTION_ORDER) {
      if (kind === "image" && action === "create") yield* newImages(changes);
      else for (const change of groups.get(`${action} ${kind}`) ?? []) yield rowStep(change as WritingChange);
    }
  for (const { address, patch, manifest, protect } of records)
    yield { step: "record", address, kind: kindOf(address), record: { patch, manifest, protect } };
  yield* planImageSets(others);
  yield* planLinks(outlinesOf(changes), albums);
  for (const change of others)
    if (isWriting(change) && change.order !== undefined)
      yield { step: "order", address: change.address, kind: change.kind, images: change.order };
  yield* endingSteps(groups);
}

/** What {@link planSteps} has to know beforehand, found in one pass. */
interface StepSurvey {
  /** All changes but new images, of which there may be so many that nobody should hold them all. */
  readonly others: readonly Change[];
  readonly albums: PlacesByAlbum;
  /** How many steps there are, those of labels left out: for them new images would have to be read whole. */
  readonly total: number;
}

/** Looks through a plan for {@link planSteps}. */
export function surveySteps({ changes, records }: Plan): StepSurvey {
  const others: Change[] = [];
  const albums: PlacesByAlbum = new Map();
  let total = records.length + changes.length;
  let place = 0;
  for (const change of outlinesOf(changes)) {
    total += noteLinks(change, place++, albums);
    if (!isNewImage(change)) others.push(change as Change);
    if ("order" in change && change.order !== undefined) total++;
  }
  for (const { step } of planImageSets(others)) if (step !== "label") total++;
  return { others, albums, total };
}

/** Number of new images that are written before their labels, so that each declaration is read once. */
const TOGETHER = 256;

function* newImages(changes: Iterable<Change>): Generator<Step> {
  let labels: Step[] = [];
  let rows = 0;
  for (const change of changes) {
    if (!isNewImage(change)) continue;
    const step = insertStep(change as CreateChange);
    yield step;
    const { address, kind, fields } = step;
    const add = asLabels(fields.labels);
    if (add.length > 0) labels.push({ step: "label", address, kind, add, remove: [] });
    rows++;
    if (rows % TOGETHER > 0) continue;
    yield* labels;
    labels = [];
  }
  yield* labels;
}

/** True for a change that leaves a declared object behind. */
export function isWriting(change: Change): change is WritingChange {
  return change.action !== "release" && change.action !== "delete";
}

type ChangeGroups = ReadonlyMap<`${Action} ${Kind}`, readonly Change[]>;

function groupChanges(changes: readonly Change[]): ChangeGroups {
  const groups = new Map<`${Action} ${Kind}`, Change[]>();
  for (const change of changes) {
    const name = `${change.action} ${change.kind}` as const;
    const group = groups.get(name);
    if (group === undefined) groups.set(name, [change]);
    else group.push(change);
  }
  return groups;
}

function* endingSteps(groups: ChangeGroups): Generator<Step> {
  for (const action of ["release", "delete"] as const)
    for (const kind of KINDS.toReversed())
      for (const change of groups.get(`${action} ${kind}`) ?? [])
        yield endingStep(change as ReleaseChange | DeleteChange);
}

function endingStep(change: ReleaseChange | DeleteChange): Step {
  const { address, kind } = change;
  const base = { address, kind, before: withoutSets(kind, change.before) };
  if (change.action === "release")
    return { step: "release", ...base, ...(change.forget ? { forget: true as const } : {}) };
  return { step: "delete", ...base, ...(change.withForeign ? { withForeign: true as const } : {}) };
}

function rowStep(change: WritingChange): Step {
  if (change.action === "create") return insertStep(change);
  const { address, kind } = change;
  const base = { address, kind, fields: withoutSets(kind, change.after), record: recordOf(change) };
  const before = withoutSets(kind, change.before);
  if (change.action === "adopt")
    return { step: "adopt", ...base, before, row: change.row, ...movedFromOf(change) };
  if (change.action === "move")
    return {
      step: "move",
      ...base,
      before,
      from: change.from,
      ...filenameOf(change),
      ...movedFromOf(change),
    };
  return { step: "update", ...base, before };
}

/** Nothing is copied: most steps of a first apply are these. */
function insertStep({
  address,
  kind,
  after,
  initial,
  filename,
  record,
  manifest,
  protect,
  movedFrom,
}: CreateChange): Extract<Step, { step: "insert" }> {
  const update = { patch: record, manifest, protect };
  // Written out: to spread one object into the next takes as long as the text of all its values.
  if (filename !== undefined && movedFrom === undefined)
    return { step: "insert", address, kind, fields: after, initial, filename, record: update };
  const base = { step: "insert", address, kind, fields: after, initial, record: update } as const;
  const moved = movedFrom === undefined ? base : { ...base, movedFrom };
  return filename === undefined ? moved : { ...moved, filename };
}

/** The record carries the sets too: their members are rows of their own, what was declared is not. */
function recordOf({ kind, after, record, manifest, protect }: WritingChange): RecordUpdate {
  const sets = Object.entries(after).filter(([field]) => isSet(kind, field) && !record.unset.includes(field));
  const patch =
    sets.length === 0 ? record : { ...record, set: { ...record.set, ...Object.fromEntries(sets) } };
  return { patch, manifest, protect };
}

function filenameOf(change: MoveChange): { readonly filename?: string } {
  return change.filename === undefined ? {} : { filename: change.filename };
}

function movedFromOf<T extends Address | null>(change: {
  readonly movedFrom?: T;
}): { readonly movedFrom?: T } {
  return change.movedFrom === undefined ? {} : { movedFrom: change.movedFrom };
}

/** The fields that are values of one row: labels, albums and order are rows or steps of their own. */
function withoutSets(kind: Kind, fields: Fields): Fields {
  return Object.fromEntries(Object.entries(fields).filter(([field]) => !isSet(kind, field)));
}

function isSet(kind: Kind, field: string): boolean {
  const type = specOf(kind, field)?.type;
  return type === "labels" || type === "albums" || type === "order";
}
