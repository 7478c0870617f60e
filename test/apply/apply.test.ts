import assert from "node:assert/strict";
import { describe, it } from "node:test";
import {
  type ApplyOptions,
  type ApplyPorts,
  type ApplyProgress,
  applyPlan,
  findRefusal,
} from "../../src/apply/apply.js";
import {
  type HistoryEntry,
  PictureProblem,
  type RowTarget,
  type RunOutcome,
  type Step,
  type WriteResult,
} from "../../src/apply/ports.js";
import type { Plan } from "../../src/model/plan.js";
import { jobOf, MemoryQueue, memoryMaker, tickingClock } from "../support/memory-queue.js";
import { changeOf, planOf } from "../support/random-plans.js";

const PLAN = planOf(
  [
    changeOf("update", "album", "a", { after: { name: "A" }, before: { name: "a" } }),
    changeOf("create", "image", "x", { after: { prompt: "x", labels: [{ text: "t", type: "tag" }] } }),
  ],
  { thumbnails: [{ address: "image:x", action: "make", sha256: "00", reason: "none yet" }] },
);
const BLOCKED: Plan = planOf([...PLAN.changes], {
  blocked: [
    { address: "image:y", kind: "image", code: "deleted-in-database", reason: "gone", help: "restore" },
  ],
});
const OPTIONS: ApplyOptions = {
  thumbnails: true,
  workers: 2,
  retryFailed: false,
  skipBlocked: false,
  run: {
    estate: "main",
    command: "apply",
    planId: PLAN.planId,
    startedAt: "2026-11-22 12:00:00.000000",
    who: "ana",
    host: "here",
    gitCommit: null,
    servedFrom: "/srv",
  },
};

/** A target that remembers what it was told. */
class MemoryRows implements RowTarget {
  readonly steps: Step[] = [];
  readonly history: HistoryEntry[] = [];
  readonly outcomes: RunOutcome[] = [];
  readonly #result: WriteResult;

  constructor(result: WriteResult = { done: true, run: 7, rowsWritten: 3, alreadyApplied: new Set() }) {
    this.#result = result;
  }

  async execute(...[steps, history, , onProgress]: Parameters<RowTarget["execute"]>): Promise<WriteResult> {
    for (const step of steps) {
      this.steps.push(step);
      onProgress(this.steps.filter((one) => one.step !== "label").length);
    }
    this.history.push(...history);
    return this.#result;
  }

  async finishRun(run: number, outcome: RunOutcome): Promise<void> {
    assert.equal(run, 7);
    this.outcomes.push(outcome);
  }
}

function portsOf(rows: MemoryRows, more: Partial<ApplyPorts> = {}): ApplyPorts {
  return {
    rows,
    queue: new MemoryQueue([jobOf("x"), jobOf("y", 2)]),
    maker: memoryMaker(),
    resolveAsset: (address) => address,
    clock: tickingClock(1),
    onProgress: () => {},
    signal: new AbortController().signal,
    ...more,
  };
}

describe("applying a plan", () => {
  it("writes rows and history, makes thumbnails and closes the run", async () => {
    const rows = new MemoryRows();
    const seen: ApplyProgress[] = [];
    const onProgress = (progress: ApplyProgress): unknown => seen.push(progress);
    const report = await applyPlan(PLAN, portsOf(rows, { onProgress }), OPTIONS);
    const { elapsedMs, ...rest } = report;
    assert.deepEqual(rest, {
      state: "complete",
      run: 7,
      actions: { create: 1, update: 1, move: 0, adopt: 0, release: 0, delete: 0 },
      thumbnails: { made: 2, removed: 0, failed: [], notAttempted: 0 },
      held: 0,
      stale: [],
    });
    assert.ok(elapsedMs >= 1000 && elapsedMs % 1000 === 0);
    assert.deepEqual(
      rows.steps.map(({ step }) => step),
      ["update", "insert", "label"],
    );
    assert.deepEqual(
      rows.history.map(({ address, action }) => `${action} ${address}`),
      ["update album:a", "create image:x"],
    );
    assert.deepEqual(
      rows.outcomes.map(({ state, summary }) => [state, summary]),
      [["complete", { ...rest.actions, thumbnails: { made: 2, removed: 0, failed: 0, notAttempted: 0 } }]],
    );
    assert.deepEqual(
      seen.filter(({ phase }) => phase === "rows").map(({ done, total }) => [done, total]),
      [
        [1, 2],
        [2, 2],
        [2, 2],
      ],
    );
    assert.equal(seen.filter(({ phase }) => phase === "thumbnails").length, 2);
  });

  it("refuses a blocked plan before it writes, unless told to skip", async () => {
    const rows = new MemoryRows();
    assert.equal(findRefusal(BLOCKED, false), "1 change is blocked");
    await assert.rejects(applyPlan(BLOCKED, portsOf(rows), OPTIONS), /1 change is blocked/);
    assert.deepEqual(rows.steps, []);
    const report = await applyPlan(BLOCKED, portsOf(rows), { ...OPTIONS, skipBlocked: true });
    assert.equal(report.state, "complete");
    assert.equal(rows.steps.length, 3);
  });

  it("refuses a plan that a guard stops, even when blocked changes are skipped", async () => {
    const guards = [
      { code: "empty-estate", reason: "no manifest declares anything", help: "check the folder" },
    ];
    const rows = new MemoryRows();
    const run = applyPlan(planOf([], { guards }), portsOf(rows), { ...OPTIONS, skipBlocked: true });
    await assert.rejects(run, /no manifest declares anything/);
    assert.deepEqual(rows.steps, []);
  });

  it("does nothing when the signal came before the rows", async () => {
    const rows = new MemoryRows();
    const report = await applyPlan(PLAN, portsOf(rows, { signal: AbortSignal.abort() }), OPTIONS);
    assert.deepEqual([report.state, report.run, report.actions.create], ["interrupted", null, 0]);
    assert.equal(report.thumbnails.notAttempted, 1);
    assert.deepEqual([rows.steps, rows.outcomes], [[], []]);
  });

  it("says what is stale and makes no thumbnail", async () => {
    const stale = [{ address: "album:a", field: "name", planned: "a", found: "b" }];
    const rows = new MemoryRows({ done: false, stale });
    const queue = new MemoryQueue([jobOf("x")]);
    const report = await applyPlan(PLAN, portsOf(rows, { queue }), OPTIONS);
    assert.deepEqual([report.state, report.run, report.stale], ["stale", null, stale]);
    assert.deepEqual([queue.recorded, rows.outcomes], [{}, []]);
  });

  it("is partial when a picture fails", async () => {
    const rows = new MemoryRows();
    const maker = memoryMaker(({ rowId }) => {
      if (rowId === 2) throw new PictureProblem("y is damaged");
    });
    const report = await applyPlan(PLAN, portsOf(rows, { maker }), OPTIONS);
    assert.equal(report.state, "partial");
    assert.deepEqual(report.thumbnails.failed, [{ address: "image:y", error: "y is damaged" }]);
    assert.deepEqual(
      rows.outcomes.map(({ state }) => state),
      ["partial"],
    );
  });

  it("is interrupted when the signal comes between two pictures", async () => {
    const rows = new MemoryRows();
    const stop = new AbortController();
    const maker = memoryMaker(() => stop.abort());
    const ports = portsOf(rows, { maker, signal: stop.signal });
    const report = await applyPlan(PLAN, ports, { ...OPTIONS, workers: 1 });
    assert.equal(report.state, "interrupted");
    assert.deepEqual(
      [report.actions.create, report.thumbnails.made, report.thumbnails.notAttempted],
      [1, 1, 1],
    );
    assert.equal(rows.outcomes[0]?.state, "interrupted");
  });

  it("closes the run as failed when thumbnails end in an error", async () => {
    const rows = new MemoryRows();
    const maker = memoryMaker(() => {
      throw new Error("no space left on device");
    });
    await assert.rejects(applyPlan(PLAN, portsOf(rows, { maker }), OPTIONS), /no space left/);
    assert.deepEqual(
      rows.outcomes.map(({ state, summary }) => [state, summary]),
      [["failed", { error: "no space left on device" }]],
    );
  });

  it("leaves thumbnails in the queue when told to", async () => {
    const rows = new MemoryRows();
    const report = await applyPlan(PLAN, portsOf(rows), { ...OPTIONS, thumbnails: false });
    assert.deepEqual(
      [report.state, report.thumbnails.made, report.thumbnails.notAttempted],
      ["complete", 0, 2],
    );
    assert.equal(rows.outcomes.length, 1);
  });
});
