import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, describe, it } from "node:test";
import fc from "fast-check";
import { formatPatch } from "../../src/report/formats/unified-diff.js";
import { LAW_RUNS } from "../support/runs.js";

const line = fc.constantFrom("a\n", "b\n", "c\r\n", "\n", "- d\n", "+e\n", "@@\n");
const text = fc
  .tuple(fc.array(line, { maxLength: 12 }), fc.constantFrom("", "", "end"))
  .map(([lines, end]) => lines.join("") + end);
const file = fc.option(text, { nil: null });

describe("a patch", () => {
  let dir = "";
  before(() => {
    dir = mkdtempSync(join(tmpdir(), "album-sync-patch-"));
  });
  after(() => rmSync(dir, { recursive: true }));

  it("is what git apply makes the new text of the old one with", () => {
    fc.assert(
      fc.property(file, file, (old, now) => {
        // git knows no empty file in a patch of this form.
        fc.pre(old !== now && !(old === null && now === "") && !(old === "" && now === null));
        checkPatch(formatPatch("some set.yaml", old, now), old, now);
      }),
      { numRuns: Math.ceil(LAW_RUNS / 20) },
    );
  });

  it("replaces the whole of a text that has too little in common", () => {
    const old = Array.from({ length: 3000 }, (_, index) => `old ${index}\n`).join("");
    const now = `${old.replaceAll("old", "new")}last`;
    const patch = formatPatch("some set.yaml", old, now);
    assert.match(patch, /^--- a\/some set\.yaml\n\+\+\+ b\/some set\.yaml\n@@ -1,3000 \+1,3001 @@\n-old 0\n/);
    checkPatch(patch, old, now);
  });

  it("is empty for equal texts", () => {
    assert.equal(formatPatch("a.yaml", "a\n", "a\n"), "");
    assert.equal(formatPatch("a.yaml", null, null), "");
  });

  function checkPatch(patch: string, old: string | null, now: string | null): void {
    const target = join(dir, "some set.yaml");
    rmSync(target, { force: true });
    if (old !== null) writeFileSync(target, old);
    execFileSync("git", ["apply", "--whitespace=nowarn", "-"], { cwd: dir, input: patch });
    assert.equal(existsSync(target) ? readFileSync(target, "utf8") : null, now);
  }
});
