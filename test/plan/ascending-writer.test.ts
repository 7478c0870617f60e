import assert from "node:assert/strict";
import { describe, it } from "node:test";
import fc from "fast-check";
import { AscendingWriter } from "../../src/plan/ascending-writer.js";
import { LAW_RUNS } from "../support/runs.js";

const members = fc.array(fc.record({ address: fc.constantFrom("a", "b", "c", "d"), from: fc.nat(9) }));

describe("a list that is written in order", () => {
  it("holds what was known and what came, ascending, the known ones first where addresses are equal", () => {
    fc.assert(
      fc.property(members, members, (known, others) => {
        const coming = others.toSorted((a, b) =>
          a.address < b.address ? -1 : a.address > b.address ? 1 : 0,
        );
        const list: { address: string; from: number }[] = [];
        const writer = new AscendingWriter(list, known);
        for (const member of coming) writer.add(member);
        writer.end();
        const wanted = [...known, ...coming].sort((a, b) =>
          a.address < b.address ? -1 : a.address > b.address ? 1 : 0,
        );
        assert.deepEqual(list, wanted);
      }),
      { numRuns: 5 * LAW_RUNS },
    );
  });
});
