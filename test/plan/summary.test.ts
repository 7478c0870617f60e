import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import { describe, it } from "node:test";
import { identifyPlan } from "../../src/plan/summary.js";
import { changeOf } from "../support/random-plans.js";

describe("the id of a plan", () => {
  it("is the digest of one canonical text, however many changes there are", () => {
    const changes = ["a", "é b"].map((name) =>
      changeOf("create", "image", name, { after: { seed: "1", prompt: '"♠"' } }),
    );
    const entry = (address: string) =>
      `{"action":"create","address":"${address}","after":{"prompt":"\\"♠\\"","seed":"1"},"before":null,` +
      `"initial":{},"placements":[],"protect":false,"record":{"set":{},"unset":[]}}`;
    const text = `["1.0","main",[${entry("image:a")},${entry("image:%C3%A9%20b")}]]`;
    assert.equal(identifyPlan("main", changes), createHash("sha256").update(text).digest("hex"));
    assert.equal(identifyPlan("main", []), createHash("sha256").update('["1.0","main",[]]').digest("hex"));
  });
});
