import { compareText } from "../model/text-order.js";
import type { CollectReport } from "./collect-report.js";
import type { CollectedImage, Outcome } from "./source/collected-image.js";
import { showName } from "./source/names.js";

type Notices = CollectReport["remarks"];

/** More names say nothing more to a person; the report has them all. */
const MOST_NAMES = 10;

/** What of the recipes in pictures was not understood, counted over all of them. */
export function describeGaps(outcomes: readonly Outcome[]): Notices {
  const findings = outcomes.filter((outcome): outcome is CollectedImage => outcome.outcome === "image");
  const keywords = tally(findings.map(({ gaps }) => gaps.keywords));
  const nodes = tally(findings.map(({ gaps }) => gaps.nodes));
  const notices = [
    keywords.pictures > 0 && {
      severity: "warning" as const,
      code: "recipe-not-found",
      message: `${count(keywords.pictures, "carries", "carry")} a text in which no recipe was found: keyword ${keywords.names}.`,
      help: "The text is kept in metadata. --report FILE lists the pictures. Declare their prompts in the manifest if they matter.",
    },
    nodes.pictures > 0 && {
      severity: "warning" as const,
      code: "unknown-node",
      message: `${count(nodes.pictures, "holds", "hold")} ComfyUI nodes that no rule knows: ${nodes.names}.`,
      help: "Values that come from these nodes were skipped. --report FILE lists the pictures, and metadata keeps the graph.",
    },
  ];
  return notices.filter((notice) => notice !== false);
}

/** How many lists hold something, and each name with the number of lists that hold it, the most frequent first. */
function tally(lists: readonly (readonly string[])[]): { readonly pictures: number; readonly names: string } {
  const counts = new Map<string, number>();
  for (const list of lists) for (const name of list) counts.set(name, (counts.get(name) ?? 0) + 1);
  const sorted = [...counts].sort(([a, countA], [b, countB]) => countB - countA || compareText(a, b));
  const shown = sorted.slice(0, MOST_NAMES).map(([name, number]) => `${showName(name)} (${number})`);
  const rest = sorted.length - shown.length;
  return {
    pictures: lists.filter((list) => list.length > 0).length,
    names: shown.join(", ") + (rest > 0 ? `, and ${rest} more` : ""),
  };
}

function count(pictures: number, one: string, several: string): string {
  return pictures === 1 ? `1 picture ${one}` : `${pictures} pictures ${several}`;
}
