import type { Resource } from "../../model/resource.js";
import { yamlSpot } from "../read/manifest-file.js";
import type { NodeSpot, Report } from "../text/problem.js";

/** A set template or album with the file that declares it. */
interface Declared {
  readonly file: string;
  readonly resource: Resource;
}

/** Slugs, `renamed_from` and `adopts` must each name one object. */
export function checkIdentities(declared: readonly Declared[], report: Report): void {
  const slugs = new Map<string, NodeSpot>();
  const former = new Map<string, NodeSpot>();
  const adopted = new Map<string, NodeSpot>();
  for (const { file, resource } of declared) {
    const { address, renamedFrom, adopts, kind } = resource;
    claim(slugs, address, yamlSpot(file, ["slug"]), (at, first) =>
      report({
        code: "duplicate-slug",
        at,
        summary: `Another manifest already declares ${address}`,
        related: [{ message: "first declared here", at: first }],
      }),
    );
    if (renamedFrom !== undefined) {
      checkRename(former, address, renamedFrom, yamlSpot(file, ["renamed_from"]), report);
    }
    if (adopts === undefined) continue;
    claim(adopted, `${kind}:${adopts}`, yamlSpot(file, ["adopts"]), (at, first) =>
      report({
        code: "duplicate-adopts",
        at,
        summary: `Another ${kind} already adopts "${adopts}"`,
        related: [{ message: "first declared here", at: first }],
      }),
    );
  }
}

/** A former address must be another one, and only one object may come from it. */
export function checkRename(
  former: Map<string, NodeSpot>,
  address: string,
  renamedFrom: string,
  at: NodeSpot,
  report: Report,
): void {
  if (renamedFrom === address) {
    report({
      code: "renamed-from-itself",
      at,
      summary: "renamed_from is the current name",
      help: "Remove renamed_from, or set it to the previous name.",
    });
    return;
  }
  claim(former, renamedFrom, at, (second, first) =>
    report({
      code: "duplicate-renamed-from",
      at: second,
      summary: `Another object already has renamed_from ${renamedFrom}`,
      related: [{ message: "first declared here", at: first }],
    }),
  );
}

function claim(
  owners: Map<string, NodeSpot>,
  key: string,
  at: NodeSpot,
  onSecond: (at: NodeSpot, first: NodeSpot) => void,
): void {
  const first = owners.get(key);
  if (first === undefined) owners.set(key, at);
  else onSecond(at, first);
}
