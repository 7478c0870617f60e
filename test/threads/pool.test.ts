import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { ThreadPool } from "../../src/threads/pool.js";

const DOUBLING = { file: new URL("../support/doubling-thread.js", import.meta.url), data: null };

function openPool(threads: number): ThreadPool<number, number> {
  return new ThreadPool<number, number>(DOUBLING, threads);
}

describe("threads", () => {
  it("give each question its own answer, however many there are", async () => {
    const pool = openPool(3);
    const numbers = Array.from({ length: 200 }, (_, index) => index + 1);
    try {
      const answers = await Promise.all(numbers.map((number) => pool.ask(number)));
      assert.deepEqual(
        answers,
        numbers.map((number) => 2 * number),
      );
    } finally {
      await pool.close();
    }
  });

  it("pass on what one of them throws, for every question from then on", async () => {
    const pool = openPool(2);
    const ends = await Promise.allSettled([-1, 0, 0, 0].map((number) => pool.ask(number)));
    const failure = { name: "RangeError", message: "-1 is below zero" };
    for (const end of ends)
      await assert.rejects(async () => end.status === "rejected" && Promise.reject(end.reason), failure);
    await assert.rejects(pool.ask(5), failure);
    await pool.close();
  });

  it("can be ended while they work, and before", async () => {
    const pool = openPool(2);
    const endless = pool.ask(0);
    assert.equal(await pool.ask(2), 4);
    await pool.close();
    await openPool(2).close();
    const end = await Promise.race([endless, Promise.resolve("none")]);
    assert.equal(end, "none");
  });
});
