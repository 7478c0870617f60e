import type { Address } from "../model/address.js";
import { type Change, outlinesOf, type Placement } from "../model/change.js";
import type { PlainDiagnostic } from "../model/diagnostic.js";
import { specOf } from "../model/fields.js";
import { equalJson, type Json } from "../model/json.js";
import type { Sequence } from "../model/lists/sequence.js";
import type { RecordChange } from "../model/plan.js";
import type { Album, Fields, Resource } from "../model/resource.js";
import type { SavedPlan } from "../model/saved-plan.js";
import { compareText } from "../model/text-order.js";

type Writing = Exclude<Change, { action: "release" | "delete" }>;

/** The parts of the estate that an object is checked against. */
interface Estate {
  readonly albums: ReadonlyMap<Address, Album>;
  /** Albums that the plan leaves as they are, so that new links to them wait. */
  readonly blocked: ReadonlySet<Address>;
  /** Albums that the plan makes: of no other can a row say what it shows. */
  readonly made: ReadonlySet<Address>;
}

/**
 * Why a plan from manifests is not what they declare; undefined when every value that it writes or records is the
 * declared one, or that of a new row. `resources` ascend by address and are of the manifests that the plan was made from.
 */
export function findUndeclared(plan: SavedPlan, resources: Sequence<Resource>): PlainDiagnostic | undefined {
  const estate = describeEstate(plan, resources);
  const find = createFinder(resources);
  for (const change of plan.changes) {
    if (change.action === "release" || change.action === "delete") continue;
    const fault = explainBest(find(change.address), (resource) => findChangeFault(change, resource, estate));
    if (fault !== undefined) return undeclared(change.address, fault);
  }
  const findAgain = createFinder(resources);
  for (const record of plan.records) {
    const fault = explainBest(findAgain(record.address), (resource) =>
      findRecordFault(record, resource, estate),
    );
    if (fault !== undefined) return undeclared(record.address, fault);
  }
  return undefined;
}

function describeEstate({ changes, blocked }: SavedPlan, resources: Iterable<Resource>): Estate {
  const albums = new Map<Address, Album>();
  for (const resource of resources) if (resource.kind === "album") albums.set(resource.address, resource);
  const made = new Set<Address>();
  for (const { action, kind, address } of outlinesOf(changes))
    if (action === "create" && kind === "album") made.add(address);
  return { albums, made, blocked: new Set(blocked.map(({ address }) => address)) };
}

/** Gives what is declared under an address; addresses must be asked for ascending. */
function createFinder(resources: Sequence<Resource>): (address: Address) => readonly Resource[] {
  let at = 0;
  return (address) => {
    while (at < resources.length && compareText((resources.at(at) as Resource).address, address) < 0) at++;
    const found: Resource[] = [];
    for (let next = at; resources.at(next)?.address === address; next++)
      found.push(resources.at(next) as Resource);
    return found;
  };
}

/** Manifests that are wrong elsewhere may declare an address twice: one of them must fit. */
function explainBest(
  found: readonly Resource[],
  explain: (resource: Resource) => string | undefined,
): string | undefined {
  let fault: string | undefined = "no manifest declares it";
  for (const resource of found) {
    fault = explain(resource);
    if (fault === undefined) return undefined;
  }
  return fault;
}

function findChangeFault(change: Writing, resource: Resource, estate: Estate): string | undefined {
  if (change.manifest !== resource.origin.source.file) return "another manifest declares it";
  if (change.protect !== resource.protect) return "protect";
  return (
    findFieldFault(change.after, resource, estate) ??
    findFieldFault(change.record.set, resource, estate) ??
    change.record.unset.find((field) => Object.hasOwn(resource.fields, field)) ??
    findSetFault(change, resource, estate) ??
    (change.action === "create" ? findCreateFault(change, resource, estate) : undefined) ??
    (change.action === "adopt" ? findAdoptFault(change, resource) : undefined)
  );
}

function findRecordFault(
  { patch, manifest, protect }: RecordChange,
  resource: Resource,
  estate: Estate,
): string | undefined {
  if (manifest !== resource.origin.source.file) return "another manifest declares it";
  if (protect !== resource.protect) return "protect";
  return (
    findFieldFault(patch.set, resource, estate) ??
    patch.unset.find((field) => Object.hasOwn(resource.fields, field))
  );
}

/** The first field whose value is neither the declared one nor, of one that is not declared, that of a new row. */
function findFieldFault(fields: Fields, resource: Resource, estate: Estate): string | undefined {
  for (const field in fields) {
    const value = fields[field] as Json;
    const declared = resource.fields[field];
    if (declared === undefined) {
      const isNew = equalJson(value, specOf(resource.kind, field)?.initial);
      if (!isNew && !(field === "public" && resource.kind === "image")) return field;
    } else if (!equalJson(value, declared)) {
      if (field !== "albums" || !isOpenPart(value, declared, estate)) return field;
    }
  }
  return undefined;
}

/** True for the declared albums without those that are blocked. */
function isOpenPart(value: Json, declared: Json, { blocked }: Estate): boolean {
  const open = (declared as readonly Address[]).filter((album) => !blocked.has(album));
  return equalJson(value, open);
}

function findSetFault(change: Writing, resource: Resource, estate: Estate): string | undefined {
  const { placements, order } = change;
  if (placements.some((place) => !isInPlace(place, resource.address, estate))) return "its place in an album";
  if (order === undefined) return undefined;
  if (resource.kind !== "album" || order.length !== resource.images.length) return "order";
  return order.every((image, index) => image === resource.images.at(index)) ? undefined : "order";
}

function isInPlace({ album, index, before }: Placement, address: Address, { albums }: Estate): boolean {
  const images = albums.get(album)?.images;
  if (images?.at(index) !== address) return false;
  return before === null || [...images].indexOf(before, index + 1) > index;
}

function findCreateFault(
  { after, initial, movedFrom }: Extract<Writing, { action: "create" }>,
  resource: Resource,
  { albums, made }: Estate,
): string | undefined {
  for (const field in resource.fields) if (!Object.hasOwn(after, field)) return field;
  if (movedFrom !== resource.renamedFrom) return "renamed_from";
  if (resource.kind !== "image" || initial.public === undefined) return undefined;
  const home = albums.get(resource.home)?.fields.public ?? (made.has(resource.home) ? false : undefined);
  return home === undefined || initial.public === home ? undefined : "public";
}

function findAdoptFault(
  { row }: Extract<Writing, { action: "adopt" }>,
  resource: Resource,
): string | undefined {
  if (resource.kind !== "image") return undefined;
  return resource.filenames.includes(row.guard) ? undefined : "the filename of the row that is taken over";
}

function undeclared(address: Address, fault: string): PlainDiagnostic {
  return {
    code: "plan-undeclared",
    summary: `the plan has a value that no manifest declares: ${address}: ${fault}`,
    help: "Make a new plan with sync plan --out, and have that one reviewed.",
  };
}
