import assert from "node:assert/strict";
import { join } from "node:path";
import { describe, it } from "node:test";
import fc from "fast-check";
import { editYaml } from "../../src/manifest/edit/edit.js";
import type { DocumentEdit } from "../../src/manifest/edit/edit-json.js";
import { formatYaml } from "../../src/manifest/format/format.js";
import { listManifests } from "../../src/manifest/read/discover.js";
import { readManifestFile } from "../../src/manifest/read/manifest-file.js";
import type { Problem } from "../../src/manifest/text/problem.js";
import { openProjectFiles } from "../../src/manifest/text/project-files.js";
import { readCanonical } from "../../src/manifest/yaml/canonical-read.js";
import { readYaml } from "../../src/manifest/yaml/yaml-read.js";
import { isJsonObject } from "../../src/model/json.js";
import { PROJECT_DIR } from "../support/paths.js";
import { LAW_RUNS } from "../support/runs.js";
import { declared, hostile, nearCanonical, render } from "./canonical-texts.js";
import { blockTexts, mistyped, scalars, typed } from "./typed-texts.js";

function refuse({ summary }: Problem): void {
  assert.fail(summary);
}

/** How the fast reader took the text; when it did, then it must have read what the YAML reader reads. */
function agrees(text: string): "canonical" | "taken" | "not taken" {
  const read = readCanonical(text);
  if (read === undefined) return "not taken";
  const expected = readYaml(text);
  const { canonical, isSpaced, ...content } = read;
  assert.deepEqual({ ...content, problems: [] }, expected, text);
  // Key order, which deepEqual does not look at.
  assert.equal(JSON.stringify(read.value), JSON.stringify(expected.value), text);
  assert.ok(canonical || !isSpaced);
  return canonical ? "canonical" : "taken";
}

/** How many of the texts the fast reader took. */
function countTaken(texts: fc.Arbitrary<string>): number {
  let taken = 0;
  fc.assert(
    fc.property(texts, (text) => {
      if (agrees(text) !== "not taken") taken++;
    }),
    { numRuns: LAW_RUNS },
  );
  return taken;
}

/** What our writers make is taken, unless no reader reads it. */
function assertTaken(text: string): void {
  if (agrees(text) === "canonical") return;
  const { problems } = readYaml(text);
  assert.ok(problems.length > 0 || text.includes("__proto__"), `not taken:\n${text}`);
}

describe("reading canonical manifests", () => {
  it("takes what our writers make, and reads what the YAML reader reads", () => {
    fc.assert(
      fc.property(declared, (document) => assertTaken(render(document))),
      { numRuns: LAW_RUNS },
    );
  });

  it("takes what our writers make of it in place", () => {
    const key = fc.constantFrom("name", "other", "provenance", "defaults");
    fc.assert(
      fc.property(declared, declared, key, (document, other, changed) => {
        const images = Array.isArray(document.images) && document.images.every(isJsonObject);
        const changes: DocumentEdit[] = [{ edit: "set", path: [changed], value: other[changed] ?? null }];
        if (images) changes.push({ edit: "append", path: ["images"], values: [{ file: "new.png", other }] });
        const text = render(document);
        if ([text, render(other)].some((one) => readYaml(one).problems.length > 0)) return;
        assertTaken(formatYaml(editYaml(text, changes)));
      }),
      { numRuns: LAW_RUNS },
    );
  });

  it("reads what the YAML reader reads, or nothing, where a text differs a little", () => {
    assert.ok(countTaken(nearCanonical) > LAW_RUNS / 20);
  });

  it("reads what the YAML reader reads, or nothing, of hostile texts", () => {
    assert.ok(countTaken(hostile) > LAW_RUNS / 40);
  });

  it("takes what people add: comments, empty lines, single quotes, blanks in brackets", () => {
    const lines = [
      ...[
        "# a",
        "",
        "a: b # c: d",
        "c: 'it''s'  # e",
        "f:   # g",
        "  - { h: 'i, j' } #",
        "",
        "# k",
        "  - l: [ m ,m ]",
      ],
      ...["      # o", "    p: q\u00a0 # r", "s: t#u", 'v: "w # x" # y', "z: 7.50"],
    ];
    assert.equal(agrees(`${lines.join("\n")}\n`), "canonical");
    assert.equal(agrees(lines.join("\n")), "canonical");
  });

  it("reads what the YAML reader reads of most that people type", () => {
    assert.ok(countTaken(typed) > LAW_RUNS / 4);
  });

  it("reads what the YAML reader reads, or nothing, of what people mistype", () => {
    assert.ok(countTaken(mistyped) > LAW_RUNS / 20);
  });

  it("reads what the YAML reader reads, or nothing, of literal and folded texts", () => {
    assert.ok(countTaken(blockTexts) > LAW_RUNS / 40);
  });

  it("reads what the YAML reader reads, or nothing, of scalars that people type", () => {
    assert.ok(countTaken(scalars) > LAW_RUNS / 20);
  });

  it("knows what our writers would not make", () => {
    const head = "kind: album\n";
    const typed = [
      "kind: album\r\n",
      "---\nkind: album\n",
      "  kind: album\n",
      ...[
        "a:  b",
        "a: b ",
        "a:",
        "'a': b",
        "a: |\n  b",
        "a: >-\n  b\n  c",
        "a: ~",
        "a: yes",
        "a: 2025-10-13",
      ],
      ...["a: (b)", 'a: "\\x41"', "a:\n- b", "a:\n    b: c", "a:\n   - b", "a:\n  -  b", "a:\n  -\n    b: c"],
      ...['a: {"b":c}', "a: [b,]", "a: { b: c, }", "a: { 'b': c }", "a: b\n  \nc: d"],
    ];
    for (const text of typed)
      assert.equal(agrees(text.startsWith("a") ? `${head}${text}\n` : text), "taken", text);
  });

  it("takes every shipped manifest", () => {
    const project = openProjectFiles({ projectDir: PROJECT_DIR, allowOutside: [], untrusted: false });
    const files = listManifests({ manifestDirs: [join(PROJECT_DIR, "manifests")] }, String, refuse);
    const roads = files.map((file) => readManifestFile(file, project, refuse)?.canonical);
    assert.deepEqual(
      roads,
      files.map(() => true),
    );
    assert.equal(roads.length, 11);
  });
});
