import type { RunRecord } from "../../../db/history/history.js";
import type { LockRecord } from "../../../db/queue/lease.js";
import type { StatusFacts } from "../../../engine/status.js";
import { KINDS } from "../../../model/address.js";
import { describeCoverage } from "../../../model/sets/count-coverage.js";
import { count } from "../../../model/words.js";
import { printable } from "../../../report/text/printable.js";
import { describeQueue } from "./queue-text.js";
import { formatOrigin, formatOutcome, formatStart } from "./run-text.js";

/** The status for a person. */
export function describeStatus({
  url,
  plan,
  drift,
  lock,
  lastRun,
  objects,
  thumbnails,
  sets,
}: StatusFacts): string {
  const sum = (key: "owned" | "released" | "gone") =>
    KINDS.map((kind) => objects[kind][key]).reduce((total, amount) => total + amount, 0);
  return [
    `Estate ${plan.estate} in ${url}`,
    `  last run    ${describeRun(lastRun)}`,
    `  objects     ${sum("owned")} owned, ${sum("released")} released, ${sum("gone")} deleted in the database`,
    ...plan.prunable.map((address) => `              . ${printable(address)}`),
    `  changes     ${describeChanges(plan, drift)}`,
    `  migrations  ${plan.pendingMigrations.length === 0 ? "none pending" : `${plan.pendingMigrations.join(", ")}: run sync db migrate`}`,
    `  thumbnails  ${thumbnails.waiting} waiting, ${thumbnails.failed.length} failed, ${thumbnails.removals} to remove`,
    ...(thumbnails.queue === null ? [] : [`  queue       ${describeQueue(thumbnails.queue)}`]),
    ...thumbnails.failed.flatMap(({ address, error }) => [
      `              ! ${printable(address)}`,
      `                ${printable(error)}`,
    ]),
    ...describeSets(sets),
    ...describeLock(lock),
  ].join("\n");
}

/** Albums that lack items of their set or show one twice; nothing where no album is tied to a set. */
function describeSets(sets: StatusFacts["sets"]): readonly string[] {
  if (sets.length === 0) return [];
  const open = sets.filter(({ missing, doubled }) => missing !== 0 || doubled !== 0);
  const rest = open.length - Math.min(open.length, MOST_SETS);
  return [
    `  sets        ${sets.length - open.length} of ${count(sets.length, "album")} complete${open.length > 0 ? ": sync ls items missing:yes lists what is missing" : ""}`,
    ...open
      .slice(0, MOST_SETS)
      .map((set) => `              ! ${printable(set.album)}: ${describeCoverage(set)}`),
    ...(rest > 0 ? [`              and ${rest} more: sync ls albums`] : []),
  ];
}

const MOST_SETS = 10;

function describeRun(run: RunRecord | null): string {
  if (run === null) return "none";
  return [`${run.run}, ${run.state}`, formatStart(run), formatOutcome(run), formatOrigin(run)]
    .filter((part) => part !== "")
    .join(", ");
}

function describeLock(lock: LockRecord | null): readonly string[] {
  if (lock === null) return [];
  const { id, who, host, operation, since } = lock;
  return [
    `  lock        held by ${printable(`${who}@${host}`)} for ${printable(operation)} since ${since.slice(0, 19)} UTC`,
    `              if that run is dead: sync unlock ${id}`,
  ];
}

function describeChanges(plan: StatusFacts["plan"], drift: number): string {
  const { actions } = plan.summary;
  const total = Object.values(actions).reduce((sum, amount) => sum + amount, 0);
  if (total === 0 && plan.blocked.length === 0) return "none pending";
  return `${total} pending, ${drift} of them drift, ${plan.blocked.length} blocked: sync plan shows them`;
}
