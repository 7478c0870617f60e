import { type Address, forEachKind, type Kind, nameOf } from "../../model/address.js";
import type {
  AdoptChange,
  CreateChange,
  FieldCause,
  FieldDiff,
  MoveChange,
  RecordPatch,
  UpdateChange,
} from "../../model/change.js";
import { FIELDS } from "../../model/fields.js";
import type { Json } from "../../model/json.js";
import type { ObservedObject, ObservedRow } from "../../model/observed.js";
import type { Fields, Resource } from "../../model/resource.js";
import { copyFields, type ObjectDraft } from "./draft.js";
import { diffPrompts } from "./prompts.js";

/** The fields of each kind that a new row has a value for when nobody declares them. */
const INITIALS = forEachKind((kind) =>
  Object.entries(FIELDS[kind]).flatMap(([field, { column, initial }]) =>
    column === undefined || initial === undefined ? [] : [[field, initial] as const],
  ),
);

/** What was made already, by which fields are declared: a million new images share a few of these. */
const MADE: { readonly [K in Kind]: Map<number, Fields> } = forEachKind(() => new Map());

/** What a row gets that nobody declares. `homePublic`: what an image's album shows to the public. */
export function initialFields(
  { kind, fields }: Pick<Resource, "kind" | "fields">,
  homePublic: boolean,
): Fields {
  const key = INITIALS[kind].reduce(
    (sum, [field]) => 2 * sum + (Object.hasOwn(fields, field) ? 1 : 0),
    homePublic ? 1 : 0,
  );
  const known = MADE[kind].get(key);
  if (known !== undefined) return known;
  const missing = INITIALS[kind].filter(([field]) => !Object.hasOwn(fields, field));
  const initial = Object.fromEntries(
    missing.map(([field, value]) => [field, kind === "image" && field === "public" ? homePublic : value]),
  );
  MADE[kind].set(key, Object.freeze(initial));
  return initial;
}

const NONE: readonly never[] = Object.freeze([]);
/** Nothing to record beside what is written. */
const NO_PATCH: RecordPatch = Object.freeze({ set: Object.freeze({}), unset: NONE });

/** The reason of a create. */
function explainCreate(restored: boolean): string {
  return restored ? "its row was deleted in the database and is restored" : "declared, not in the database";
}

/** A new row; placements are added when every album is known. */
export function createChange(resource: Resource, homePublic: boolean, restored: boolean): CreateChange {
  const { kind, address, fields, origin, protect } = resource;
  return {
    action: "create",
    kind,
    address,
    reason: explainCreate(restored),
    source: origin.source,
    after: fields,
    initial: initialFields(resource, homePublic),
    diffs: NONE,
    record: NO_PATCH,
    manifest: origin.source.file,
    protect,
    placements: NONE,
    restored,
    ...(kind === "image" ? { filename: resource.filenames[0] as string } : {}),
    ...movedFromOf(resource),
  };
}

/** An owned row whose fields, or whose protection, change. */
export function updateChange(resource: Resource, object: ObservedObject, draft: ObjectDraft): UpdateChange {
  const lifted = protectDiff(resource, object);
  const diffs = [...draft.diffs, ...lifted];
  return {
    action: "update",
    ...writingOf(resource, draft, object.row as ObservedRow),
    diffs,
    reason: explainDiffs(diffs),
    source: diffs[0]?.source ?? resource.origin.source,
  };
}

/** An owned row that gets the address of `resource`. */
export function moveChange(resource: Resource, object: ObservedObject, draft: ObjectDraft): MoveChange {
  const declared = resource.renamedFrom === object.address;
  return {
    action: "move",
    from: object.address,
    ...writingOf(resource, draft, object.row as ObservedRow),
    reason: declared
      ? `renamed from ${nameOf(object.address)}`
      : `same bytes as ${nameOf(object.address)}, which is gone`,
    source: resource.origin.source,
    ...(resource.kind === "image" ? { filename: resource.filenames[0] as string } : {}),
    ...(declared ? {} : movedFromOf(resource)),
  };
}

/** A row that nobody owns, or that was released, becomes ours. */
export function adoptChange(
  resource: Resource,
  row: ObservedRow,
  draft: ObjectDraft,
  why: string,
): AdoptChange {
  const held = Object.entries(resource.fields).filter(([field]) => !Object.hasOwn(draft.after, field));
  return {
    action: "adopt",
    ...writingOf(resource, draft, row),
    // An adoption starts a new record, so it lists every declared field.
    record: { set: Object.fromEntries(held), unset: [] },
    row: { id: row.id, guard: row.guard },
    reason: why,
    source: resource.origin.source,
    ...movedFromOf(resource),
  };
}

/** A declared rename is spent by whatever first brings the address about, or two new objects would swap later on. */
function movedFromOf({ renamedFrom }: Resource): { readonly movedFrom?: Address } {
  return renamedFrom === undefined ? {} : { movedFrom: renamedFrom };
}

/** The difference that a change of `protect` makes, which only the record holds. */
export function protectDiff(resource: Resource, object: ObservedObject): readonly FieldDiff[] {
  if (resource.protect === object.protect) return [];
  return [{ field: "protect", before: object.protect, after: resource.protect, cause: "manifest" }];
}

function writingOf(resource: Resource, draft: ObjectDraft, row: ObservedRow) {
  const { kind, address, origin, protect } = resource;
  const itemKey = resource.fields.item_key;
  const prompts = kind === "set-template" ? diffPrompts(row.fields, draft.after, itemKey) : undefined;
  return {
    kind,
    address,
    before: copyFields(draft.before),
    after: copyFields(draft.after),
    diffs: draft.diffs,
    record: { set: copyFields(draft.set), unset: draft.unset },
    manifest: origin.source.file,
    protect,
    placements: [],
    ...(prompts === undefined ? {} : { prompts }),
  };
}

const CAUSES: { readonly [C in FieldCause]: (run: number | undefined) => string } = {
  manifest: () => "declared differently",
  drift: (run) => `edited in the database since run ${run}`,
  undeclared: () => "no longer declared",
  adopt: () => "differs from the row that is taken over",
  reverse: () => "taken back",
};

function explainDiffs(diffs: readonly FieldDiff[]): string {
  const reasons = new Map<string, string[]>();
  for (const { field, cause, sinceRun } of diffs) {
    const reason = CAUSES[cause](sinceRun);
    reasons.set(reason, [...(reasons.get(reason) ?? []), field]);
  }
  return [...reasons].map(([reason, fields]) => `${reason}: ${fields.join(", ")}`).join("; ");
}

/** The albums that a resource's recorded value names, under their new names. */
export function renameAlbums(
  recorded: Json | undefined,
  renamed: ReadonlyMap<Address, Address>,
): readonly Address[] | undefined {
  if (!Array.isArray(recorded)) return undefined;
  return recorded.map((address) => renamed.get(address as Address) ?? (address as Address));
}
