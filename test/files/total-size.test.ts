import assert from "node:assert/strict";
import { symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { isLarger } from "../../src/files/total-size.js";
import { makeTempDir } from "../support/temp-dir.js";

test("files are larger than a size when they hold more bytes together", (t) => {
  const dir = makeTempDir(t);
  const files = [3, 4].map((bytes) => {
    const file = join(dir, `${bytes}.yaml`);
    writeFileSync(file, "x".repeat(bytes));
    return file;
  });
  assert.equal(isLarger(files, 6), true);
  assert.equal(isLarger(files, 7), false);
  assert.equal(isLarger([], 0), false);
});

test("a file that can't be looked at holds nothing", (t) => {
  const dir = makeTempDir(t);
  const loop = join(dir, "loop.yaml");
  symlinkSync(loop, loop);
  assert.equal(isLarger([loop, join(dir, "gone.yaml")], 0), false);
});
