import { formatAddress, nameOf } from "../model/address.js";
import { itemsOf, nameItem } from "../model/prompt.js";
import type { Album, Image, Resource, SetTemplate } from "../model/resource.js";
import { compareByAddress } from "../model/text-order.js";
import type { VerifyFinding } from "./verify-finding.js";

const NAMED_AT_MOST = 12;

/** Albums of a set template that lack items of it, or show one more than once; both may well be meant. */
export function checkSets(resources: Iterable<Resource>): readonly VerifyFinding[] {
  const templates = new Map<string, SetTemplate>();
  const images = new Map<string, Image>();
  const albums: Album[] = [];
  for (const resource of resources) {
    if (resource.kind === "set-template") templates.set(resource.address, resource);
    else if (resource.kind === "image") images.set(resource.address, resource);
    else albums.push(resource);
  }
  return albums.sort(compareByAddress).flatMap((album) => {
    const slug = album.fields.set_template;
    const template =
      typeof slug === "string" ? templates.get(formatAddress("set-template", slug)) : undefined;
    return template === undefined ? [] : checkSet(album, template, images);
  });
}

function checkSet(
  album: Album,
  template: SetTemplate,
  images: ReadonlyMap<string, Image>,
): readonly VerifyFinding[] {
  const wanted = itemsOf(template.fields.items).map((item) =>
    nameItem(String(template.fields.item_key), item),
  );
  const shown = new Map<string, number>();
  for (const address of album.images) {
    const item = images.get(address)?.fields.item;
    if (typeof item === "string") shown.set(item, (shown.get(item) ?? 0) + 1);
  }
  const missing = wanted.filter((item) => !shown.has(item));
  const doubled = wanted.filter((item) => (shown.get(item) ?? 0) > 1);
  const { address } = album;
  const { source } = album.origin;
  const findings: VerifyFinding[] = [];
  if (missing.length > 0)
    findings.push({
      severity: "warning",
      code: "set-incomplete",
      address,
      source,
      summary: `${address} shows ${wanted.length - missing.length} of the ${wanted.length} items of ${nameOf(template.address)}; missing: ${list(missing)}`,
      help: "Generate the missing items, or ignore this warning if the set stays incomplete.",
    });
  if (doubled.length > 0)
    findings.push({
      severity: "warning",
      code: "set-item-duplicate",
      address,
      source,
      summary: `${address} shows some items more than once: ${list(doubled.map((item) => `${item} (${shown.get(item)})`))}`,
      help: "Remove one of the pictures from the album, or keep both.",
    });
  return findings;
}

function list(items: readonly string[]): string {
  const rest = items.length - NAMED_AT_MOST;
  return rest > 1 ? `${items.slice(0, NAMED_AT_MOST).join(", ")} and ${rest} more` : items.join(", ");
}
