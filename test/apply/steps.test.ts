import assert from "node:assert/strict";
import { describe, it } from "node:test";
import fc from "fast-check";
import type { Step } from "../../src/apply/ports.js";
import { isWriting, planSteps, surveySteps } from "../../src/apply/steps.js";
import { kindOf } from "../../src/model/address.js";
import type { Plan } from "../../src/model/plan.js";
import { changeOf, planOf, randomPlans } from "../support/random-plans.js";

const RUNS = { numRuns: 1000 };
const ROW_STEPS = ["insert", "update", "adopt", "move"];
const STEP_OF = { create: "insert", update: "update", adopt: "adopt", move: "move" } as const;
const DEPENDENCY = ["set-template", "album", "image"];

describe("steps of a plan", () => {
  it("gives up names before it takes them, in dependency order", () => {
    const changes = (["create", "adopt", "update", "move"] as const).flatMap((action) => [
      changeOf(action, "image", `i-${action}`),
      changeOf(action, "album", `a-${action}`),
      changeOf(action, "set-template", `s-${action}`),
    ]);
    const steps = Array.from(planSteps(planOf(changes)), ({ step, kind }) => `${step} ${kind}`);
    const inKind = ["move", "update", "adopt", "insert"];
    assert.deepEqual(
      steps,
      DEPENDENCY.flatMap((kind) => inKind.map((step) => `${step} ${kind}`)),
    );
  });

  it("carries each kind of change over", () => {
    const record = { set: { slug: "x" }, unset: ["description"] };
    const shared = { after: { prompt: "new" }, before: { prompt: "old" }, record, protect: true };
    const carried = { address: "image:x", kind: "image", fields: { prompt: "new" } };
    const update = { patch: record, manifest: "manifests/a.yaml", protect: true };
    const expected: readonly (readonly [Parameters<typeof changeOf>[0], object, object])[] = [
      [
        "create",
        { initial: { seed: null }, filename: "x.png" },
        { step: "insert", initial: { seed: null }, filename: "x.png" },
      ],
      ["update", {}, { step: "update", before: { prompt: "old" } }],
      [
        "move",
        { from: "image:o", filename: "x" },
        { step: "move", before: { prompt: "old" }, from: "image:o", filename: "x" },
      ],
      [
        "adopt",
        { row: { id: 4, guard: "x.png" } },
        { step: "adopt", before: { prompt: "old" }, row: { id: 4, guard: "x.png" } },
      ],
    ];
    for (const [action, own, step] of expected)
      assert.deepEqual(stepsOf(planOf([changeOf(action, "image", "x", { ...shared, ...own })])), [
        { ...carried, ...step, record: update },
      ]);
    for (const action of ["release", "delete"] as const)
      assert.deepEqual(
        stepsOf(planOf([changeOf(action, "image", "x", { before: { prompt: "old", labels: [] } })])),
        [{ step: action, address: "image:x", kind: "image", before: { prompt: "old" } }],
      );
  });

  it("adds every declared label to a new image", () => {
    const labels = [{ text: "spades", type: "tag" }];
    const steps = stepsOf(planOf([changeOf("create", "image", "x", { after: { labels } })]));
    assert.deepEqual(steps[1], { step: "label", address: "image:x", kind: "image", add: labels, remove: [] });
  });

  it("makes exactly one row step of each change, with sets in its record only", () => {
    check((plan, steps) => {
      const rows = steps.filter(({ step }) => ROW_STEPS.includes(step));
      const writing = [...plan.changes].filter(isWriting);
      assert.deepEqual(
        rows.map(({ step, address }) => `${address} ${step}`).sort(),
        writing.map(({ action, address }) => `${address} ${STEP_OF[action]}`).sort(),
      );
      for (const row of rows as readonly Extract<Step, { step: "update" }>[]) {
        const change = writing.find(({ address }) => address === row.address);
        assert.deepEqual(
          {
            ...row.fields,
            ...row.record.patch.set,
            ...valuesOf(change?.after ?? {}, change?.record.unset ?? []),
          },
          change?.after,
        );
        if (change?.action === "create") assert.equal(row.fields, change.after, "nothing is copied");
        else for (const set of ["labels", "albums", "order"]) assert.ok(!Object.hasOwn(row.fields, set));
      }
    });
  });

  it("labels new images beside their rows, and no image before its row", () => {
    const labels = [{ text: "spades", type: "tag" }];
    const names = Array.from({ length: 300 }, (_, index) => `${index}`);
    const bare = changeOf("create", "image", "bare", { after: { labels: [] } });
    const changes = names.map((name) => changeOf("create", "image", name, { after: { labels } }));
    const plan = planOf([...changes.slice(0, 7), bare, ...changes.slice(7)]);
    const steps = stepsOf(plan).map(({ step, address }) => `${step} ${address}`);
    assert.deepEqual(
      steps.filter((step) => step.startsWith("label")),
      names.map((name) => `label image:${name}`),
    );
    for (const name of names)
      assert.ok(steps.indexOf(`insert image:${name}`) < steps.indexOf(`label image:${name}`));
    assert.ok(steps.indexOf("label image:0") < steps.indexOf("insert image:299"), "not all rows come first");
  });

  it("links and other labels after all rows, releases after those, deletes last with dependents first", () => {
    check((plan, steps) => {
      const isNew = new Set(
        [...plan.changes].flatMap((change) => (change.action === "create" ? change.address : [])),
      );
      const ranks = steps.map(({ step, kind, address }) => {
        if (ROW_STEPS.includes(step) || (step === "label" && isNew.has(address)))
          return DEPENDENCY.indexOf(kind);
        if (step === "delete") return 20 - DEPENDENCY.indexOf(kind);
        return step === "release"
          ? 15
          : { record: 5, label: 6, unlink: 6, link: 7, order: 8 }[step as "link"];
      });
      assert.deepEqual(
        ranks,
        ranks.toSorted((a, b) => a - b),
      );
    });
  });

  it("makes every link once, in the order in which its album shall show them", () => {
    check((plan, steps) => {
      const links = steps.filter((step) => step.step === "link");
      const planned = [...plan.changes].flatMap((change) =>
        "placements" in change
          ? change.placements.map((placement) => ({ address: change.address, placement }))
          : [],
      );
      assert.deepEqual(
        new Set(links.map(({ address, placement }) => `${address} ${placement.album}`)),
        new Set(planned.map(({ address, placement }) => `${address} ${placement.album}`)),
      );
      assert.equal(links.length, planned.length);
      for (const album of new Set(links.map(({ placement }) => placement.album))) {
        const places = links
          .filter((link) => link.placement.album === album)
          .map((link) => link.placement.index);
        assert.deepEqual(
          places,
          places.toSorted((a, b) => a - b),
        );
      }
    });
  });

  it("are as many as are counted, but for labels", () => {
    check((plan, steps) =>
      assert.equal(surveySteps(plan).total, steps.filter(({ step }) => step !== "label").length),
    );
  });

  it("is the same each time and leaves the plan as it was", () => {
    check((plan, steps) => {
      const before = JSON.stringify(plan);
      assert.deepEqual(stepsOf(plan), steps);
      assert.equal(JSON.stringify(plan), before);
      for (const { address, kind } of steps) assert.equal(kindOf(address), kind);
    });
  });
});

function stepsOf(plan: Plan): readonly Step[] {
  return Array.from(planSteps(plan));
}

function check(law: (plan: Plan, steps: readonly Step[]) => void): void {
  fc.assert(
    fc.property(randomPlans, (plan) => law(plan, stepsOf(plan))),
    RUNS,
  );
}

function valuesOf(after: object, fields: readonly string[]): object {
  return Object.fromEntries(Object.entries(after).filter(([field]) => fields.includes(field)));
}
