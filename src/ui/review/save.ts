import { post } from "../api/client.js";
import type { Saved } from "../api/edit-types.js";
import { changes } from "../api/events.js";
import { session } from "../shell/session.js";
import { notify } from "../shell/toasts.js";
import { askForCommit } from "./commit-sheet.js";
import type { Review } from "./review.js";

/** Writes the files of a review, and applies the plan that it showed when asked to. Throws a Problem. */
export async function saveEdits(review: Review, isApplied: boolean): Promise<void> {
  const saved = await post<Saved>("/save", { edits: review.edits });
  review.onSaved();
  const commit = { label: "Commit…", run: () => askForCommit(saved.files.map(({ path }) => path)) };
  const actions = session.peek()?.git === true ? [commit] : [];
  if (!isApplied)
    return notify("Saved", { actions: [{ label: "Undo", run: () => void undo(saved.undo) }, ...actions] });
  await post("/apply", { planId: saved.planId });
  changes.value += 1;
  notify("Saved and applied", { actions });
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
