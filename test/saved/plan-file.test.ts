import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import { tmpdir } from "node:os";
import { describe, it } from "node:test";
import fc from "fast-check";
import type { Change } from "../../src/model/change.js";
import { digestJson } from "../../src/model/digest.js";
import { PLAN_FORMAT, type Plan } from "../../src/model/plan.js";
import type { Resource } from "../../src/model/resource.js";
import type { PlanRequest } from "../../src/model/saved-plan.js";
import type { PlanOptions } from "../../src/plan/options.js";
import { planChanges } from "../../src/plan/plan.js";
import { readSavedPlan } from "../../src/saved/read.js";
import { writeSavedPlan } from "../../src/saved/write.js";
import { spillInto } from "../../src/spill/spill-buffer.js";
import {
  albumOf,
  appliedObject,
  estateOf,
  imageOf,
  observationOf,
  planOptions,
} from "../support/memory-observation.js";
import { renamingEstate } from "../support/random-estate.js";
import { requestOf } from "../support/saved-again.js";

const ASKED: PlanRequest = {
  ...requestOf(planOptions()),
  retryThumbnails: true,
  targets: ["image:decks/**"],
};

const bytesOf = (plan: Plan, mostInOne?: number, asked = ASKED): Buffer =>
  Buffer.from([...writeSavedPlan(plan, asked, mostInOne)].join(""));

/** Two entries stay in memory. The file comes in pieces of so many bytes. */
function read(bytes: Buffer, piece = 1000) {
  const pieces = Array.from({ length: Math.ceil(bytes.length / piece) }, (_, index) =>
    bytes.subarray(index * piece, (index + 1) * piece),
  );
  return readSavedPlan(pieces, spillInto({ folder: tmpdir(), from: 2, onPage: 2 }));
}

function codeOf(bytes: Buffer): string | undefined {
  const result = read(bytes);
  return result.plan === undefined ? result.problem.code : undefined;
}

function planFor(
  before: readonly Resource[],
  after: readonly Resource[],
  options: PlanOptions,
): Promise<Plan> {
  const objects = before.map((resource) => appliedObject(resource));
  return planChanges(estateOf(...after), observationOf(objects), options);
}

/** A first plan of so many images in one album. */
function planImages(count: number): Promise<Plan> {
  const files = Array.from({ length: count }, (_, index) => `${index}.png`);
  const album = albumOf("a", files);
  const order = digestJson([...album.images]);
  const images = files.map((file) => imageOf(file, { sha256: digestJson(file) }));
  return planFor([], [{ ...album, fields: { ...album.fields, order } }, ...images], planOptions());
}

/** From one estate to another. A plan in either form: 0 changes in one object make every other plan JSON Lines. */
const anyCase = fc.record({
  before: fc.oneof(fc.constant([]), renamingEstate),
  after: renamingEstate,
  prune: fc.boolean(),
  mostInOne: fc.constantFrom(undefined, 0),
});

async function planCase({
  before,
  after,
  prune,
  mostInOne,
}: typeof anyCase extends fc.Arbitrary<infer T> ? T : never) {
  const options = planOptions({ prune });
  const asked = requestOf(options);
  const plan = await planFor(before, after, options);
  return { plan, asked, bytes: bytesOf(plan, mostInOne, asked) };
}

describe("the file of a plan", () => {
  it("gives the plan back, with what was asked, in both forms", async () => {
    await fc.assert(
      fc.asyncProperty(anyCase, fc.integer({ min: 1, max: 5000 }), async (each, piece) => {
        const { plan, asked: wanted, bytes } = await planCase(each);
        const result = read(bytes, piece);
        assert.ok(result.plan !== undefined, JSON.stringify(result));
        const { digest, asked, ...rest } = result.plan;
        assert.match(digest, /^[0-9a-f]{64}$/);
        assert.deepEqual(asked, wanted);
        assert.deepEqual(JSON.parse(JSON.stringify(rest)), JSON.parse(JSON.stringify(plan)));
      }),
      { numRuns: 1000 },
    );
  });

  it("is refused with any byte altered, added or cut off", async () => {
    await fc.assert(
      fc.asyncProperty(anyCase, fc.nat(), fc.integer({ min: 1, max: 255 }), async (each, at, flip) => {
        const { bytes } = await planCase(each);
        const index = at % bytes.length;
        const altered = Buffer.from(bytes);
        altered[index] = (altered[index] as number) ^ flip;
        const variants = [altered, bytes.subarray(0, index), Buffer.concat([bytes, Buffer.from("\n")])];
        for (const variant of variants) assert.notEqual(codeOf(variant), undefined);
      }),
      { numRuns: 1000 },
    );
  });

  it("is one canonical object up to ten thousand changes, and lines above", async () => {
    const one = bytesOf(await planImages(9999)).toString();
    assert.equal(one.split("\n").length, 2);
    assert.ok(one.startsWith('{"asked":{"allowDeletes":0,'));
    const lines = bytesOf(await planImages(10_000))
      .toString()
      .split("\n");
    assert.equal(lines.length, 20_004);
    assert.match(lines[20_002] as string, /^\{"digest":"[0-9a-f]{64}"\}$/);
    assert.equal(read(Buffer.from(lines.join("\n")), 100_000).plan?.changes.length, 10_001);
  });

  it("is refused when its first line has what has lines of its own", async () => {
    const [head = "", ...lines] = bytesOf(await planImages(1), 0)
      .toString()
      .split("\n");
    const twice = [JSON.stringify({ ...JSON.parse(head), thumbnails: [] }), ...lines.slice(0, -2)];
    const text = `${twice.join("\n")}\n`;
    const digest = createHash("sha256").update(text).digest("hex");
    assert.equal(codeOf(Buffer.from(`${text}{"digest":"${digest}"}\n`)), "plan-file-invalid");
  });

  it("is refused when a line is not in the one form that is written, though the digest fits", async () => {
    const lines = bytesOf(await planImages(1), 0)
      .toString()
      .split("\n")
      .slice(0, -2);
    // Each character is a byte here, so that there can be bytes that are no text.
    const isRefused = (from: string, to: string): void => {
      const text = `${lines.join("\n").replace(from, to)}\n`;
      assert.notEqual(text, `${lines.join("\n")}\n`);
      const digest = createHash("sha256").update(text, "latin1").digest("hex");
      const bytes = Buffer.from(`${text}{"digest":"${digest}"}\n`, "latin1");
      assert.equal(codeOf(bytes), "plan-file-altered", to);
    };
    isRefused('"protect":false', '"protect":true,"protect":false');
    isRefused('"index":0', '"index":-0');
    isRefused('"kind":"image"', '"kind": "image"');
    isRefused('"estate":"main"', '"estate":"other","estate":"main"');
    isRefused('"estate":"main"', '"estate":"\\u006dain"');
    isRefused('{"action"', ' {"action"');
    isRefused('"reason":"', '"reason":"\xff');
  });

  it("says in which of its lines the shape is wrong, and is closed then as in the end", async () => {
    const plan = await planImages(599);
    const wrong = { address: "image:b.png", action: "make", sha256: 1, reason: "" } as never;
    const bytes = bytesOf({ ...plan, thumbnails: [wrong] }, 0);
    let closed = 0;
    const open = function* (whole: Buffer) {
      try {
        yield whole.subarray(0, 5000);
        yield whole.subarray(5000);
      } finally {
        closed++;
      }
    };
    const room = spillInto({ folder: tmpdir(), from: 2 });
    const result = readSavedPlan(open(bytes), room);
    assert.match(
      result.plan === undefined ? result.problem.summary : "",
      /\/thumbnails\/0.*, in lines 502 to 602$/,
    );
    readSavedPlan(open(Buffer.from(`{}\n${" ".repeat(9000)}`)), room);
    assert.equal(closed, 2);
  });

  it("is refused at a line that is longer than any that is written, and read no further", () => {
    const room = spillInto({ folder: tmpdir(), from: 2 });
    const piece = Buffer.alloc(1 << 20, " ");
    const endless = function* (start: string) {
      yield Buffer.from(start);
      for (let read = 0; read < 600; read++) yield piece;
      assert.fail("read on");
    };
    for (const [start, line] of [
      ["", 1],
      [`{"formatVersion":"${PLAN_FORMAT}"}\n`, 2],
    ] as const) {
      const result = readSavedPlan(endless(start), room);
      assert.equal(result.plan, undefined);
      assert.match(result.problem.summary, new RegExp(`: line ${line} is longer than`));
    }
  });

  it("says which of several things is wrong with it", async () => {
    const text = bytesOf(await planFor([], [], planOptions())).toString();
    const cases = {
      "plan-file-altered": text.replace('"main"', '"mine"'),
      "plan-format-unknown": text.replace(`"formatVersion":"${PLAN_FORMAT}"`, '"formatVersion":"2.0"'),
      "plan-file-invalid": "kind: album\n",
    };
    for (const [code, variant] of Object.entries(cases)) assert.equal(codeOf(Buffer.from(variant)), code);
    assert.equal(codeOf(Buffer.alloc(0)), "plan-file-invalid");
  });

  it("is refused when its digest fits and its shape does not", async () => {
    const plan = await planImages(1);
    const { summary: _, ...torn } = plan;
    const result = read(bytesOf(torn as Plan));
    assert.ok(result.plan === undefined && /summary/.test(result.problem.summary), JSON.stringify(result));
    const [album, image] = [...plan.changes] as [Change, Change];
    const odd = { ...image, action: "explode" } as unknown as Change;
    const wrong = { address: "image:b.png", action: "make", sha256: 1, reason: "" } as never;
    const plans = [{ changes: [odd] }, { changes: [album, odd] }, { thumbnails: [wrong] }];
    for (const parts of plans)
      for (const mostInOne of [undefined, 0])
        assert.equal(codeOf(bytesOf({ ...plan, ...parts }, mostInOne)), "plan-file-invalid");
  });

  it("is taken with every text that a manifest can hold", async () => {
    for (const prompt of ["\\u0000 and \\ud800", "♠ 𝔸 \u001b[31m", ""]) {
      const image = imageOf("a.png", { prompt, "metadata.__proto__": { prompt } });
      const plan = await planFor([], [albumOf("a", ["a.png"]), image], planOptions());
      for (const mostInOne of [undefined, 0]) assert.equal(codeOf(bytesOf(plan, mostInOne)), undefined);
    }
  });
});
