import assert from "node:assert/strict";
import { describe, it } from "node:test";
import fc from "fast-check";
import type { Change, FieldDiff } from "../../../src/model/change.js";
import { planToJson } from "../../../src/report/formats/json-text.js";
import { foldChanges } from "../../../src/report/text/fold.js";
import { renderPlanText } from "../../../src/report/text/plan-text.js";
import { assertGolden } from "../../support/golden.js";
import { createOf, planOf, updateOf } from "../../support/plan-builders.js";
import { anyChanges, anyPlan } from "../arbitrary-plan.js";
import { FULL_PLAN } from "../sample-plan.js";

const RUNS = { numRuns: 1000 };
const PLAIN = { color: false };
const COLOR_CODE = /\u001b\[\d+m/g;
const CONTROL = /[\p{Cc}\p{Cs}\u2028\u2029\u202a-\u202e\u2066-\u2069]/u;

describe("plan text", () => {
  it("reads well with everything in it", () => {
    assertGolden("report/golden/plan-full.txt", renderPlanText(FULL_PLAN, { ...PLAIN, columns: 110 }));
  });

  it("shows every item when verbose", () => {
    assertGolden("report/golden/plan-verbose.txt", renderPlanText(FULL_PLAN, { ...PLAIN, verbose: true }));
  });

  it("says that there is nothing to do, with remarks or without", () => {
    assert.equal(renderPlanText(planOf([]), PLAIN), "No changes. The database matches the manifests.\n");
    const noted = renderPlanText(planOf([], { notes: FULL_PLAN.notes, prunable: FULL_PLAN.prunable }), PLAIN);
    assert.match(noted, /kept in the database[\s\S]*note: [\s\S]*\nNo changes\. The database matches/);
  });

  it("names the albums that an image comes into and those that it leaves", () => {
    const links: FieldDiff = {
      ...{ field: "albums", cause: "manifest" },
      ...{ added: ["album:b/new"], removed: ["album:a", "album:old"] },
    };
    const text = renderPlanText(planOf([updateOf("image:a/1.png", 3, [links])]), PLAIN);
    assert.match(text, /\n {4}albums {2}- album:a\n {12}- album:old\n {12}\+ album:b\/new\n/);
  });

  it("does not call a plan of thumbnails alone unchanged", () => {
    const text = renderPlanText(planOf([], { thumbnails: FULL_PLAN.thumbnails }), PLAIN);
    assert.equal(
      text,
      "Plan: 0 to add, 0 to change, 0 to move, 0 to adopt, 0 to release, 0 to delete, 0 blocked. " +
        "Thumbnails: 1 to make, 1 to make again, 1 to remove.\n",
    );
  });

  it("says the same in colour", () => {
    const colored = renderPlanText(FULL_PLAN, { color: true, columns: 110 });
    assert.match(colored, COLOR_CODE);
    assert.equal(colored.replace(COLOR_CODE, ""), renderPlanText(FULL_PLAN, { ...PLAIN, columns: 110 }));
  });

  it("never lets a control character through", () => {
    fc.assert(
      fc.property(anyPlan, fc.boolean(), fc.boolean(), (plan, color, verbose) => {
        const text = renderPlanText(plan, { color, verbose });
        assert.ok(text.endsWith("\n"));
        for (const line of text.replace(COLOR_CODE, "").split("\n")) assert.doesNotMatch(line, CONTROL);
      }),
      RUNS,
    );
  });

  it("counts what it holds", () => {
    fc.assert(
      fc.property(anyPlan, (plan) => {
        const closing = renderPlanText(plan, PLAIN)
          .split("\n")
          .find((line) => /^(Plan: |No changes)/.test(line));
        const counts = closing?.startsWith("Plan")
          ? (closing.match(/\d+/g) ?? []).map(Number).slice(0, 7)
          : [];
        assert.equal(
          counts.reduce((sum, amount) => sum + amount, 0),
          plan.changes.length + plan.blocked.length,
        );
      }),
      RUNS,
    );
  });
});

describe("folding", () => {
  it("stands for every change once, in the plan's order", () => {
    fc.assert(
      fc.property(anyChanges, fc.boolean(), (list, verbose) => {
        // A plan has one change of an address.
        const changes = [...new Map(list.map((change) => [change.address, change])).values()];
        const entries = [...foldChanges(changes, verbose)];
        const heads = entries.map(({ change }) => changes.indexOf(change));
        assert.deepEqual(
          heads,
          [...heads].sort((a, b) => a - b),
        );
        const shown = entries.flatMap(({ change, alike, images }) => [change, ...alike, ...images]);
        assert.equal(shown.length, changes.length);
        assert.deepEqual(new Set(shown), new Set(changes));
      }),
      RUNS,
    );
  });

  it("begins with four of a kind", () => {
    const folder = (amount: number) => [
      createOf("album:a", 1, {}),
      ...Array.from({ length: amount }, (_, index) => createOf(`image:a/${index}`, index, {}, "album:a")),
    ];
    assert.equal([...foldChanges(folder(3), false)].length, 4);
    assert.deepEqual(
      [...foldChanges(folder(4), false)].map(({ images }) => images.length),
      [4],
    );
  });

  it("begins with four changes that read the same", () => {
    const links: FieldDiff = { field: "albums", cause: "manifest", added: ["album:b"], removed: ["album:a"] };
    const alike = (amount: number) =>
      Array.from({ length: amount }, (_, index) => updateOf(`image:a/${index}`, index, [links]));
    assert.equal([...foldChanges(alike(3), false)].length, 3);
    assert.deepEqual(
      [...foldChanges(alike(4), false)].map(({ alike }) => alike.length),
      [3],
    );
    const other = updateOf("image:a/other", 9, [{ ...links, removed: [] }]);
    assert.equal([...foldChanges([...alike(3), other], false)].length, 4);
  });

  it("keeps deletes apart, and everything when verbose", () => {
    fc.assert(
      fc.property(anyChanges, (changes) => {
        const ends = (list: readonly { readonly action: string }[]) =>
          list.filter(({ action }) => action === "delete").length;
        assert.equal(ends([...foldChanges(changes, false)].map(({ change }) => change)), ends(changes));
        assert.equal([...foldChanges(changes, true)].length, changes.length);
      }),
      RUNS,
    );
  });
});

describe("releases", () => {
  it("of one manifest stand together from four on", () => {
    const releases = (amount: number): readonly Change[] =>
      Array.from({ length: amount }, (_, index) => ({
        action: "release",
        kind: "image",
        address: `image:a/${index}.png`,
        before: {},
        reason: "no longer declared in a.yaml",
      }));
    assert.equal([...foldChanges(releases(3), false)].length, 3);
    assert.deepEqual(
      [...foldChanges(releases(5), false)].map(({ alike }) => alike.length),
      [4],
    );
  });
});

describe("plan as JSON", () => {
  it("reads back as the plan, whatever the order of its keys", () => {
    fc.assert(
      fc.property(anyPlan, (plan) => {
        const text = planToJson(plan);
        assert.deepEqual(JSON.parse(text), JSON.parse(JSON.stringify(plan)));
        assert.equal(
          planToJson(Object.fromEntries(Object.entries(plan).reverse()) as unknown as typeof plan),
          text,
        );
      }),
      RUNS,
    );
  });
});
