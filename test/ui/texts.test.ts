import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { createTwoFilesPatch } from "diff";
import fc from "fast-check";
import { loadUi } from "../support/ui-module.js";

const { diffWords } = await loadUi<{
  diffWords(before: string, after: string): readonly { kind: "same" | "added" | "removed"; text: string }[];
}>("../../src/ui/design/word-diff.tsx");
const { applyPatch } = await loadUi<{ applyPatch(text: string, diff: string): string }>(
  "../../src/ui/design/patch.tsx",
);
const { suggest, unknownPlaceholders } = await loadUi<{
  suggest(name: string, known: readonly string[]): string | undefined;
  unknownPlaceholders(template: string, columns: readonly string[]): readonly string[];
}>("../../src/ui/template/form/prompts.ts");

describe("words of two prompts", () => {
  it("marks the one that differs", () => {
    assert.deepEqual(diffWords("bordered, clear silhouette", "bordered, bold silhouette"), [
      { kind: "same", text: "bordered, " },
      { kind: "removed", text: "clear" },
      { kind: "added", text: "bold" },
      { kind: "same", text: " silhouette" },
    ]);
  });

  it("holds both texts whole", () => {
    const text = fc.array(fc.constantFrom("a", "of", ", ", " ", "The")).map((words) => words.join(""));
    fc.assert(
      fc.property(text, text, (before, after) => {
        const runs = diffWords(before, after);
        const join = (skip: string) =>
          runs
            .filter(({ kind }) => kind !== skip)
            .map((run) => run.text)
            .join("");
        assert.equal(join("removed"), after);
        assert.equal(join("added"), before);
      }),
    );
  });
});

describe("patches", () => {
  it("lead from the text to the other one", () => {
    const text = fc
      .array(fc.constantFrom("a", "b", "c", ""), { maxLength: 30 })
      .map((lines) => lines.map((line) => `${line}\n`).join(""));
    fc.assert(
      fc.property(text, text, (before, after) => {
        const patch = createTwoFilesPatch("a/x", "b/x", before, after);
        assert.equal(applyPatch(before, patch), after);
      }),
    );
  });
});

describe("placeholders", () => {
  it("names those that are no column, each once", () => {
    assert.deepEqual(unknownPlaceholders("{value} {meening} {meening}", ["value", "meaning"]), ["meening"]);
  });

  it("suggests the nearest column, and none when nothing is near", () => {
    assert.equal(suggest("meening", ["value", "meaning"]), "meaning");
    assert.equal(suggest("colour", ["value", "meaning"]), undefined);
  });
});
