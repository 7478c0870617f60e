import assert from "node:assert/strict";
import { describe, it } from "node:test";
import fc from "fast-check";
import type { Diagnostic } from "../../src/model/diagnostic.js";
import { renderAnnotations } from "../../src/report/formats/github.js";
import { renderJunit } from "../../src/report/formats/junit.js";
import { renderSarif } from "../../src/report/formats/sarif.js";
import { assertGolden } from "../support/golden.js";
import { anyText } from "./arbitrary-plan.js";

const RUNS = { numRuns: 1000 };
const source = fc.record({
  file: anyText,
  line: fc.integer({ min: 1 }),
  column: fc.integer({ min: 1, max: 300 }),
});
const anyDiagnostic: fc.Arbitrary<Diagnostic> = fc.record(
  {
    severity: fc.constantFrom("error" as const, "warning" as const),
    code: anyText,
    summary: fc.oneof(anyText, fc.constantFrom("::error::x", "100 %0A", "]]>", "<a b='c'>&amp;", "a\r\nb\0")),
    expected: anyText,
    help: anyText,
    source,
    excerpt: fc.record({ text: anyText, length: fc.nat(300) }),
    related: fc.array(fc.record({ message: anyText, source }), { maxLength: 2 }),
  },
  { requiredKeys: ["severity", "code", "summary"] },
);
const anyDiagnostics = fc.array(anyDiagnostic, { maxLength: 25 });

const FOUND: readonly Diagnostic[] = [
  {
    severity: "warning",
    code: "duplicate-bytes",
    summary: "a.png and b.png have the same bytes",
    source: { file: "manifests/a b.yaml", line: 3, column: 5 },
    related: [{ message: "declared first here", source: { file: "manifests/a b.yaml", line: 2, column: 5 } }],
  },
  {
    severity: "error",
    code: "placeholder-unknown",
    summary: "{suite} is not a column of card_deck.csv; did you mean {suit}? 100 %, <really>",
    expected: "columns: value, suit",
    help: "Use one of them.",
    source: { file: "manifests/sets/card-deck.yaml", line: 14, column: 28 },
    excerpt: { text: 'prompt_template: "{value} of {suite}"', length: 7 },
  },
  { severity: "error", code: "config-missing", summary: "There is no sync.config.yaml" },
];

describe("annotations of GitHub", () => {
  it("read well", () => assertGolden("report/golden/findings-github.txt", renderAnnotations(FOUND, "art/")));

  it("are one command a line, at most ten, errors first, and count what is left out", () => {
    fc.assert(
      fc.property(anyDiagnostics, (diagnostics) => {
        const lines = renderAnnotations(diagnostics, "").split("\n").slice(0, -1);
        assert.equal(lines.length, Math.min(10, diagnostics.length));
        for (const line of lines)
          assert.match(line, /^::(error|warning) ([a-zA-Z]+=[^:,\r]*)(,[a-zA-Z]+=[^:,\r]*)*::[^\r]*$/);
        const kinds = lines.map((line) => line.startsWith("::error"));
        assert.deepEqual(
          kinds,
          [...kinds].sort((a, b) => Number(b) - Number(a)),
        );
        const left = Array.from(
          lines[9]?.matchAll(/(\d+) (?:errors?|warnings?)(?= and| more\.)/g) ?? [],
          ([, n]) => Number(n),
        );
        if (diagnostics.length > 10)
          assert.equal(
            left.reduce((sum, n) => sum + n, 0),
            diagnostics.length - 9,
          );
      }),
      RUNS,
    );
  });
});

describe("SARIF", () => {
  it("reads well", () =>
    assertGolden("report/golden/findings.sarif.json", renderSarif(FOUND, { version: "1.2.3", prefix: "" })));

  it("has rules for all results and places that are relative", () => {
    fc.assert(
      fc.property(anyDiagnostics, (diagnostics) => {
        const [run] = JSON.parse(renderSarif(diagnostics, { version: "1.2.3", prefix: "" })).runs;
        assert.equal(run.results.length, diagnostics.length);
        for (const { ruleId, ruleIndex, level, message, locations = [] } of run.results) {
          assert.equal(run.tool.driver.rules[ruleIndex].id, ruleId);
          assert.ok(level === "error" || level === "warning");
          assert.equal(typeof message.text, "string");
          for (const { physicalLocation } of locations) {
            assert.match(physicalLocation.artifactLocation.uri, /^[A-Za-z0-9\-._~!*'()%/]*$/);
            assert.ok(physicalLocation.region.startLine >= 1 && physicalLocation.region.startColumn >= 1);
          }
        }
      }),
      RUNS,
    );
  });

  it("stays below GitHub's limit and says so", () => {
    const many = Array.from({ length: 25_002 }, (_, index) => ({
      ...(FOUND[1] as Diagnostic),
      source: { file: "a.yaml", line: index + 1, column: 1 },
    }));
    const [run] = JSON.parse(renderSarif(many, { version: "1.2.3", prefix: "" })).runs;
    assert.equal(run.results.length, 25_000);
    assert.match(run.invocations[0].toolExecutionNotifications[0].message.text, /^2 more problems/);
  });
});

describe("JUnit", () => {
  it("has one case for each manifest", () =>
    assertGolden(
      "report/golden/findings-junit.xml",
      renderJunit(FOUND, ["manifests/a b.yaml", "manifests/good.yaml"]),
    ));

  it("is well-formed XML whatever the problems say", () => {
    fc.assert(
      fc.property(anyDiagnostics, fc.array(anyText), (diagnostics, files) => {
        const xml = renderJunit(diagnostics, files);
        assertWellFormed(xml);
        const names = new Set([
          ...files,
          ...diagnostics.map(({ source: place }) => place?.file ?? "project"),
        ]);
        assert.equal(xml.match(/<testcase /g)?.length ?? 0, names.size);
      }),
      RUNS,
    );
  });
});

function assertWellFormed(xml: string): void {
  assert.doesNotMatch(xml, /[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\u{10000}-\u{10ffff}]/u);
  assert.doesNotMatch(xml, /&(?!(?:amp|lt|gt|quot|#\d+);)/);
  const open: string[] = [];
  const rest = xml.replace(
    /<(\/?)([a-z-]+|\?xml)((?: [a-z]+="[^"<>]*")*)(\/|\?)?>/g,
    (_tag, end, name, _list, single) => {
      if (end !== "") assert.equal(open.pop(), name);
      else if (single === undefined) open.push(name);
      return "";
    },
  );
  assert.deepEqual(open, []);
  assert.doesNotMatch(rest, /[<>]/);
}
