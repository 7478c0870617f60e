import assert from "node:assert/strict";
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { PROJECT_DIR } from "./paths.js";

/** Compares a text with a committed file under test/; UPDATE_GOLDEN=1 writes the file instead, for review in the diff. */
export function assertGolden(file: string, actual: string): void {
  const path = join(PROJECT_DIR, "test", file);
  if (process.env.UPDATE_GOLDEN === "1") {
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, actual);
    return;
  }
  assert.equal(actual, readFileSync(path, "utf8"));
}
