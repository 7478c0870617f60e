import { KINDS } from "../../model/address.js";
import type { ActionCounts, Plan, PlanSummary } from "../../model/plan.js";
import { padTo, printable } from "./printable.js";
import type { Paint } from "./style.js";

/** What an empty plan means, in a line. */
export function describeNothing({ reverses, comparedWith }: Plan): string {
  if (reverses !== undefined)
    return `Nothing to reverse: the database has no change of run ${reverses.run} left.`;
  if (comparedWith === undefined) return "No changes. The database matches the manifests.";
  return `No changes. The manifests declare the same objects as at ${printable(comparedWith)}.`;
}

/** What a plan that takes a run back says of the manifests, in one sentence; undefined for any other. */
export function describeReversal({ reverses }: Plan): string | undefined {
  if (reverses === undefined) return undefined;
  const { run, gitCommit } = reverses;
  // A plan file may hold any text as its commit, and this sentence prints it unescaped.
  const commit = /^[0-9a-f]{10}/.test(gitCommit ?? "") ? ` (${gitCommit?.slice(0, 10)} was checked out)` : "";
  return `This plan reverses run ${run}. The manifests still declare its changes: revert them too${commit}, or the next plan contains them again.`;
}

/** The closing lines of a plan text: one sentence, then the counts of each kind that has any. */
export function renderSummary(plan: Plan, isEmpty: boolean, paint: Paint): readonly string[] {
  const { summary } = plan;
  if (isEmpty) return [paint.strong(describeNothing(plan))];
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
