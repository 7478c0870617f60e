import type { VerifyFinding } from "./verify-finding.js";

/** A thumbnail that sync created and whose row was deleted. */
interface Outdated {
  readonly rowId: number;
  /** Filename of the image that it shows. */
  readonly guard: string;
  /** Filename of the image that has the row's id now; null when none has. */
  readonly takenBy: string | null;
}

/** What a thumbnail shows that its row does not. `outcome`: what became of the file, or why it could not be removed. */
export function describeOutdated(
  { rowId, guard, takenBy }: Outdated,
  outcome: "removed" | "unsure" | { readonly stuck: string },
): VerifyFinding {
  const shows = outcome === "unsure" ? "may show" : outcome === "removed" ? "showed" : "shows";
  const instead = takenBy === null ? "whose row was deleted" : `but row ${rowId} is ${takenBy} now`;
  return {
    severity: "error",
    code: "thumbnail-outdated",
    summary: `thumbnails/${rowId}.webp ${shows} ${guard}, ${instead}`,
    help: adviseOn(outcome),
  };
}

function adviseOn(outcome: Parameters<typeof describeOutdated>[1]): string {
  if (outcome === "removed") return "Nothing to do. The file was removed, and the backend creates a new one.";
  if (outcome === "unsure")
    return "Check the file. If it shows another image than its row, delete it; the backend creates a new one.";
  return `It can't be removed here (${outcome.stuck}): run sync thumbnails where it can be written.`;
}
