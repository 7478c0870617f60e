import { useState } from "preact/hooks";
import { type Problem, post } from "../api/client.js";
import { changes } from "../api/events.js";
import { asProblem, useLoad } from "../api/load.js";
import type { PlanPage as Plan } from "../api/types.js";
import { Diagnostics, Empty, ProblemNote, plural, Skeleton } from "../design/words.js";
import { PlanView } from "../review/plan-view.js";
import { canWrite } from "../shell/session.js";
import { notify } from "../shell/toasts.js";
import { ApplyPlan } from "./apply-plan.js";
import { Drift } from "./drift.js";
import { PlanPages } from "./plan-pages.js";

/** What apply would do now, and the button that does it. */
export function PlanPage() {
  const { data, problem, isLoading } = useLoad<Plan>("/plan");
  const [failure, setFailure] = useState<Problem | undefined>(undefined);
  const apply = async (planId: string) => {
    setFailure(undefined);
    try {
      await post("/apply", { planId });
      notify("Applied");
    } catch (error) {
      setFailure(asProblem(error));
    }
    changes.value += 1;
  };
  return (
    <div class="page reading">
      <header class="page-head">
        <div>
          <h1>Plan</h1>
          <p class="muted">
            {data === undefined ? " " : summaryOf(data)}
            {isLoading && data !== undefined ? " · updating" : ""}
          </p>
        </div>
        {canWrite.value && data !== undefined ? (
          <ApplyPlan plan={data} onApply={(planId) => void apply(planId)} />
        ) : null}
      </header>
      {failure === undefined ? null : <ProblemNote problem={failure} />}
      {problem === undefined ? null : <ProblemNote problem={problem} />}
      {data === undefined && problem === undefined ? <Skeleton rows={3} height={150} /> : null}
      {data === undefined ? null : <PlanParts plan={data} />}
    </div>
  );
}

function summaryOf({ total, diagnostics }: Plan): string {
  if (total > 0) return `${plural(total, "change")} from the manifests to the database`;
  return diagnostics.some(({ severity }) => severity === "error")
    ? "No plan can be made."
    : "The database has what the manifests declare.";
}

function PlanParts({ plan }: { readonly plan: Plan }) {
  return (
    <>
      {plan.diagnostics.length === 0 ? null : (
        <section class="note note-bad">
          <Diagnostics list={plan.diagnostics} />
        </section>
      )}
      <Drift changes={plan.changes} />
      {plan.total === 0 && plan.diagnostics.length === 0 ? (
        <Empty title="In sync">
          <p>Edit a template or an album, and what that would do appears here.</p>
          <a class="button" href="/templates">
            Templates
          </a>
        </Empty>
      ) : null}
      <h2 class="unseen">Changes</h2>
      {plan.total === 0 && plan.blocked.length === 0 ? null : <PlanView plan={plan} />}
      <PlanPages key={plan.planId} plan={plan} />
    </>
  );
}
