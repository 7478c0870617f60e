import { join } from "node:path";
import { editFiles, type FileEdit } from "../manifest/edit-files.js";
import type { DocumentEdit } from "../manifest/edit-json.js";
import type { TextToWrite } from "../manifest/render.js";
import type { Address } from "../model/address.js";
import { specOf } from "../model/fields.js";
import { equalJson, isJsonObject, type Json } from "../model/json.js";
import type { ObservedObject } from "../model/observed.js";
import type { Resource } from "../model/resource.js";
import type { DocumentPath } from "../model/source.js";
import type { Remark } from "./findings.js";

/** What was edited in the database since the last apply, as edits of manifests. */
export interface DriftDraft {
  /** Ascending by address. */
  readonly fields: readonly { readonly address: Address; readonly field: string; readonly live: Json }[];
  readonly texts: readonly TextToWrite[];
  readonly remarks: readonly Remark[];
}

const LARGEST_SEED = 2_147_483_647;

/** Fields that a manifest does not say as a value of its own. */
const UNWRITTEN = ["slug", "is_set_template", "order", "albums", "items"];

/**
 * Brings live values into the manifests that declare them: fields whose row was edited since we wrote it. Throws an
 * EditRefused when a manifest can't be changed in place.
 */
export async function draftDrift(
  resources: readonly Resource[],
  objects: AsyncIterable<ObservedObject>,
  wanted: ReadonlySet<Address> | "all",
  projectDir: string,
): Promise<DriftDraft> {
  const declared = new Map(resources.map((resource) => [resource.address, resource]));
  const fields: DriftDraft["fields"][number][] = [];
  const edits: FileEdit[] = [];
  const remarks: Remark[] = [];
  for await (const object of objects) {
    const resource = declared.get(object.address);
    if (resource === undefined || (wanted !== "all" && !wanted.has(object.address))) continue;
    for (const [field, live] of listDrift(object, resource)) {
      const edit = toEdit(resource, field, live);
      if (edit === undefined) remarks.push(unwritable(object.address, field));
      else {
        fields.push({ address: object.address, field, live });
        edits.push(placeEdit(resource, edit, projectDir));
      }
    }
  }
  return { fields, texts: editFiles(edits), remarks };
}

/** Fields whose live value is neither the declared nor the recorded one. */
function listDrift(object: ObservedObject, { kind, fields }: Resource): readonly (readonly [string, Json])[] {
  const { row, recorded } = object;
  if (row === null || object.state !== "owned") return [];
  return Object.entries(fields).flatMap(([field, declared]) => {
    if (specOf(kind, field)?.column === undefined) return [];
    const live = row.fields[field];
    // A seed that the column can't hold is NULL there without anybody's doing.
    if (live === null && field === "seed" && Math.abs(Number(declared)) > LARGEST_SEED) return [];
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

function unwritable(address: Address, field: string): Remark {
  return {
    code: "drift-not-written",
    message: `${field} of ${address} was edited in the database, but has no place of its own in a manifest.`,
    help: "Edit the manifest or its CSV by hand; the next apply puts back what they say.",
  };
}
