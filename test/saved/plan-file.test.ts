import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import { tmpdir } from "node:os";
import { describe, it } from "node:test";
import fc from "fast-check";
import { PLAN_FORMAT, type Plan } from "../../src/model/plan.js";
import type { PlanRequest } from "../../src/model/saved-plan.js";
import { readSavedPlan } from "../../src/saved/read.js";
import { writeSavedPlan } from "../../src/saved/write.js";
import { anyPlan } from "../report/arbitrary-plan.js";
import { createOf, planOf } from "../support/plan-builders.js";

const ASKED: PlanRequest = {
  prune: true,
  restore: ["image:a.png"],
  allowDeletes: 3,
  deleteForeign: false,
  retryThumbnails: true,
  targets: ["image:decks/**"],
  kinds: ["image"],
};

const bytesOf = (plan: Plan, mostInOne?: number): Buffer =>
  Buffer.from([...writeSavedPlan(plan, ASKED, mostInOne)].join(""));

/** Two entries stay in memory. The file comes in pieces of so many bytes. */
function read(bytes: Buffer, piece = 1000) {
  const pieces = Array.from({ length: Math.ceil(bytes.length / piece) }, (_, index) =>
    bytes.subarray(index * piece, (index + 1) * piece),
  );
  return readSavedPlan(pieces, { folder: tmpdir(), from: 2, onPage: 2 });
}

function codeOf(bytes: Buffer): string | undefined {
  const result = read(bytes);
  return result.plan === undefined ? result.problem.code : undefined;
}

/** A plan in either form: 0 changes in one object make every other plan JSON Lines. */
const anyFile = fc
  .tuple(anyPlan, fc.constantFrom(undefined, 0))
  .map(([plan, mostInOne]) => ({ plan, bytes: bytesOf(plan, mostInOne) }));

describe("the file of a plan", () => {
  it("gives the plan back, with what was asked, in both forms", () => {
    fc.assert(
      fc.property(anyFile, fc.integer({ min: 1, max: 5000 }), ({ plan, bytes }, piece) => {
        const result = read(bytes, piece);
        assert.ok(result.plan !== undefined, JSON.stringify(result));
        const { digest, asked, ...rest } = result.plan;
        assert.match(digest, /^[0-9a-f]{64}$/);
        assert.deepEqual(asked, ASKED);
        assert.deepEqual(JSON.parse(JSON.stringify(rest)), JSON.parse(JSON.stringify(plan)));
      }),
      { numRuns: 1000 },
    );
  });

  it("is refused with any byte altered, added or cut off", () => {
    fc.assert(
      fc.property(anyFile, fc.nat(), fc.integer({ min: 1, max: 255 }), ({ bytes }, at, flip) => {
        const index = at % bytes.length;
        const altered = Buffer.from(bytes);
        altered[index] = (altered[index] as number) ^ flip;
        const variants = [altered, bytes.subarray(0, index), Buffer.concat([bytes, Buffer.from("\n")])];
        for (const variant of variants) assert.notEqual(codeOf(variant), undefined);
      }),
      { numRuns: 1000 },
    );
  });

  it("is one canonical object up to ten thousand changes, and lines above", () => {
    const changes = Array.from({ length: 10_001 }, (_, index) => createOf(`image:${index}.png`, 1, {}));
    const one = bytesOf(planOf(changes.slice(1))).toString();
    assert.equal(one.split("\n").length, 2);
    assert.ok(one.startsWith('{"asked":{"allowDeletes":3,'));
    const lines = bytesOf(planOf(changes)).toString().split("\n");
    assert.equal(lines.length, 10_004);
    assert.match(lines[10_002] as string, /^\{"digest":"[0-9a-f]{64}"\}$/);
    assert.equal(read(Buffer.from(lines.join("\n"))).plan?.changes.length, 10_001);
  });

  it("is refused when its first line has what has lines of its own", () => {
    const [head = "", ...lines] = bytesOf(planOf([createOf("image:a.png", 1, {})]), 0)
      .toString()
      .split("\n");
    const twice = [JSON.stringify({ ...JSON.parse(head), thumbnails: [] }), ...lines.slice(0, -2)];
    const text = `${twice.join("\n")}\n`;
    const digest = createHash("sha256").update(text).digest("hex");
    assert.equal(codeOf(Buffer.from(`${text}{"digest":"${digest}"}\n`)), "plan-file-invalid");
  });

  it("says in which of its lines the shape is wrong, and is closed then as in the end", () => {
    const made = Array.from({ length: 600 }, (_, index) => createOf(`image:${index}.png`, 1, {}));
    const wrong = { address: "image:b.png", action: "make", sha256: 1, reason: "" } as never;
    const bytes = bytesOf({ ...planOf(made), thumbnails: [wrong] }, 0);
    let closed = 0;
    const open = function* (whole: Buffer) {
      try {
        yield whole.subarray(0, 5000);
        yield whole.subarray(5000);
      } finally {
        closed++;
      }
    };
    const room = { folder: tmpdir(), from: 2 };
    const result = readSavedPlan(open(bytes), room);
    assert.match(
      result.plan === undefined ? result.problem.summary : "",
      /\/thumbnails\/0.*, in lines 502 to 602$/,
    );
    readSavedPlan(open(Buffer.from(`{}\n${" ".repeat(9000)}`)), room);
    assert.equal(closed, 2);
  });

  it("says which of several things is wrong with it", () => {
    const text = bytesOf(planOf([])).toString();
    const cases = {
      "plan-file-altered": text.replace('"main"', '"mine"'),
      "plan-format-unknown": text.replace(`"formatVersion":"${PLAN_FORMAT}"`, '"formatVersion":"2.0"'),
      "plan-file-invalid": "kind: album\n",
    };
    for (const [code, variant] of Object.entries(cases)) assert.equal(codeOf(Buffer.from(variant)), code);
    assert.equal(codeOf(Buffer.alloc(0)), "plan-file-invalid");
  });

  it("is refused when its digest fits and its shape does not", () => {
    const { summary: _, ...torn } = planOf([]);
    const result = read(bytesOf(torn as Plan));
    assert.ok(result.plan === undefined && /summary/.test(result.problem.summary), JSON.stringify(result));
    const odd = {
      ...createOf("image:a.png", 1, {}),
      action: "explode",
    } as unknown as Plan["changes"][number];
    const made = createOf("image:b.png", 1, {});
    const wrong = { address: "image:b.png", action: "make", sha256: 1, reason: "" } as never;
    const plans = [{ changes: [odd] }, { changes: [made, odd] }, { changes: [made], thumbnails: [wrong] }];
    for (const parts of plans)
      for (const mostInOne of [undefined, 0])
        assert.equal(codeOf(bytesOf({ ...planOf([]), ...parts }, mostInOne)), "plan-file-invalid");
  });
});
