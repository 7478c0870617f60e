import assert from "node:assert/strict";
import { describe, it } from "node:test";
import type { UpdateChange } from "../../src/model/change.js";
import type { Fields, Resource } from "../../src/model/resource.js";
import { planChanges } from "../../src/plan/plan.js";
import {
  appliedObject,
  editedObject,
  estateOf,
  observationOf,
  planOptions,
  templateOf,
} from "../support/memory-observation.js";

const items = [
  { value: "Ace", suit: "Spades" },
  { value: "Two", suit: "Spades" },
];
const fields: Fields = {
  items,
  item_key: "{value} of {suit}",
  base_prompt: "A card",
  prompt_template: "{value} of {suit}",
  "generation.steps": 30,
};

async function updateTo(changed: Fields, from: Resource = templateOf("t", fields)): Promise<UpdateChange> {
  const desired = templateOf("t", { ...fields, ...changed });
  const plan = await planChanges(estateOf(desired), observationOf([appliedObject(from)]), planOptions());
  assert.equal(plan.changes.length, 1);
  return plan.changes.at(0) as UpdateChange;
}

describe("a template change", () => {
  it("names the cell, its line and the one prompt that changes", async () => {
    const change = await updateTo({ items: [items[0] as Fields, { value: "Deuce", suit: "Spades" }] });
    assert.deepEqual(
      change.diffs.map(({ field }) => field),
      ["items"],
    );
    assert.deepEqual(change.diffs[0]?.added, ["Deuce of Spades"]);
    assert.deepEqual(change.diffs[0]?.removed, ["Two of Spades"]);
    const meaning = await updateTo(
      {
        items: items.map((item) => ({ ...item, meaning: item.value === "Two" ? "new" : "old" })),
        prompt_template: "{meaning}",
      },
      templateOf("t", {
        ...fields,
        items: items.map((item) => ({ ...item, meaning: "old" })),
        prompt_template: "{meaning}",
      }),
    );
    assert.deepEqual(meaning.diffs[0]?.cells, [
      {
        item: "Two of Spades",
        column: "meaning",
        before: "old",
        after: "new",
        source: { file: "m.yaml#items.1.meaning", line: meaning.diffs[0]?.source?.line, column: 1 },
      },
    ]);
    assert.deepEqual(meaning.prompts, {
      total: 1,
      shown: [{ item: "Two of Spades", before: "A card. old", after: "A card. new" }],
    });
  });

  it("of a shared text changes every prompt", async () => {
    const change = await updateTo({ base_prompt: "A playing card" });
    assert.equal(change.prompts?.total, 2);
  });

  it("of something else changes no prompt", async () => {
    const change = await updateTo({ "generation.steps": 40 });
    assert.equal(change.prompts, undefined);
    assert.deepEqual(change.after, { "generation.steps": 40 });
  });

  it("leaves keys of generation that nobody declared", async () => {
    const object = editedObject(appliedObject(templateOf("t", fields)), { "generation.scheduler": "ddim" });
    const plan = await planChanges(estateOf(templateOf("t", fields)), observationOf([object]), planOptions());
    assert.deepEqual(plan.changes, []);
  });

  it("is blocked by a column that can't be read", async () => {
    const object = appliedObject(templateOf("t", fields));
    const seen = { ...object, row: { ...object.row!, unreadable: ["generation_config"] } };
    const plan = await planChanges(estateOf(templateOf("t", fields)), observationOf([seen]), planOptions());
    assert.equal(plan.blocked[0]?.code, "column-unreadable");
    assert.deepEqual(plan.changes, []);
  });
});
