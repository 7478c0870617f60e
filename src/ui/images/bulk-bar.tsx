import { useState } from "preact/hooks";
import { Sheet } from "../design/sheet.js";
import { plural } from "../design/words.js";
import { openReview } from "../review/review.js";
import { canWrite } from "../shell/session.js";
import { type BulkEdit, editImages } from "./bulk-edits.js";
import { selectAll } from "./grid/image-grid.js";
import type { ImagePages } from "./grid/image-pages.js";
import type { Selection } from "./grid/selection.js";

export type BulkAction = "tag" | "untag" | "caption" | "nsfw" | "public";

const TITLES: { readonly [action in BulkAction]: string } = {
  tag: "Add a tag",
  untag: "Remove a tag",
  caption: "Set the caption",
  nsfw: "Safe for work?",
  public: "Who sees it?",
};

/** What is selected, and what can be done with it. */
export function BulkBar(props: {
  readonly pages: ImagePages;
  readonly selection: Selection;
  readonly action: BulkAction | undefined;
  readonly onAction: (action: BulkAction | undefined) => void;
}) {
  const { pages, selection } = props;
  const count = selection.count.value;
  const total = pages.total.value ?? 0;
  if (count === 0) return null;
  return (
    <section class="edit-bar is-dirty bulk" aria-label="Selection">
      <span class="edit-count" aria-live="polite">
        {count.toLocaleString("en")} selected
      </span>
      {count < total ? (
        <button type="button" class="quiet" onClick={() => void selectAll(pages, selection)}>
          All {total.toLocaleString("en")}
        </button>
      ) : null}
      <button type="button" class="quiet" onClick={() => selection.clear()}>
        Clear
      </button>
      {canWrite.value ? (
        <>
          <button type="button" class="quiet" aria-keyshortcuts="t" onClick={() => props.onAction("tag")}>
            Tag
          </button>
          <button type="button" class="quiet" onClick={() => props.onAction("untag")}>
            Untag
          </button>
          <button type="button" class="quiet" aria-keyshortcuts="c" onClick={() => props.onAction("caption")}>
            Caption
          </button>
          <button type="button" class="quiet" aria-keyshortcuts="n" onClick={() => props.onAction("nsfw")}>
            NSFW
          </button>
          <button type="button" class="quiet" onClick={() => props.onAction("public")}>
            Visibility
          </button>
        </>
      ) : null}
      {props.action === undefined ? null : (
        <BulkSheet
          key={props.action}
          action={props.action}
          pages={pages}
          selection={selection}
          onClose={() => props.onAction(undefined)}
        />
      )}
    </section>
  );
}

function BulkSheet(props: {
  readonly action: BulkAction;
  readonly pages: ImagePages;
  readonly selection: Selection;
  readonly onClose: () => void;
}) {
  const { action, selection } = props;
  const [text, setText] = useState("");
  const [failure, setFailure] = useState<string | undefined>(undefined);
  const [isBusy, setBusy] = useState(false);
  const run = async (edit: BulkEdit) => {
    setBusy(true);
    setFailure(undefined);
    try {
      const { edits, left } = await editImages([...selection.ids.peek()], props.pages.query, edit);
      if (edits.length === 0) return setFailure(left[0] ?? "Nothing would change.");
      props.onClose();
      const skipped = left.length === 0 ? "" : ` (${left.length} can’t be edited here)`;
      openReview({
        title: `Review ${plural(selection.count.peek(), "image")}${skipped}`,
        edits,
        onSaved: () => {},
      });
    } catch (error) {
      setFailure(error instanceof Error ? error.message : String(error));
    } finally {
      setBusy(false);
    }
  };
  const isText = action === "tag" || action === "untag" || action === "caption";
  const [yes, no] =
    action === "nsfw" ? ["Not safe for work", "Safe for work"] : ["Everybody", "Only the team"];
  return (
    <Sheet
      title={`${TITLES[action]}: ${plural(selection.count.value, "image")}`}
      shape="middle"
      onClose={props.onClose}
    >
      {isText ? (
        <form
          class="bulk-form"
          onSubmit={(event) => {
            event.preventDefault();
            if (text.trim() !== "") void run({ action, text: text.trim() });
          }}
        >
          <input
            aria-label={action === "caption" ? "Caption" : "Tag"}
            value={text}
            data-first=""
            onInput={(event) => setText(event.currentTarget.value)}
          />
          <button type="submit" class="primary" disabled={isBusy || text.trim() === ""}>
            Review
          </button>
        </form>
      ) : (
        <div class="bulk-form">
          <button
            type="button"
            data-first=""
            class="primary"
            disabled={isBusy}
            onClick={() => void run({ action, value: true })}
          >
            {yes}
          </button>
          <button type="button" disabled={isBusy} onClick={() => void run({ action, value: false })}>
            {no}
          </button>
        </div>
      )}
      {failure === undefined ? null : (
        <p class="note note-bad" role="alert">
          {failure}
        </p>
      )}
    </Sheet>
  );
}
