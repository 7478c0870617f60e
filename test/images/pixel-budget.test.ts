import assert from "node:assert/strict";
import { describe, it } from "node:test";
import fc from "fast-check";
import { PixelBudget } from "../../src/images/pixel-budget.js";

const nothing = async (): Promise<void> => {};

describe("pixel budget", () => {
  it("refuses a task that never fits", async () => {
    const budget = new PixelBudget(100);
    await assert.rejects(budget.run(101, nothing), RangeError);
    await assert.rejects(budget.run(Number.NaN, nothing), RangeError);
    assert.equal(budget.held, 0);
  });

  it("gives pixels back when a task fails", async () => {
    const budget = new PixelBudget(10);
    const failing = budget.run(10, () => Promise.reject(new Error("decode")));
    await assert.rejects(failing, /decode/);
    assert.equal(await budget.run(10, async () => "next"), "next");
  });

  it("runs side by side what fits together", async () => {
    const budget = new PixelBudget(10);
    let running = 0;
    const countMost = async (): Promise<number> => {
      running++;
      await new Promise((resolve) => setImmediate(resolve));
      return running;
    };
    assert.deepEqual(await Promise.all([budget.run(5, countMost), budget.run(5, countMost)]), [2, 2]);
  });

  it("never holds more than the total, starts in order and finishes everything", async () => {
    const task = (most: number) =>
      fc.record({ pixels: fc.integer({ min: 0, max: most }), ticks: fc.nat(6), fails: fc.boolean() });
    const estates = fc
      .integer({ min: 1, max: 200 })
      .chain((most) =>
        fc.record({ most: fc.constant(most), tasks: fc.array(task(most), { maxLength: 30 }) }),
      );
    await fc.assert(fc.asyncProperty(estates, checkRun), { numRuns: 1500 });
  });
});

async function checkRun({ most, tasks }: { most: number; tasks: readonly Task[] }): Promise<void> {
  const budget = new PixelBudget(most);
  const started: number[] = [];
  let held = 0;
  const runs = tasks.map(({ pixels, ticks, fails }, index) =>
    budget.run(pixels, async () => {
      started.push(index);
      held += pixels;
      assert.ok(held <= most && held <= budget.held && budget.held <= most);
      for (let i = 0; i < ticks; i++) await Promise.resolve();
      held -= pixels;
      if (fails) throw new RangeError("planned");
    }),
  );
  const ends = await Promise.allSettled(runs);
  const expected = tasks.map(({ fails }) => (fails ? "planned" : "done"));
  assert.deepEqual(
    ends.map((end) => (end.status === "rejected" ? end.reason.message : "done")),
    expected,
  );
  assert.deepEqual(started, Array.from(tasks.keys()));
  assert.equal(budget.held, 0);
}

interface Task {
  readonly pixels: number;
  readonly ticks: number;
  readonly fails: boolean;
}
