import { useState } from "preact/hooks";
import { get, type Problem, post } from "../api/client.js";
import { applying, changes } from "../api/events.js";
import { asProblem, useLoad } from "../api/load.js";
import type { Change, Json, PlanPage as Plan } from "../api/types.js";
import { Diagnostics, Empty, ProblemNote, plural, Skeleton } from "../design/words.js";
import { PlanView } from "../review/plan-view.js";
import { openReview } from "../review/review.js";
import { canWrite } from "../shell/session.js";
import { notify } from "../shell/toasts.js";
import { PlanPages } from "./plan-pages.js";

/** What apply would do now, and the button that does it. */
export function PlanPage() {
  const { data, problem, isLoading } = useLoad<Plan>("/plan");
  const [failure, setFailure] = useState<Problem | undefined>(undefined);
  const [isAsked, setAsked] = useState(false);
  const apply = async () => {
    setAsked(false);
    setFailure(undefined);
    try {
      await post("/apply", { planId: data?.planId });
      notify("Applied");
    } catch (error) {
      setFailure(asProblem(error));
    }
    changes.value += 1;
  };
  const drifted =
    data?.changes.filter((change) => change.diffs?.some(({ cause }) => cause === "drift")) ?? [];
  const isReady = data !== undefined && data.planId !== null && data.total > 0;
  return (
    <div class="page reading">
      <header class="page-head">
        <div>
          <h1>Plan</h1>
          <p class="muted">
            {data === undefined
              ? " "
              : data.total === 0
                ? "The database has what the manifests declare."
                : `${plural(data.total, "change")} from the manifests to the database`}
            {isLoading && data !== undefined ? " · updating" : ""}
          </p>
        </div>
        {canWrite.value && isReady ? (
          isAsked ? (
            <p class="asked" role="alert">
              Write {plural(data.total, "change")}?
              <button
                type="button"
                class="primary"
                ref={(button) => button?.focus()}
                onClick={() => void apply()}
              >
                Yes, apply
              </button>
              <button type="button" onClick={() => setAsked(false)}>
                No
              </button>
            </p>
          ) : (
            <button
              type="button"
              class="primary"
              disabled={applying.value !== undefined}
              onClick={() => setAsked(true)}
            >
              Apply
            </button>
          )
        ) : null}
      </header>
      {failure === undefined ? null : <ProblemNote problem={failure} />}
      {problem === undefined ? null : <ProblemNote problem={problem} />}
      {data === undefined && problem === undefined ? <Skeleton rows={3} height={150} /> : null}
      {data === undefined ? null : (
        <>
          {data.diagnostics.length === 0 ? null : (
            <section class="note note-bad">
              <Diagnostics list={data.diagnostics} />
            </section>
          )}
          {drifted.length === 0 ? null : <Drift changes={drifted} />}
          {data.total === 0 && data.diagnostics.length === 0 ? (
            <Empty title="In sync">
              <p>Edit a template or an album, and what that would do appears here.</p>
              <a class="button" href="/templates">
                Templates
              </a>
            </Empty>
          ) : null}
          <h2 class="unseen">Changes</h2>
          {data.total === 0 && data.blocked.length === 0 ? null : <PlanView plan={data} />}
          <PlanPages key={data.planId} plan={data} />
        </>
      )}
    </div>
  );
}

/** Values that something else changed: apply repairs them, or the manifest takes them over. */
function Drift({ changes: drifted }: { readonly changes: readonly Change[] }) {
  return (
    <section class="note drift-list">
      <div>
        <p>
          <b>{plural(drifted.length, "object")} drifted.</b> Apply repairs them. Keep a value to make it the
          manifest’s.
        </p>
        <ul>
          {drifted.slice(0, 30).flatMap((change) =>
            change.diffs
              ?.filter(({ cause }) => cause === "drift")
              .map((diff) => (
                <li key={`${change.address} ${diff.field}`}>
                  <code>
                    {change.address} {diff.field}
                  </code>
                  {canWrite.value &&
                  change.kind !== "image" &&
                  change.manifest !== undefined &&
                  isPlain(diff.before) ? (
                    <button type="button" onClick={() => void keep(change, diff.field, diff.before)}>
                      Keep “{String(diff.before)}”
                    </button>
                  ) : null}
                </li>
              )),
          )}
        </ul>
      </div>
    </section>
  );
}

function isPlain(value: Json): boolean {
  return value !== null && typeof value !== "object";
}

/** Fields whose key in a manifest has another name than in a plan. */
const KEYS: { readonly [field: string]: string } = {
  is_public: "public",
  is_training_source: "training_source",
};

async function keep(change: Change, field: string, value: Json): Promise<void> {
  const file = change.manifest as string;
  try {
    const { etag } = await get<{ readonly etag: string }>("/files", { path: file });
    openReview({
      title: `Keep ${field} in the manifest`,
      edits: [{ file, etag, ops: [{ op: "set", path: [KEYS[field] ?? field], value }] }],
      onSaved: () => {},
    });
  } catch (error) {
    notify(asProblem(error).message, { tone: "bad" });
  }
}
