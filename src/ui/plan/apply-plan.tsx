import { useEffect, useRef, useState } from "preact/hooks";
import { applying } from "../api/events.js";
import type { PlanPage } from "../api/types.js";
import { plural } from "../design/words.js";

/** The button that applies a plan, and the question that comes first. A plan that changed meanwhile is asked for again. */
export function ApplyPlan(props: { readonly plan: PlanPage; readonly onApply: (planId: string) => void }) {
  const { planId, total } = props.plan;
  const [asked, setAsked] = useState<string | undefined>(undefined);
  const isAsked = asked === planId;
  const button = useRef<HTMLButtonElement>(null);
  const wasAsked = useRef(false);
  // Only the question and its end move the focus, never a plan that is loaded again.
  useEffect(() => {
    if (isAsked || wasAsked.current) button.current?.focus();
    wasAsked.current = isAsked;
  }, [isAsked]);
  if (planId === null || total === 0) return null;
  if (!isAsked)
    return (
      <button
        key="apply"
        ref={button}
        type="button"
        class="primary"
        disabled={applying.value !== undefined}
        onClick={() => setAsked(planId)}
      >
        Apply
      </button>
    );
  return (
    <p class="asked" role="alert">
      Write {plural(total, "change")}?
      <button
        ref={button}
        type="button"
        class="primary"
        onClick={() => {
          setAsked(undefined);
          props.onApply(planId);
        }}
      >
        Yes, apply
      </button>
      <button type="button" onClick={() => setAsked(undefined)}>
        No
      </button>
    </p>
  );
}
