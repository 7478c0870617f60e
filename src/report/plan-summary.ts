import { KINDS } from "../model/address.js";
import type { ActionCounts, Plan, PlanSummary } from "../model/plan.js";
import { padTo } from "./printable.js";
import type { Paint } from "./style.js";

const NO_CHANGES = "No changes. The database matches the manifests.";

/** The closing lines of a plan text: one sentence, then the counts of each kind that has any. */
export function renderSummary({ summary }: Plan, isEmpty: boolean, paint: Paint): readonly string[] {
  if (isEmpty) return [paint.strong(NO_CHANGES)];
  const total = [...listCounts(summary.actions, true), `${summary.blocked} blocked`].join(", ");
  const head = `Plan: ${total}. Thumbnails: ${countThumbnails(summary.thumbnails)}.`;
  return [paint.strong(head), ...countKinds(summary)];
}

/** `54 to add, 3 to change, …`; kinds of action without a change only when `all`. */
export function listCounts(actions: ActionCounts, all: boolean): readonly string[] {
  const counts: readonly (readonly [number, string])[] = [
    [actions.create, "to add"],
    [actions.update, "to change"],
    [actions.move, "to move"],
    [actions.adopt, "to adopt"],
    [actions.release, "to release"],
    [actions.delete, "to delete"],
  ];
  return counts.filter(([amount]) => all || amount > 0).map(([amount, words]) => `${amount} ${words}`);
}

function countThumbnails({ make, remake, remove }: PlanSummary["thumbnails"]): string {
  const parts = [`${make} to make`];
  if (remake > 0) parts.push(`${remake} to make again`);
  if (remove > 0) parts.push(`${remove} to remove`);
  return parts.join(", ");
}

function countKinds({ kinds }: PlanSummary): readonly string[] {
  const width = Math.max(...KINDS.map((kind) => kind.length));
  return KINDS.map((kind) => ({ kind, counts: listCounts(kinds[kind], false) }))
    .filter(({ counts }) => counts.length > 0)
    .map(({ kind, counts }) => `  ${padTo(kind, width)}  ${counts.join(", ")}`);
}
