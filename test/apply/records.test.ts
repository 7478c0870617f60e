import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { planSteps } from "../../src/apply/steps.js";
import { planChanges } from "../../src/plan/plan.js";
import {
  albumOf,
  appliedObject,
  estateOf,
  imageOf,
  observationOf,
  planOptions,
} from "../support/memory-observation.js";

const labels = [{ text: "spades", type: "tag" }];
const album = albumOf("a", ["a/1.png"]);

describe("what a step records", () => {
  it("includes declared labels, albums and order, which are rows of their own", async () => {
    const resources = [album, imageOf("a/1.png", { labels })];
    const plan = await planChanges(estateOf(...resources), observationOf([]), planOptions());
    const inserts = [...planSteps(plan)].filter((step) => step.step === "insert");
    const recorded = inserts.map(({ fields, record }) => ({ ...fields, ...record.patch.set }));
    assert.deepEqual(recorded, [album.fields, { ...resources[1]?.fields }]);
    assert.deepEqual([recorded[0]?.order, recorded[1]?.labels], [album.fields.order, labels]);
  });

  it("leaves out labels that are no longer declared", async () => {
    const objects = [appliedObject(album), appliedObject(imageOf("a/1.png", { labels }))];
    const resources = [album, imageOf("a/1.png")];
    const plan = await planChanges(estateOf(...resources), observationOf(objects), planOptions());
    const [update, removal] = [...planSteps(plan)];
    assert.ok(update?.step === "update" && removal?.step === "label");
    assert.deepEqual(update.record.patch, { set: {}, unset: ["labels"] });
    assert.deepEqual(removal.remove, labels);
  });
});
