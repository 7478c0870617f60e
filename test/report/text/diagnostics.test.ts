import assert from "node:assert/strict";
import { describe, it } from "node:test";
import fc from "fast-check";
import type { Diagnostic } from "../../../src/model/diagnostic.js";
import { renderAnnotations } from "../../../src/report/formats/github.js";
import { diagnosticsToJson } from "../../../src/report/formats/json-text.js";
import { renderDiagnostics } from "../../../src/report/text/diagnostics.js";
import { assertGolden } from "../../support/golden.js";
import { anyText } from "../arbitrary-plan.js";

const PLAIN = { color: false };
const FILE = "manifests/sets/card-deck.yaml";
const UNKNOWN_COLUMN: Diagnostic = {
  severity: "error",
  code: "placeholder-unknown",
  summary: "{suite} is not a column of card_deck.csv; did you mean {suit}?",
  expected: "columns: value, suit",
  source: { file: FILE, line: 14, column: 30 },
  excerpt: { text: 'prompt_template: "{value} of {suite}"', length: 7 },
};
const DUPLICATE: Diagnostic = {
  severity: "warning",
  code: "same-bytes",
  summary: "the same bytes are declared twice",
  help: "Refer to the first entry with ref.",
  source: { file: "manifests/b.yaml", line: 120, column: 3 },
  excerpt: { text: `\t- "塔": ${"x".repeat(200)}`, length: 300 },
  related: [{ message: "declared first here", source: { file: "manifests/a.yaml", line: 7, column: 3 } }],
};
const FAR_RIGHT: Diagnostic = {
  ...UNKNOWN_COLUMN,
  summary: "far to the right",
  source: { file: FILE, line: 15, column: 501 },
  excerpt: { text: `${"a ".repeat(250)}{bad} ${"b ".repeat(250)}`, length: 5 },
};
const NO_PLACE: Diagnostic = {
  severity: "error",
  code: "no-manifests",
  summary: "there is no manifest",
  expected: "a file",
};

describe("diagnostics", () => {
  it("are shown with place, caret and help", () => {
    assertGolden(
      "report/golden/diagnostics.txt",
      renderDiagnostics([FAR_RIGHT, DUPLICATE, UNKNOWN_COLUMN, NO_PLACE], { ...PLAIN, columns: 100 }),
    );
  });

  it("have the caret under the marked characters", () => {
    const lines = renderDiagnostics([UNKNOWN_COLUMN], PLAIN).split("\n");
    assert.equal(lines[2]?.indexOf("{suite}"), lines[3]?.indexOf("^^^^^^^"));
    const far = renderDiagnostics([FAR_RIGHT], PLAIN).split("\n");
    assert.equal(far[2]?.indexOf("{bad}"), far[3]?.indexOf("^^^^^"));
    assert.ok((far[2] as string).length < 110);
  });

  it("of equal bytes stand together, and are counted where there are many groups", () => {
    const place = (line: number) => ({ file: "manifests/a.yaml", line, column: 5 });
    const copyOf = (first: number, line: number): Diagnostic => ({
      severity: "warning",
      code: "duplicate-bytes",
      summary: `The file has the same bytes as ${first}.png`,
      source: place(line),
      related: [{ message: "the other entry", source: place(first) }],
    });
    const few = [copyOf(1, 11), copyOf(2, 12), copyOf(1, 13), copyOf(1, 14)];
    const text = renderDiagnostics(few, PLAIN);
    assert.equal(text.match(/warning\[/g)?.length, 2);
    assert.match(text, /same bytes as 1\.png; so have 2 more files\n {2}manifests\/a\.yaml:11:5\n/);
    assert.match(text, /see: \S+:13:5 the same bytes\n {2}see: \S+:14:5 the same bytes\n/);
    assert.match(text, /\n4 warnings in 1 file\.\n$/);
    assert.match(renderDiagnostics([copyOf(1, 11), copyOf(1, 12)], PLAIN), /1\.png; so has 1 more file\n/);
    const many = Array.from({ length: 90 }, (_, index) => copyOf(1 + (index % 30), 100 + index));
    const summary = renderDiagnostics([...many, UNKNOWN_COLUMN], PLAIN);
    assert.equal(summary.match(/warning\[/g)?.length, 1);
    assert.match(summary, /90 files have the same bytes as another one, in 30 groups/);
    assert.equal(summary.match(/ {2}see: /g)?.length, 5);
    assert.match(summary, /\n1 error, 90 warnings in 2 files\.\n$/);
    assert.equal(renderAnnotations(many, "").match(/^::warning/gm)?.length, 1);
    assert.equal(JSON.parse(diagnosticsToJson(many)).diagnostics.length, 90);
  });

  it("are nothing when there are none, and JSON with counts", () => {
    assert.equal(renderDiagnostics([], PLAIN), "");
    const { diagnostics, ...counts } = JSON.parse(diagnosticsToJson([DUPLICATE, UNKNOWN_COLUMN]));
    assert.deepEqual(counts, { formatVersion: "1.0", errors: 1, warnings: 1 });
    assert.deepEqual(diagnostics, [DUPLICATE, UNKNOWN_COLUMN]);
  });

  it("never let a control character through, whatever the manifest holds", () => {
    const source = fc.record({ file: anyText, line: fc.nat(), column: fc.integer({ min: 1, max: 300 }) });
    const diagnostic = fc.record(
      {
        severity: fc.constantFrom("error" as const, "warning" as const),
        code: anyText,
        summary: anyText,
        expected: anyText,
        help: anyText,
        source,
        excerpt: fc.record({ text: anyText, length: fc.nat(300) }),
        related: fc.array(fc.record({ message: anyText, source }), { maxLength: 2 }),
      },
      { requiredKeys: ["severity", "code", "summary"] },
    );
    fc.assert(
      fc.property(fc.array(diagnostic, { minLength: 1, maxLength: 3 }), (list) => {
        for (const line of renderDiagnostics(list, PLAIN).split("\n"))
          assert.doesNotMatch(line, /[\p{Cc}\p{Cs}]/u);
      }),
      { numRuns: 1000 },
    );
  });
});
