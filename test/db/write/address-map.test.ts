import assert from "node:assert/strict";
import { describe, it } from "node:test";
import fc from "fast-check";
import { AddressMap } from "../../../src/db/write/address-map.js";
import { LAW_RUNS } from "../../support/runs.js";

const address = fc
  .tuple(fc.constantFrom("album", "image", "set-template"), fc.integer({ min: 0, max: 200 }))
  .map(([kind, number]) => `${kind}:${number}`);
const work = fc.array(
  fc.tuple(
    fc.oneof({ weight: 4, arbitrary: fc.constant("set") }, fc.constant("delete")),
    address,
    fc.integer({ min: 1, max: 99 }),
  ),
  { maxLength: 400, size: "+2" },
);

describe("numbers by address", () => {
  it("are those of a map, in whatever order they come and are asked for", () => {
    fc.assert(
      fc.property(work, fc.boolean(), work, fc.boolean(), (steps, ascending, others, sharing) => {
        const model = new AddressMap();
        for (const [, name, id] of others) model.set(name, id);
        const rows = new AddressMap(sharing ? model : undefined);
        const map = new Map<string, number>();
        const inOrder = ascending ? [...steps].sort(([, a], [, b]) => (a < b ? -1 : a > b ? 1 : 0)) : steps;
        for (const [what, name, id] of inOrder) {
          if (what === "set") {
            rows.set(name, id);
            map.set(name, id);
          } else {
            rows.delete(name);
            map.delete(name);
          }
          assert.equal(rows.size, map.size);
          assert.equal(rows.get(name), map.get(name));
        }
        for (const [, name] of steps) {
          assert.equal(rows.has(name), map.has(name));
          assert.equal(rows.get(name), map.get(name));
        }
        assert.deepEqual([...rows.keys()].sort(), [...map.keys()].sort());
      }),
      { numRuns: LAW_RUNS },
    );
  });
});
