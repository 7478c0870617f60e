import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { SpareBuffers } from "../../src/images/spare-buffers.js";

const MEGABYTE = 1024 * 1024;

describe("spare buffers", () => {
  it("are used again once a task has ended, also in an error, and never by two tasks", async () => {
    const buffers = new SpareBuffers();
    const seen: Buffer[] = [];
    const use = (size: number) =>
      buffers.lend(async (take) => {
        seen.push(take(size));
        await Promise.resolve();
      });
    await Promise.all([use(10), use(10)]);
    assert.notEqual(seen[0], seen[1]);
    await assert.rejects(
      buffers.lend(async (take) => {
        seen.push(take(MEGABYTE));
        throw new Error("a bad picture");
      }),
    );
    assert.ok(seen.slice(0, 2).includes(seen[2] as Buffer));
    await Promise.all([use(5), use(5), use(5)]);
    assert.equal(new Set(seen).size, 3);
  });

  it("are as big as was asked, and big ones are not kept", async () => {
    const buffers = new SpareBuffers();
    const sizes = [0, 1, MEGABYTE + 1, 4 * MEGABYTE, 9 * MEGABYTE];
    for (const size of sizes) await buffers.lend(async (take) => assert.ok(take(size).length >= size));
    const [first, second] = await Promise.all(
      [1, 2].map(() => buffers.lend(async (take) => take(9 * MEGABYTE))),
    );
    assert.notEqual(first, second);
    await buffers.lend(async (take) => assert.ok(take(3 * MEGABYTE).length <= 4 * MEGABYTE));
  });
});
