import { useState } from "preact/hooks";
import { get } from "../api/client.js";
import { asProblem } from "../api/load.js";
import type { Change, PlanPage } from "../api/types.js";
import { ChangeView } from "../review/plan-view.js";
import { notify } from "../shell/toasts.js";

/** The changes after the first ones, when somebody asks for them. */
export function PlanPages({ plan }: { readonly plan: PlanPage }) {
  const [more, setMore] = useState<readonly Change[]>([]);
  const shown = plan.changes.length + more.length;
  if (plan.total <= plan.changes.length) return null;
  const load = async () => {
    try {
      const next = await get<PlanPage>("/plan", { offset: shown });
      if (next.planId === plan.planId) setMore([...more, ...next.changes]);
    } catch (error) {
      notify(asProblem(error).message, { tone: "bad" });
    }
  };
  return (
    <div class="plan more">
      {more.map((change) => (
        <ChangeView key={change.address} change={change} />
      ))}
      {shown < plan.total ? (
        <button type="button" onClick={() => void load()}>
          Show more of {plan.total.toLocaleString("en")}
        </button>
      ) : null}
    </div>
  );
}
