import assert from "node:assert/strict";
import { describe, it } from "node:test";
import fc from "fast-check";
import { outlineCanonical, outlineJsonLine } from "../../src/manifest/yaml/canonical-outline.js";
import { findRange, type TextRange } from "../../src/manifest/yaml/yaml-find.js";
import { composeYaml } from "../../src/manifest/yaml/yaml-read.js";
import type { Json } from "../../src/model/json.js";
import type { DocumentPath } from "../../src/model/source.js";
import { LAW_RUNS } from "../support/runs.js";
import { declared, hostile, nearCanonical, render } from "./canonical-texts.js";
import { blockTexts, mistyped, scalars, typed } from "./typed-texts.js";

/** Every path of a value, and beside each one that leads nowhere. */
function* listPaths(value: Json, path: DocumentPath = []): Generator<DocumentPath> {
  yield path;
  yield [...path, "nowhere", 0];
  yield [...path, 999];
  if (typeof value !== "object" || value === null) return;
  const steps = Array.isArray(value) ? value.keys() : Object.keys(value);
  for (const step of steps)
    yield* listPaths((value as Record<string | number, Json>)[step] as Json, [...path, step]);
}

/** A range as far as its first line goes, which is all that is shown; where blocks end, the parser counts comments in or not. */
function clip(text: string, range: TextRange | undefined): TextRange | undefined {
  if (range === undefined) return undefined;
  const line = /^[^\r\n]*/.exec(text.slice(range.offset))?.[0] ?? "";
  return { offset: range.offset, length: Math.min(range.length, line.length) };
}

/** True when the text is canonical; then every place in it must be the one in its document. */
function agrees(text: string, outline = outlineCanonical): boolean {
  const places = outline(text);
  if (places === undefined) return false;
  const document = composeYaml(text);
  for (const path of listPaths(places.value)) {
    for (const part of ["key", "value"] as const)
      assert.deepEqual(
        clip(text, places.find(path, part)),
        clip(text, findRange(document, path, part)),
        `${part} of ${JSON.stringify(path)} in\n${text}`,
      );
  }
  return true;
}

function countFound(texts: fc.Arbitrary<string>): number {
  let found = 0;
  fc.assert(
    fc.property(texts, (text) => {
      if (agrees(text)) found++;
    }),
    { numRuns: LAW_RUNS },
  );
  return found;
}

describe("places in canonical manifests", () => {
  it("are those of the document, for what our writers make", () => {
    assert.ok(countFound(declared.map(render)) > LAW_RUNS / 2);
  });

  it("are those of the document where a text differs a little", () => {
    assert.ok(countFound(nearCanonical) > LAW_RUNS / 20);
  });

  it("are those of the document in hostile texts", () => {
    assert.ok(countFound(hostile) > LAW_RUNS / 40);
  });

  it("are those of the document in what people type, and mistype", () => {
    assert.ok(countFound(typed) > LAW_RUNS / 4);
    assert.ok(countFound(mistyped) > LAW_RUNS / 20);
    assert.ok(countFound(scalars) > LAW_RUNS / 20);
    assert.ok(countFound(blockTexts) > LAW_RUNS / 40);
  });

  it("are those of the document in lines of JSON", () => {
    const line = fc
      .tuple(
        fc.dictionary(fc.string({ minLength: 1 }), fc.jsonValue({ maxDepth: 3 })),
        fc.nat(3),
        fc.constantFrom("", " ", "\r"),
      )
      .map(([value, indent, end]) => `${JSON.stringify(value, null, indent).replaceAll(/\n */g, " ")}${end}`);
    let found = 0;
    fc.assert(
      fc.property(fc.oneof(line, hostile), (text) => {
        if (agrees(text.split("\n", 1)[0] ?? "", outlineJsonLine)) found++;
      }),
      { numRuns: LAW_RUNS },
    );
    assert.ok(found > LAW_RUNS / 10);
    assert.ok(agrees('{"file":"a.png","labels":[{"text":"b","type":"tag"}],"seed":"1"}', outlineJsonLine));
    for (const text of ["", " ", "# a", "[1]", "a", '{"a":1'])
      assert.ok(!agrees(text, outlineJsonLine), text);
  });

  it("are found past comments, empty lines and lists in lists", () => {
    const lines = [
      "# a",
      "b: c # d",
      "",
      "e:",
      "  # f",
      "  - g: [h, { i: 'j' }] # k",
      '    "l": m',
      "",
      "# n",
    ];
    assert.ok(agrees(`${lines.join("\n")}\n`));
    assert.ok(agrees(["images: [{ file: a, labels: [b] }, c]", "d: e"].join("\n")));
  });
});
