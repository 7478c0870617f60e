import { nameOf } from "../model/address.js";
import { filter } from "../model/lists/sequence.js";
import { namedItems, placeholdersOf } from "../model/prompt.js";
import type { Resource, SetTemplate } from "../model/resource.js";
import type { KnownTemplate } from "./source/collected-image.js";

/** The set templates that manifests declare, with the names of their items. */
export function listTemplates(resources: Iterable<Resource>): readonly KnownTemplate[] {
  return filter(resources, (resource) => resource.kind === "set-template").map(toTemplate);
}

function toTemplate({ address, fields }: SetTemplate): KnownTemplate {
  const key = typeof fields.item_key === "string" ? fields.item_key : "";
  return {
    slug: nameOf(address),
    name: String(fields.name),
    keyColumns: [...new Set(placeholdersOf(key).map(({ name }) => name))],
    items: namedItems(fields).map(({ name, cells }) => ({ key: name, cells })),
  };
}
