import { join } from "node:path";
import type { Notice } from "../collect/source/collected-image.js";
import { editAndArrange } from "../manifest/edit/arrange-album.js";
import type { FileEdit } from "../manifest/edit/edit-files.js";
import type { DocumentEdit } from "../manifest/edit/edit-json.js";
import type { TextToWrite } from "../manifest/edit/render.js";
import { type Address, nameOf } from "../model/address.js";
import { isBigSeed, isDecimal, specOf } from "../model/fields.js";
import { equalJson, isJsonObject, type Json } from "../model/json.js";
import type { ObservedObject } from "../model/observed.js";
import { LABEL_TYPES, type Label, type Resource } from "../model/resource.js";
import type { DocumentPath } from "../model/source.js";
import { compareByAddress } from "../model/text-order.js";
import { type AlbumDrift, MemberWatch } from "./drift-albums.js";
import { type LabelDrift, mergeLabels } from "./drift-labels.js";

/** What was edited in the database since the last apply, as edits of manifests. */
export interface DriftDraft {
  /** Ascending by address. */
  readonly fields: readonly DriftedField[];
  readonly texts: readonly TextToWrite[];
  readonly remarks: readonly Notice[];
}

/** One field with its live value; of a set what was added and removed instead. */
type DriftedField = { readonly address: Address; readonly field: string } & (
  | { readonly live: Json }
  | { readonly added: readonly string[]; readonly removed: readonly string[]; readonly reordered: boolean }
);

/** Fields that a manifest does not say as a value of its own. */
const UNWRITTEN = ["slug", "is_set_template", "order", "albums", "items"];

/**
 * Brings what others did in the database into the manifests that declare it: fields whose row was edited since we wrote
 * it, labels, the images of albums and their order. Throws an EditRefused when a manifest can't be changed in place.
 */
export async function draftDrift(
  resources: Iterable<Resource>,
  objects: AsyncIterable<ObservedObject>,
  wanted: ReadonlySet<Address> | "all",
  projectDir: string,
): Promise<DriftDraft> {
  const declared = new Map(Array.from(resources, (resource) => [resource.address, resource]));
  const members = new MemberWatch(declared);
  const draft: Draft = { fields: [], edits: [], remarks: [] };
  const isWanted = (address: Address): boolean => wanted === "all" || wanted.has(address);
  for await (const object of objects) {
    const resource = declared.get(object.address);
    if (resource === undefined) continue;
    members.see(object, resource);
    if (!isWanted(object.address)) continue;
    for (const [field, live] of listDrift(object, resource))
      noteField(draft, resource, field, live, projectDir);
    noteLabels(draft, resource, object, projectDir);
  }
  const albums = members.finish(isWanted, projectDir);
  for (const album of albums) noteMembers(draft, album);
  return {
    fields: draft.fields.sort(compareByAddress),
    texts: editAndArrange(
      draft.edits,
      albums.filter(changesList).map(({ arrangement }) => arrangement),
    ),
    remarks: draft.remarks,
  };
}

interface Draft {
  readonly fields: DriftedField[];
  readonly edits: FileEdit[];
  readonly remarks: Notice[];
}

function noteField(draft: Draft, resource: Resource, field: string, live: Json, projectDir: string): void {
  const edit = toEdit(resource, field, live);
  if (edit === undefined) {
    draft.remarks.push(unwritable(resource.address, field));
    return;
  }
  draft.fields.push({ address: resource.address, field, live });
  draft.edits.push(placeEdit(resource, edit, projectDir));
}

function noteLabels(draft: Draft, resource: Resource, object: ObservedObject, projectDir: string): void {
  const { address, fields } = resource;
  if (!Array.isArray(fields.labels) || object.row === null || object.state !== "owned") return;
  const drift = mergeLabels(fields.labels as readonly Label[], object.recorded.labels, object.row.labels);
  if (drift === undefined) return;
  draft.remarks.push(...drift.unwritable.map((label) => unwritableLabel(address, label)));
  if (drift.added.length + drift.removed.length === 0) return;
  const [added, removed] = [drift.added, drift.removed].map((labels) => labels.map(showLabel));
  draft.fields.push({
    address,
    field: "labels",
    added: added ?? [],
    removed: removed ?? [],
    reordered: false,
  });
  draft.edits.push(placeEdit(resource, labelEdit(resource, drift), projectDir));
}

/** A list that only grows gets the new entries at its end; any other list is rewritten. */
function labelEdit({ origin }: Resource, { labels, added, removed }: LabelDrift): DocumentEdit {
  const path = ["labels"];
  const isOwn = origin.inherited?.includes("labels") !== true;
  if (removed.length === 0 && isOwn) return { edit: "append", path, values: added };
  return { edit: "set", path, value: labels };
}

function noteMembers(draft: Draft, drift: AlbumDrift): void {
  const { album: address, added, removed, reordered } = drift;
  if (changesList(drift))
    draft.fields.push({
      address,
      field: "images",
      added: added.map(nameOf),
      removed: removed.map(nameOf),
      reordered,
    });
  for (const image of drift.unwritable)
    draft.remarks.push({
      code: "drift-not-written",
      message: `${image} was removed from ${address} in the database, but that album's manifest declares its file.`,
      help: "Move the entry to another album or remove it. Otherwise the next apply adds the image to the album again.",
    });
}

function changesList({ added, removed, reordered }: AlbumDrift): boolean {
  return reordered || added.length + removed.length > 0;
}

function showLabel({ text, type }: Label): string {
  return `${text} (${type})`;
}

function unwritableLabel(address: Address, { text, type }: Label): Notice {
  return {
    code: "drift-not-written",
    message: `The label ${JSON.stringify(text)} of ${address} has the type ${JSON.stringify(type)}, which no manifest can declare.`,
    help: `The label stays in the database. A manifest can declare the types ${LABEL_TYPES.join(", ")}.`,
  };
}

/** Fields whose live value is neither the declared nor the recorded one. */
function listDrift(object: ObservedObject, { kind, fields }: Resource): readonly (readonly [string, Json])[] {
  const { row, recorded } = object;
  if (row === null || object.state !== "owned") return [];
  return Object.entries(fields).flatMap(([field, declared]) => {
    const spec = specOf(kind, field);
    if (spec?.column === undefined) return [];
    const live = row.fields[field];
    // Beside a seed that only the record holds, the column is NULL or as others left it, without anybody's doing.
    if (isBigSeed(spec, recorded[field]) || (live === null && isBigSeed(spec, declared))) return [];
    const isDrift = live !== undefined && !equalJson(live, declared) && !equalJson(live, recorded[field]);
    return isDrift ? [[field, live] as const] : [];
  });
}

/** Undefined for what has no place in a manifest as one value. */
function toEdit(resource: Resource, field: string, live: Json): DocumentEdit | undefined {
  const type = specOf(resource.kind, field)?.type;
  const isTemplateType = resource.kind === "set-template" && field === "type";
  if (UNWRITTEN.includes(field) || isTemplateType) return undefined;
  if (live === null && (type === "boolean" || type === "time" || field === "name")) return undefined;
  if (type === "boolean" && typeof live !== "boolean") return undefined;
  if (type === "seed" && live !== null && !isDecimal(live)) return undefined;
  const value = type === "time" ? `${String(live).replace(" ", "T")}Z` : live;
  return { edit: "set", path: pathOf(resource, field, live), value };
}

function pathOf({ kind, origin, fields }: Resource, field: string, live: Json): DocumentPath {
  const dot = field.indexOf(".");
  if (dot > 0) return [field.slice(0, dot), field.slice(dot + 1)];
  const isSingle = kind === "image" && field === "loras" && isJsonObject(fields.loras) && isJsonObject(live);
  return isSingle && !origin.inherited?.includes("loras") ? ["lora"] : [field];
}

function placeEdit({ origin }: Resource, edit: DocumentEdit, projectDir: string): FileEdit {
  const file = join(projectDir, ...origin.source.file.split("/"));
  if (!file.endsWith(".jsonl"))
    return { file, line: undefined, edit: { ...edit, path: [...origin.path, ...edit.path] } };
  return { file, line: Number(origin.path[0]), edit };
}

function unwritable(address: Address, field: string): Notice {
  return {
    code: "drift-not-written",
    message: `${field} of ${address} was edited in the database, but no manifest key holds it.`,
    help: "Edit the manifest or its CSV by hand. Otherwise the next apply overwrites the edit.",
  };
}
