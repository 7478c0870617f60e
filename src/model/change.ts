import type { Address, Kind } from "./address.js";
import type { Json } from "./json.js";
import type { Outlined, Sequence } from "./lists/sequence.js";
import type { Fields } from "./resource.js";
import type { SourceRef } from "./source.js";

export type Action = "create" | "update" | "move" | "adopt" | "release" | "delete";

/**
 * Why a field changes. `manifest`: the declaration changed. `drift`: the row was edited since our last run.
 * `undeclared`: no longer declared, goes back to the value of a new row. `adopt`: the row that is taken over differs.
 * `reverse`: a run that wrote it is taken back.
 */
export type FieldCause = "manifest" | "drift" | "undeclared" | "adopt" | "reverse";

/** One field of a change, with what was there and what will be. */
export interface FieldDiff {
  readonly field: string;
  /** Left out for a set field (`labels`, `albums`): see `added` and `removed`. */
  readonly before?: Json;
  readonly after?: Json;
  readonly cause: FieldCause;
  /** The deepest place that explains the difference: an entry of a list, a line of a CSV. */
  readonly source?: SourceRef;
  /** Where in the value the first difference lies, e.g. `[0].weight` or `Two of Spades.meaning`. */
  readonly path?: string;
  /** Of sets: members that come and go. Of `order`: none. */
  readonly added?: readonly Json[];
  readonly removed?: readonly Json[];
  /** Of a template's `items`: the cells that differ, in item order; items that come and go are in added and removed. */
  readonly cells?: readonly CellDiff[];
  /** Of `order`: how many images change their place. */
  readonly moved?: number;
  /** Of `drift`: the run that wrote what was there before the edit. */
  readonly sinceRun?: number;
}

/** One cell of a template's items. `item`: the item's key. Undefined where the column does not exist. */
export interface CellDiff {
  readonly item: string;
  readonly column: string;
  readonly before?: string;
  readonly after?: string;
  readonly source?: SourceRef;
}

/** A prompt that a template change alters. `undefined` on the side where the item does not exist. */
export interface PromptChange {
  readonly item: string;
  readonly before?: string;
  readonly after?: string;
}

/** Where a new link stands in its album. */
export interface Placement {
  readonly album: Address;
  /** Position in the declared list, from 0; becomes sort_order. */
  readonly index: number;
  /** The next image of the declared list that the album already shows; null: at the end. */
  readonly before: Address | null;
}

/** Additions to the record of what is declared, beside the fields of `after`. */
export interface RecordPatch {
  readonly set: Fields;
  readonly unset: readonly string[];
}

/** A row in the database, as the registry or a candidate names it. */
export interface RowRef {
  readonly id: number;
  readonly guard: string;
}

interface ChangeBase<A extends Action> {
  readonly action: A;
  readonly kind: Kind;
  readonly address: Address;
  /** One line: why this happens. */
  readonly reason: string;
  readonly source?: SourceRef;
}

/** Parts that create, update, move and adopt share: what is written and what becomes ours. */
interface Writing {
  /** The values to write, by field; labels and albums as the sets that shall hold. */
  readonly after: Fields;
  readonly diffs: readonly FieldDiff[];
  readonly record: RecordPatch;
  /** Manifest that declares the object from now on. */
  readonly manifest: string;
  readonly protect: boolean;
  /** Of an image: links to make. */
  readonly placements: readonly Placement[];
  /** Of a template: prompts that change; `total` counts those beyond the cap too. */
  readonly prompts?: { readonly total: number; readonly shown: readonly PromptChange[] };
  /** Of an album whose order changes: the images in their new order. */
  readonly order?: readonly Address[];
}

/** A new row. `initial`: values of a new row for fields that are not declared; they do not become ours. */
export interface CreateChange extends ChangeBase<"create">, Writing {
  readonly initial: Fields;
  /** The filename of a new image row. */
  readonly filename?: string;
  /** True when this brings back a row that was deleted behind our back. */
  readonly restored: boolean;
  /** What is recorded as its address before: the declared one, which is spent with this. */
  readonly movedFrom?: Address | undefined;
}

/** Fields of an owned row. `before` holds the observed values of exactly the fields in `after`. */
export interface UpdateChange extends ChangeBase<"update">, Writing {
  readonly before: Fields;
}

/** An owned row gets another address; its id, links and labels stay. `address` is the new one. */
export interface MoveChange extends ChangeBase<"move">, Writing {
  readonly from: Address;
  readonly before: Fields;
  /** The new filename of an image row. */
  readonly filename?: string;
  /**
   * What is recorded as the address of its last move, `from` unless said here: a move back forgets the one before, and one
   * for equal bytes spends the name before that is declared.
   */
  readonly movedFrom?: Address | null;
}

/** An existing row that nobody owns becomes ours; `after` holds the fields that differ. */
export interface AdoptChange extends ChangeBase<"adopt">, Writing {
  readonly before: Fields;
  readonly row: RowRef;
  /** What is recorded as its address before: the declared one, which is spent with this. */
  readonly movedFrom?: Address;
}

/** No longer declared, pruning off: the row stays, our ownership ends. */
export interface ReleaseChange extends ChangeBase<"release"> {
  readonly before: Fields;
  /** There when the record goes too: the row was nobody's before it was adopted, and no pruning may reach it. */
  readonly forget?: true;
}

/** No longer declared, pruning on: the row goes, files stay. */
export interface DeleteChange extends ChangeBase<"delete"> {
  readonly before: Fields;
  /** There when somebody consented that labels and links of others go with the row. */
  readonly withForeign?: true;
}

/** One entry of a plan. Plain JSON. What holds already is no change. */
export type Change = CreateChange | UpdateChange | MoveChange | AdoptChange | ReleaseChange | DeleteChange;

/** Why a change can't be made; nothing of the object is written. */
export interface Blocked {
  readonly address: Address;
  readonly kind: Kind;
  /** Stable name, e.g. `deleted-in-database`, `adopt-ambiguous`. */
  readonly code: string;
  readonly reason: string;
  /** What a person can do about it. */
  readonly help: string;
  readonly source?: SourceRef;
}

/** What most readers ask of a new image that is not restored. */
interface NewImageOutline
  extends Pick<CreateChange, "action" | "address" | "manifest" | "placements" | "restored" | "movedFrom"> {
  readonly kind: "image";
}

/** What most readers ask of a change: no more than this of a new image, of which there may be a million. */
export type ChangeOutline = Change | NewImageOutline;

/** The changes of a plan. */
export type Changes = Outlined<Change, ChangeOutline>;

/** The outline of a change, which is the change itself but for new images. */
export function outlineChange(change: Change): ChangeOutline {
  if (change.action !== "create" || change.kind !== "image") return change;
  if (change.restored || change.order !== undefined || change.prompts !== undefined) return change;
  const { action, kind, address, manifest, placements, restored, movedFrom } = change;
  return { action, kind, address, manifest, placements, restored, ...(movedFrom && { movedFrom }) };
}

/** The outlines of changes, in their order. */
export function outlinesOf(changes: Changes): Sequence<ChangeOutline> {
  return changes.outlines ?? changes;
}

/** True for an image that is made. */
export function isNewImage({ action, kind }: ChangeOutline): boolean {
  return action === "create" && kind === "image";
}

const LEFT = "no longer declared in ";

/** The reason of a release or delete of what a manifest declared before. */
export function reasonLeft(manifest: string): string {
  return LEFT + manifest;
}

/** The manifest that declared what a change takes out or writes; undefined where the change does not say. */
export function manifestOf(change: ChangeOutline): string | undefined {
  if ("manifest" in change) return change.manifest;
  return change.reason.startsWith(LEFT) ? change.reason.slice(LEFT.length) : undefined;
}
