import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { planHistory } from "../../src/apply/history.js";
import type { FieldDiff } from "../../src/model/change.js";
import { changeOf, planOf } from "../support/random-plans.js";

const SIDES = { before: { prompt: "old" }, after: { prompt: "new" } };

describe("history of a plan", () => {
  it("leaves the digest of a create to whoever writes its row", () => {
    const [one] = planHistory(planOf([changeOf("create", "image", "x", { after: { a: 1, b: 2 } })]));
    assert.deepEqual(one, { address: "image:x", action: "create", before: null });
  });

  it("keeps what was there and what was written", () => {
    const plan = planOf([
      changeOf("adopt", "album", "a", SIDES),
      changeOf("delete", "image", "d", SIDES),
      changeOf("move", "image", "m", { ...SIDES, from: "image:old" }),
      changeOf("release", "image", "r", SIDES),
      changeOf("update", "image", "u", SIDES),
    ]);
    const { before, after } = SIDES;
    assert.deepEqual(
      Array.from(planHistory(plan), ({ touched: _, ...entry }) => entry),
      [
        { address: "album:a", action: "adopt", before, after },
        { address: "image:d", action: "delete", before, after: null },
        { address: "image:m", action: "move", before: { ...before, address: "image:old" }, after },
        { address: "image:r", action: "release", before, after: null },
        { address: "image:u", action: "update", before, after },
      ],
    );
  });

  it("says what each change touches, under the names before it", () => {
    const diffs: readonly FieldDiff[] = [
      { field: "labels", cause: "manifest", added: [{ text: "x", type: "tag" }] },
      { field: "albums", cause: "manifest", added: ["album:new"], removed: ["album:gone", "album:new"] },
    ];
    const plan = planOf([
      changeOf("move", "album", "new", { from: "album:old", order: [] }),
      changeOf("delete", "image", "d"),
      changeOf("move", "image", "m", {
        after: { prompt: "new" },
        from: "image:old",
        diffs,
        record: { set: { steps: 1 }, unset: ["item"] },
      }),
      changeOf("release", "image", "r"),
    ]);
    const [labels, albums] = [
      { added: [{ text: "x", type: "tag" }], removed: [] },
      { added: ["album:new"], removed: ["album:gone", "album:old"] },
    ];
    assert.deepEqual(
      Array.from(planHistory(plan), ({ touched }) => touched),
      [
        { address: "album:old", fields: [], reorders: true, movedFromAfter: "album:old" },
        { address: "image:d", fields: "all", reorders: false },
        {
          address: "image:old",
          fields: ["item", "prompt", "steps"],
          labels,
          albums,
          reorders: false,
          movedFromAfter: "image:old",
        },
        { address: "image:r", fields: [], reorders: false },
      ],
    );
  });
});
