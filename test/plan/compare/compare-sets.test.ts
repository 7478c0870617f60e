import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { compareLabels } from "../../../src/plan/compare/compare-sets.js";
import type { Comparison } from "../../../src/plan/compare/comparison.js";
import { startDraft } from "../../../src/plan/compare/draft.js";

const LABELS = ["castle", "moon", "spades"].map((text) => ({ text, type: "tag" }));

describe("comparing labels", () => {
  it("looks at each declared label twice where rows and record hold what is declared", () => {
    let reads = 0;
    const declared = LABELS.map(({ text, type }) => ({
      get text() {
        reads++;
        return text;
      },
      type,
    }));
    const draft = startDraft();
    compareLabels(compare(declared, LABELS), draft);
    assert.deepEqual(draft, startDraft());
    assert.ok(reads <= 2 * LABELS.length, `${reads} reads`);
  });

  it("takes rows in another order for the same set, and an absent one for a difference", () => {
    const draft = startDraft();
    compareLabels(compare(LABELS, [...LABELS].reverse()), draft);
    assert.deepEqual(draft, startDraft());
    compareLabels(compare(LABELS, LABELS.slice(0, 2)), draft);
    assert.deepEqual(
      draft.diffs.map(({ field, cause }) => [field, cause]),
      [["labels", "drift"]],
    );
  });
});

function compare(declared: typeof LABELS, held: typeof LABELS): Comparison {
  const labels = held.map((label) => ({ ...label, ours: true }));
  return {
    resource: { fields: { labels: declared } },
    recorded: { labels: LABELS },
    row: { labels },
    run: 1,
    adopting: false,
    locate: () => undefined,
  } as unknown as Comparison;
}
