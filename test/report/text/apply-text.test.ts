import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { type ApplyReport, NO_ACTIONS } from "../../../src/model/apply-report.js";
import { formatDuration, renderApplyReport } from "../../../src/report/text/apply-text.js";
import { assertGolden } from "../../support/golden.js";

const OPTIONS = { color: false, command: "apply" } as const;
const DONE: ApplyReport = {
  state: "complete",
  run: 3,
  actions: { ...NO_ACTIONS, create: 54, update: 3, delete: 1 },
  held: 0,
  thumbnails: { made: 54, removed: 0, failed: [], notAttempted: 0 },
  stale: [],
  elapsedMs: 2104,
};

describe("apply report", () => {
  it("is one sentence when all went well", () => {
    assert.equal(
      renderApplyReport(DONE, OPTIONS),
      "Apply complete. 54 added, 3 changed, 0 moved, 0 adopted, 0 released, 1 deleted; 54 thumbnails made, 0 failed, in 2.1 s.\n",
    );
    assert.equal(
      renderApplyReport(DONE, { ...OPTIONS, command: "thumbnails" }),
      "Thumbnails complete. 54 made, 0 failed, in 2.1 s.\n",
    );
  });

  it("says what was already applied, and when nothing else was in the plan", () => {
    assert.equal(
      renderApplyReport({ ...DONE, held: 2 }, OPTIONS),
      "Apply complete. 54 added, 3 changed, 0 moved, 0 adopted, 0 released, 1 deleted, 2 already applied; 54 thumbnails made, 0 failed, in 2.1 s.\n",
    );
    assert.match(
      renderApplyReport({ ...DONE, held: 58, actions: NO_ACTIONS }, OPTIONS),
      / 0 deleted, 58 already applied; .*\nThis plan was already applied. No row was written\.\n$/,
    );
  });

  it("names what failed, what waits and what to do", () => {
    const failed = [{ address: "image:a.png", error: "the file ends early\u001b[2J" }];
    assertGolden(
      "report/golden/apply-partial.txt",
      renderApplyReport(
        { ...DONE, state: "partial", thumbnails: { made: 1, removed: 2, failed, notAttempted: 51 } },
        OPTIONS,
      ),
    );
  });

  it("shows what made a plan stale", () => {
    const stale = [{ address: "image:a.png", field: "prompt", planned: "a cat", found: "a dog" }];
    assertGolden(
      "report/golden/apply-stale.txt",
      renderApplyReport({ ...DONE, state: "stale", run: null, actions: NO_ACTIONS, stale }, OPTIONS),
    );
  });

  it("gives times a person can read", () => {
    assert.deepEqual([0, 49, 2104, 59_949, 59_950, 192_000, 3_599_600, 3_900_000].map(formatDuration), [
      "0.0 s",
      "0.0 s",
      "2.1 s",
      "59.9 s",
      "1 min 0 s",
      "3 min 12 s",
      "1 h 0 min",
      "1 h 5 min",
    ]);
  });
});
