import { post } from "../api/client.js";
import { changes } from "../api/events.js";
import type { Saved } from "../api/types.js";
import { notify } from "../shell/toasts.js";
import type { Review } from "./review.js";

/** Writes the files of a review, and applies the plan that it showed when asked to. Throws a Problem. */
export async function saveEdits(review: Review, isApplied: boolean): Promise<void> {
  const saved = await post<Saved>("/save", { edits: review.edits });
  review.onSaved();
  if (!isApplied) return notify("Saved", { action: { label: "Undo", run: () => void undo(saved.undo) } });
  await post("/apply", { planId: saved.planId });
  changes.value += 1;
  notify("Saved and applied");
}

async function undo(token: string): Promise<void> {
  try {
    await post("/undo", { undo: token });
    changes.value += 1;
    notify("The files are as they were");
  } catch (error) {
    notify(error instanceof Error ? error.message : String(error), { tone: "bad" });
  }
}
