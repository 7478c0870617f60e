import type { Finding } from "./finding.js";

/** A thumbnail of ours whose row is gone. */
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
): Finding {
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
  if (outcome === "removed")
    return "Nothing is left to do: the file is removed, and the backend makes a new one.";
  if (outcome === "unsure")
    return "Look at the file; if it shows another image than its row, delete it, and the backend makes a new one.";
  return `It can't be removed here (${outcome.stuck}): run sync thumbnails where it can be written.`;
}
