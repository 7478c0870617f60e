import assert from "node:assert/strict";
import { tmpdir } from "node:os";
import { setImmediate } from "node:timers/promises";
import type { Plan } from "../../src/model/plan.js";
import type { PlanRequest, SavedPlan } from "../../src/model/saved-plan.js";
import type { PlanOptions } from "../../src/plan/options.js";
import { readSavedPlan } from "../../src/saved/read.js";
import { writeSavedPlan } from "../../src/saved/write.js";
import { spillInto } from "../../src/spill/spill-buffer.js";

/** What was asked of a plan that was made with these options. */
export function requestOf(options: PlanOptions): PlanRequest {
  const { prune, restore, allowDeletes, deleteForeign, retryThumbnails } = options;
  return { prune, restore, allowDeletes, deleteForeign, retryThumbnails, targets: [], kinds: [] };
}

/** Writes a plan to the text of its file and reads it again; `from` entries stay in memory. */
export function saveAgain(plan: Plan, asked: PlanRequest, mostInOne?: number, from = 2) {
  const bytes = Buffer.from([...writeSavedPlan(plan, asked, mostInOne)].join(""));
  return readSavedPlan([bytes], spillInto({ folder: tmpdir(), from, onPage: 2 }));
}

/** Fails unless a plan's file gives it back whole. Its id decides about the form of the file and whether lists spill. */
export async function assertSaved(plan: Plan, options: PlanOptions): Promise<void> {
  const turn = Number.parseInt(plan.planId.slice(-1), 16);
  const spills = turn % 4 < 2;
  // Temporary files of plans that were dropped are closed between two turns of the event loop only.
  if (spills) await setImmediate();
  const result = saveAgain(plan, requestOf(options), turn % 2 === 0 ? undefined : 0, spills ? 2 : 1000);
  assert.ok(result.plan !== undefined, JSON.stringify([result, plan]));
  const { digest: _digest, asked: _asked, ...again }: SavedPlan = result.plan;
  assert.deepEqual(JSON.parse(JSON.stringify(again)), JSON.parse(JSON.stringify(plan)));
}
