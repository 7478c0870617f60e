import { useEffect, useState } from "preact/hooks";
import { type Problem, post } from "../api/client.js";
import type { Preview } from "../api/edit-types.js";
import { applying } from "../api/events.js";
import { asProblem } from "../api/load.js";
import type { Diagnostic } from "../api/types.js";
import { PatchView } from "../design/patch.js";
import { Sheet } from "../design/sheet.js";
import { Diagnostics, ProblemNote, plural, Skeleton } from "../design/words.js";
import { notify } from "../shell/toasts.js";
import { PlanView } from "./plan-view.js";
import { closeReview, currentReview, type Review } from "./review.js";
import { saveEdits } from "./save.js";

export function ReviewDrawer() {
  const review = currentReview.value;
  return review === undefined ? null : <Drawer review={review} />;
}

function Drawer({ review }: { readonly review: Review }) {
  const { preview, problem } = usePreview(review);
  const [isBusy, setBusy] = useState(false);
  const [failure, setFailure] = useState<Problem | undefined>(undefined);
  const errors = preview?.diagnostics.filter(({ severity }) => severity === "error").length ?? 0;
  const canApply = preview?.planId != null && errors === 0 && preview.plan !== null && preview.plan.total > 0;
  const save = async (isApplied: boolean) => {
    setBusy(true);
    setFailure(undefined);
    try {
      await saveEdits(review, isApplied);
      closeReview();
    } catch (error) {
      const failed = asProblem(error);
      setFailure(failed);
      if (failed.status === 412) stop(review);
    } finally {
      setBusy(false);
    }
  };
  return (
    <Sheet
      title={review.title}
      shape="side"
      onClose={closeReview}
      onKeyDown={(event) => {
        if (!(event.ctrlKey || event.metaKey) || preview === undefined || isBusy) return;
        if (event.key === "Enter" && canApply) void save(true);
        else if (event.key.toLowerCase() === "s") void save(false);
        else return;
        event.preventDefault();
      }}
      foot={
        <>
          <button
            type="button"
            class="quiet"
            disabled={preview === undefined}
            onClick={() => copyPatch(preview)}
          >
            Copy as patch
          </button>
          <span class="grow">
            {isBusy && applying.value ? `Applying ${applying.value.done} of ${applying.value.total}` : ""}
          </span>
          <button type="button" disabled={preview === undefined || isBusy} onClick={() => void save(false)}>
            Save file{preview !== undefined && preview.files.length > 1 ? "s" : ""} <kbd>Ctrl S</kbd>
          </button>
          <button
            type="button"
            class="primary"
            disabled={!canApply || isBusy}
            onClick={() => void save(true)}
          >
            Save and apply <kbd>Ctrl ↵</kbd>
          </button>
        </>
      }
    >
      {failure === undefined ? null : <ProblemNote problem={failure} />}
      {problem === undefined ? null : <ProblemNote problem={problem} />}
      {preview === undefined && problem === undefined ? <Skeleton rows={3} height={130} /> : null}
      {preview === undefined ? null : <Findings preview={preview} notes={review.notes ?? []} />}
    </Sheet>
  );
}

function Findings({ preview, notes }: { readonly preview: Preview; readonly notes: readonly Diagnostic[] }) {
  const errors = preview.diagnostics.filter(({ severity }) => severity === "error");
  const others = [...notes, ...preview.diagnostics.filter(({ severity }) => severity !== "error")];
  return (
    <>
      <p class="lead">
        <Consequence preview={preview} />
      </p>
      {errors.length === 0 ? null : (
        <section class="note note-bad">
          <Diagnostics list={errors} />
        </section>
      )}
      <details open class="fold">
        <summary>
          <h3>{plural(preview.files.length, "file")}</h3>
        </summary>
        {preview.files.map((file) => (
          <div key={file.path} class="file-diff">
            <p>
              <code>{file.path}</code> {file.etag === null ? <span class="badge">New</span> : null}
            </p>
            <PatchView diff={file.diff} />
          </div>
        ))}
      </details>
      {preview.plan === null ? null : (
        <details open class="fold">
          <summary>
            <h3>
              Plan <span class="muted">{preview.planId?.slice(0, 12)}</span>
            </h3>
          </summary>
          <PlanView plan={preview.plan} />
          {preview.plan.total > preview.plan.changes.length ? (
            <p class="muted">
              The first {preview.plan.changes.length} of {preview.plan.total.toLocaleString("en")} changes are
              shown.
            </p>
          ) : null}
        </details>
      )}
      {others.length === 0 ? null : (
        <details open={notes.length > 0} class="fold">
          <summary>
            <h3>{plural(others.length, "warning")}</h3>
          </summary>
          <Diagnostics list={others} />
        </details>
      )}
    </>
  );
}

/** The whole of it in one sentence. */
function Consequence({ preview }: { readonly preview: Preview }) {
  const prompts = preview.prompts.filter(({ before, after }) => before !== after).length;
  const rows = preview.plan?.total ?? 0;
  const errors = preview.diagnostics.filter(({ severity }) => severity === "error").length;
  if (errors > 0) return <>The files would not be valid; nothing could be applied.</>;
  if (rows === 0) return <>The database stays as it is.</>;
  return (
    <>
      {prompts === 0 ? (
        "No prompt changes"
      ) : (
        <b>
          {plural(prompts, "prompt")} {prompts === 1 ? "changes" : "change"}
        </b>
      )}
      , and <b>{plural(rows, "row")}</b> in the database {rows === 1 ? "is" : "are"} written when you apply.
    </>
  );
}

function usePreview(review: Review) {
  const [state, setState] = useState<{ preview?: Preview; problem?: Problem }>({});
  useEffect(() => {
    const controller = new AbortController();
    post<Preview>("/preview", { edits: review.edits }, controller.signal)
      .then((preview) => setState({ preview }))
      .catch((error) => {
        if (controller.signal.aborted) return;
        const problem = asProblem(error);
        if (problem.status === 412) stop(review);
        else setState({ problem });
      });
    return () => controller.abort();
  }, [review]);
  return state;
}

/** Ends a review whose files are not any more what the edits were made on. */
function stop(review: Review): void {
  closeReview();
  review.onStale?.();
  notify("The file changed on disk. Nothing was written.", { tone: "bad" });
}

function copyPatch(preview: Preview | undefined): void {
  const patch = preview?.files.map(({ diff }) => diff).join("") ?? "";
  navigator.clipboard.writeText(patch).then(
    () => notify("Copied. Apply it with git apply."),
    () => notify("The browser does not let us write to the clipboard.", { tone: "bad" }),
  );
}
