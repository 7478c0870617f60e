import { resolve } from "node:path";
import type { Address } from "../../model/address.js";
import type { Locate } from "../../model/estate.js";
import { equalJson, isJsonObject, type Json } from "../../model/json.js";
import type { Album, Image, Resource, SetTemplate } from "../../model/resource.js";
import type { DocumentPath } from "../../model/source.js";
import type { Places } from "../places/places.js";
import type { NodeSpot } from "../text/problem.js";
import { spotIn } from "./entry.js";
import type { ItemTable } from "./items.js";
import { yamlSpot } from "./manifest-file.js";

/** What looking a place up needs besides the resource itself. */
interface LocateContext {
  readonly projectDir: string;
  readonly places: Places;
  readonly albums: ReadonlyMap<Address, Album>;
  /** Places of the items of templates that have some. */
  readonly items: ReadonlyMap<Address, ItemTable["spotOf"]>;
}

/** Looks places of fields up in the files, which are read again for it. */
export function createLocate(context: LocateContext): Locate {
  return (resource, field, detail = []) =>
    context.places.find(findSpot(context, resource, field, detail))?.source;
}

/** The entry that declares an image. */
export function entrySpot(projectDir: string, { origin }: Image): NodeSpot {
  // The path of an entry in a JSON Lines file is its line alone.
  const format = typeof origin.path[0] === "number" ? "jsonl" : "yaml";
  return { file: resolve(projectDir, origin.source.file), format, path: origin.path };
}

function findSpot(context: LocateContext, resource: Resource, field: string, detail: DocumentPath): NodeSpot {
  switch (resource.kind) {
    case "set-template":
      return findInTemplate(context, resource, field, detail);
    case "album":
      return yamlSpot(
        fileOf(context, resource),
        field === "order" ? ["images", ...detail] : pathOf(field, detail),
      );
    case "image":
      return field === "albums"
        ? findMembership(context, resource, detail)
        : findInImage(context, resource, field, detail);
  }
}

const TEMPLATE_PATHS: { readonly [field: string]: DocumentPath } = {
  type: ["kind"],
  is_set_template: ["kind"],
  item_key: ["items", "key"],
};

function findInTemplate(
  context: LocateContext,
  template: SetTemplate,
  field: string,
  detail: DocumentPath,
): NodeSpot {
  const [index, column] = detail;
  const spotOf = context.items.get(template.address);
  if (field === "items" && typeof index === "number" && spotOf !== undefined) {
    return spotOf(index, column === undefined ? undefined : String(column));
  }
  return yamlSpot(fileOf(context, template), TEMPLATE_PATHS[field] ?? pathOf(field, detail));
}

function findInImage(context: LocateContext, image: Image, field: string, detail: DocumentPath): NodeSpot {
  const inherited = image.origin.inherited?.includes(field) === true;
  const base = inherited
    ? yamlSpot(homeOf(context, image), ["defaults"])
    : entrySpot(context.projectDir, image);
  const value = image.fields[field];
  if (field === "loras" && isJsonObject(value)) return spotIn(base, ["lora", ...detail]);
  if (field !== "labels") return spotIn(base, pathOf(field, detail));
  const [index, ...rest] = detail;
  const label = Array.isArray(value) && typeof index === "number" ? (value[index] as Json) : undefined;
  const declared = context.places.readValue(spotIn(base, ["labels"]));
  const position = Array.isArray(declared)
    ? declared.findIndex((other: Json) => equalJson(other, label))
    : -1;
  return spotIn(base, position < 0 ? ["labels"] : ["labels", position, ...rest]);
}

// An image is shown by its own album because of its entry, by others because of their refs.
function findMembership(context: LocateContext, image: Image, [index]: DocumentPath): NodeSpot {
  const album = typeof index === "number" ? image.albums[index] : undefined;
  const other = album === undefined || album === image.home ? undefined : context.albums.get(album);
  if (other === undefined) return entrySpot(context.projectDir, image);
  return yamlSpot(fileOf(context, other), ["images", [...other.images].indexOf(image.address)]);
}

function homeOf(context: LocateContext, image: Image): string {
  return fileOf(context, context.albums.get(image.home) ?? image);
}

function fileOf({ projectDir }: LocateContext, resource: Resource): string {
  return resolve(projectDir, resource.origin.source.file);
}

function pathOf(field: string, detail: DocumentPath): DocumentPath {
  const dot = field.indexOf(".");
  return dot < 0 ? [field, ...detail] : [field.slice(0, dot), field.slice(dot + 1), ...detail];
}
