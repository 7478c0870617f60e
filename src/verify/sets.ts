import { nameOf } from "../model/address.js";
import type { Resource } from "../model/resource.js";
import { type AlbumCoverage, coverAlbums, listDoubled, listMissing } from "../model/sets/coverage.js";
import type { VerifyFinding } from "./verify-finding.js";

const NAMED_AT_MOST = 12;

/** Albums of a set template that lack items of it, or show one more than once; both may well be meant. */
export function checkSets(resources: Iterable<Resource>): readonly VerifyFinding[] {
  return coverAlbums(resources).flatMap(checkSet);
}

function checkSet({ album, template, items }: AlbumCoverage): readonly VerifyFinding[] {
  const missing = listMissing(items);
  const doubled = listDoubled(items);
  const { address } = album;
  const { source } = album.origin;
  const findings: VerifyFinding[] = [];
  if (missing.length > 0)
    findings.push({
      severity: "warning",
      code: "set-incomplete",
      address,
      source,
      summary: `${address} shows ${items.length - missing.length} of the ${items.length} items of ${nameOf(template.address)}; missing: ${list(missing)}`,
      help: "Generate the missing items, or ignore this warning if the set stays incomplete.",
    });
  if (doubled.length > 0)
    findings.push({
      severity: "warning",
      code: "set-item-duplicate",
      address,
      source,
      summary: `${address} shows some items more than once: ${list(doubled.map(({ item, images }) => `${item} (${images.length})`))}`,
      help: "Remove one of the pictures from the album, or keep both.",
    });
  return findings;
}

function list(items: readonly string[]): string {
  const rest = items.length - NAMED_AT_MOST;
  return rest > 1 ? `${items.slice(0, NAMED_AT_MOST).join(", ")} and ${rest} more` : items.join(", ");
}
