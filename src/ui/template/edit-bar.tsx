import { Icon } from "../design/icons.js";
import { plural } from "../design/words.js";
import type { Draft } from "./draft/draft.js";

/** What was edited so far, and the way on: nothing is written before the review. */
export function EditBar({ draft, onReview }: { readonly draft: Draft; readonly onReview: () => void }) {
  const steps = draft.edits.value.reduce(
    (sum, edit) => sum + Math.max(1, (edit.ops?.length ?? 0) + (edit.cells?.length ?? 0)),
    0,
  );
  return (
    <div class={`edit-bar${draft.isDirty.value ? " is-dirty" : ""}`} role="region" aria-label="Edits">
      <span class="edit-count" aria-live="polite">
        {draft.isDirty.value ? `${plural(steps, "unsaved change")}` : "No unsaved changes"}
      </span>
      <button
        type="button"
        class="quiet icon"
        aria-label="Undo"
        title="Undo (Ctrl+Z)"
        disabled={!draft.canUndo.value}
        onClick={() => draft.undo()}
      >
        <Icon name="undo" />
      </button>
      <button
        type="button"
        class="quiet icon"
        aria-label="Redo"
        title="Redo (Ctrl+Y)"
        disabled={!draft.canRedo.value}
        onClick={() => draft.redo()}
      >
        <Icon name="redo" />
      </button>
      <button type="button" class="quiet" disabled={!draft.isDirty.value} onClick={() => draft.discard()}>
        Discard
      </button>
      <button type="button" class="primary" disabled={!draft.isDirty.value} onClick={onReview}>
        Review <kbd>Ctrl S</kbd>
      </button>
    </div>
  );
}
