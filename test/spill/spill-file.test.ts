import assert from "node:assert/strict";
import { readdirSync } from "node:fs";
import { join } from "node:path";
import { describe, it } from "node:test";
import fc from "fast-check";
import { SpillFile, SpillProblem } from "../../src/spill/spill-file.js";
import { LAW_RUNS } from "../support/runs.js";
import { makeTempDir } from "../support/temp-dir.js";

describe("a spill file", () => {
  it("gives back what was put on it, in any order and between two puts", (t) => {
    const folder = makeTempDir(t);
    const value = fc.jsonValue({ maxDepth: 2, noUnicodeString: false });
    const work = fc.array(fc.tuple(value, fc.nat()), { minLength: 1, maxLength: 40 });
    const size = fc.record({ onPage: fc.integer({ min: 1, max: 7 }), pages: fc.integer({ min: 1, max: 3 }) });
    fc.assert(
      fc.property(work, size, (puts, of) => {
        const file = new SpillFile<unknown>(folder, of);
        const put: unknown[] = [];
        for (const [one, pick] of puts) {
          assert.equal(file.put(one), put.length);
          // As JSON has it: there is no negative zero.
          put.push(JSON.parse(JSON.stringify(one)));
          const number = pick % put.length;
          assert.deepEqual(JSON.parse(JSON.stringify(file.get(number))), put[number]);
        }
        put.forEach((one, number) => {
          assert.deepEqual(JSON.parse(JSON.stringify(file.get(number))), one);
        });
      }),
      { numRuns: Math.min(LAW_RUNS, 300) },
    );
  });

  it("leaves no file behind", (t) => {
    const folder = makeTempDir(t);
    const file = new SpillFile<number>(folder, { onPage: 1, pages: 1 });
    for (let number = 0; number < 10; number++) file.put(number);
    assert.equal(file.get(3), 3);
    assert.deepEqual(readdirSync(folder), []);
  });

  it("says which folder is at fault", (t) => {
    const folder = join(makeTempDir(t), "gone");
    const file = new SpillFile<number>(folder, { onPage: 2, pages: 1 });
    file.put(1);
    assert.throws(
      () => file.put(2),
      (error) =>
        error instanceof SpillProblem && error.message.includes(folder) && error.help.includes("TMPDIR"),
    );
  });
});
