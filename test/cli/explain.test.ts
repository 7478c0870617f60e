import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, it } from "node:test";
import { RENAMED_CODES } from "../../src/manifest/text/renamed-codes.js";
import { PROJECT_DIR } from "../support/paths.js";

/** Where a code is given to a failure, a blocked change, a guard or a problem of the database. */
const CODES =
  /(?:\bcode: |\brefusal\(\s*|\bfailWith\([^,]+,\s*|\bblock\(\s*resource,\s*|\bDatabaseProblem\(\s*)"([a-z]+(?:-[a-z]+)*)"/g;

const FOLDERS = ["cli", "plan", "db"];

describe("what sync explain knows", () => {
  const document = readFileSync(join(PROJECT_DIR, "docs/diagnostics.md"), "utf8");
  const entries = [...document.matchAll(/^## (.+)$/gm)].map(([, code]) => code as string);

  it("has an entry for every code of a refusal", () => {
    const used = new Set(FOLDERS.flatMap((folder) => listCodes(join(PROJECT_DIR, "src", folder))));
    assert.ok(used.has("deleted-in-database") && used.has("database-busy"));
    assert.deepEqual(
      [...used].filter((code) => !entries.includes(code)),
      [],
    );
  });

  it("explains a renamed code under its new name only", () => {
    for (const [old, code] of RENAMED_CODES) {
      assert.ok(!entries.includes(old), old);
      assert.ok(entries.includes(code), code);
    }
  });

  it("is sorted, names no code twice, and says something about each", () => {
    assert.deepEqual(entries, [...new Set(entries)].sort());
    const bodies = document.split(/^## .+$/m).slice(1);
    assert.deepEqual(
      entries.filter((_code, index) => (bodies[index] ?? "").trim().length < 40),
      [],
    );
  });
});

function listCodes(folder: string): readonly string[] {
  return readdirSync(folder, { recursive: true, encoding: "utf8" })
    .filter((name) => name.endsWith(".ts"))
    .flatMap((name) => [...readFileSync(join(folder, name), "utf8").matchAll(CODES)])
    .map(([, code]) => code as string);
}
