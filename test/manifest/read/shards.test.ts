import assert from "node:assert/strict";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, it } from "node:test";
import fc from "fast-check";
import { parse } from "lossless-json";
import { loadProject, makeProject } from "../../support/project.js";
import { LAW_RUNS } from "../../support/runs.js";

const HEAD = `"file":"a/b.png","sha256":"${"0123456789".repeat(6)}abcd","bytes":1,"width":1,"height":1`;

const number = fc.oneof(
  fc.stringMatching(/^-?(0|[1-9]\d{0,24})(\.\d{1,20})?([eE][-+]?\d{1,3})?$/),
  fc.constantFrom("9007199254740991", "9007199254740992", "-9007199254740992", "1e308", "1E309", "-1e+400"),
  fc
    .tuple(fc.integer({ min: 190, max: 330 }), fc.constantFrom("", "e9", "e99", ".5"))
    .map(([digits, end]) => {
      return "7".repeat(digits) + end;
    }),
);
const text = fc
  .oneof(number, fc.constantFrom("1e999", '\\" 99999999999999999999 \\"', "\\\\", "a"))
  .map((inner) => {
    return `"${inner}"`;
  });
const { value } = fc.letrec<{ value: string }>((tie) => ({
  value: fc.oneof(
    { maxDepth: 2 },
    number,
    text,
    fc.array(tie("value"), { maxLength: 3 }).map((parts) => `[${parts.join(", ")}]`),
    fc.dictionary(fc.constantFrom("k", "12345678901234567890", "1e999"), tie("value")).map((parts) => {
      return `{${Object.entries(parts).map(([key, part]) => `"${key}": ${part}`)}}`;
    }),
  ),
}));

describe("numbers in JSON Lines", () => {
  it("are refused exactly where a lossless reader finds that they lose digits or are infinite", (t) => {
    const manifest = "kind: album\nslug: a\nname: A\nimages: { jsonl: [a.jsonl] }\n";
    const dir = makeProject(t, { "manifests/a.yaml": manifest });
    fc.assert(
      fc.property(value, (json) => {
        writeFileSync(join(dir, "manifests/a.jsonl"), `{${HEAD},"metadata":{"x":${json}}}\n`);
        const numbers: string[] = [];
        parse(json, null, (digits) => numbers.push(digits));
        const imprecise = numbers.some((one) => /^-?\d+$/.test(one) && !Number.isSafeInteger(Number(one)));
        const infinite = numbers.some((one) => !Number.isFinite(Number(one)));
        const codes = new Set(loadProject(dir).diagnostics.map(({ code }) => code));
        assert.equal(codes.has("number-imprecise") || codes.has("number-not-finite"), imprecise || infinite);
        if (!imprecise && infinite) assert.deepEqual([...codes], ["number-not-finite"]);
        if (imprecise && !infinite) assert.deepEqual([...codes], ["number-imprecise"]);
      }),
      { numRuns: LAW_RUNS },
    );
  });
});
