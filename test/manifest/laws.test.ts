import assert from "node:assert/strict";
import { renameSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, it } from "node:test";
import fc from "fast-check";
import { indexLines, makeExcerpt } from "../../src/manifest/text/lines.js";
import { readYaml } from "../../src/manifest/yaml/yaml-read.js";
import type { DesiredEstate } from "../../src/model/estate.js";
import { estateIn, type Files, loadProject, makeProject } from "../support/project.js";

const SHA = "a".repeat(64);
const ALBUM = `kind: album
slug: deck # the "first"
name: 'It''s a deck'
description: |
  Two lines
  of text
set_template: cards
defaults: { steps: 30, labels: [{ text: moon, type: tag }] }
images:
  - &one
    file: deck/a.png
    sha256: "${SHA}"
    bytes: 1
    width: 1
    height: 1
    item: Ace of Spades
  - ref: more/c.png
`;
const FILES: Files = {
  "manifests/a.yaml": ALBUM,
  "manifests/b.yaml":
    'kind: set-template\nslug: cards\nname: Cards\nitems: { csv: ../cards.csv, key: "{value} of {suit}" }\n',
  "manifests/c.yaml": "kind: album\nslug: more\nname: More\nimages: { jsonl: [more.jsonl] }\n",
  "manifests/more.jsonl": `{"file":"more/c.png","sha256":"${"c".repeat(64)}","bytes":3,"width":1,"height":1}\n`,
  "cards.csv": 'value,suit\nAce,Spades\n"Two",Hearts\n',
};

/** Text with some stretches taken out, doubled or replaced by what YAML, JSON and CSV treat specially. */
function mangled(text: string): fc.Arbitrary<string> {
  const piece = fc.oneof(
    fc.constantFrom(
      ":",
      "- ",
      "\t",
      "\n",
      "'",
      '"',
      "{",
      "[",
      "]",
      "&a ",
      "*a",
      "<<: ",
      "!x ",
      "|",
      "\0",
      "\r",
      "#",
    ),
    fc.constantFrom(
      "---\n",
      "? ",
      "%YAML 1.1\n",
      "__proto__: 1\n",
      ".nan",
      "1e999",
      "0x",
      "\ufeff",
      "\ud800",
      ",",
    ),
    fc.string({ unit: "binary", maxLength: 5 }),
  );
  const edit = fc.record({ at: fc.nat(text.length), remove: fc.nat(20), piece, doubled: fc.nat(30) });
  return fc.array(edit, { minLength: 1, maxLength: 5 }).map((edits) =>
    edits.reduce((current, { at, remove, piece: inserted, doubled }) => {
      const rest = current.slice(at + remove);
      return current.slice(0, at) + inserted + rest.slice(0, doubled) + rest;
    }, text),
  );
}

function strip({ resources }: DesiredEstate): unknown {
  return [...resources].map(({ origin: _origin, ...resource }) => resource);
}

describe("laws of reading manifests", () => {
  it("the names of the files do not matter", (t) => {
    const dir = makeProject(t, FILES);
    const expected = strip(estateIn(dir));
    let names = ["a", "b", "c"];
    fc.assert(
      fc.property(
        fc.uniqueArray(fc.stringMatching(/^[a-z0-9]{1,8}$/), { minLength: 3, maxLength: 3 }),
        (fresh) => {
          names.forEach((name, index) => {
            renameSync(join(dir, `manifests/${name}.yaml`), join(dir, `${index}.moving`));
          });
          fresh.forEach((name, index) => {
            renameSync(join(dir, `${index}.moving`), join(dir, `manifests/${name}.yaml`));
          });
          names = fresh;
          assert.deepEqual(strip(estateIn(dir)), expected);
        },
      ),
      { numRuns: 1000 },
    );
  });

  it("no text makes the YAML reader throw, and it reports places inside the text", () => {
    fc.assert(
      fc.property(mangled(ALBUM), (text) => {
        const { value, problems } = readYaml(text);
        assert.ok(value !== undefined || problems.length > 0);
        for (const { offset, length } of problems) {
          assert.ok(
            offset >= 0 && offset <= text.length && length >= 1,
            `${offset}+${length} in ${text.length}`,
          );
        }
      }),
      { numRuns: 2000 },
    );
  });

  it("no bytes make loading throw; an estate comes exactly when there is no error", (t) => {
    const dir = makeProject(t, FILES);
    const change = fc.constantFrom(...Object.keys(FILES)).chain((file) =>
      fc.oneof(
        mangled(FILES[file] as string).map((text) => ({ file, bytes: Buffer.from(text) })),
        fc.uint8Array({ maxLength: 200 }).map((bytes) => ({ file, bytes: Buffer.from(bytes) })),
        fc.tuple(fc.nat(), fc.integer({ min: 0, max: 255 })).map(([at, byte]) => {
          const bytes = Buffer.from(FILES[file] as string);
          bytes[at % bytes.length] = byte;
          return { file, bytes };
        }),
      ),
    );
    fc.assert(
      fc.property(change, ({ file, bytes }) => {
        writeFileSync(join(dir, file), bytes);
        const { estate, diagnostics } = loadProject(dir);
        writeFileSync(join(dir, file), FILES[file] as string);
        assert.equal(
          estate === undefined,
          diagnostics.some(({ severity }) => severity === "error"),
        );
        for (const { summary, source, excerpt } of diagnostics) {
          assert.ok(!summary.includes("\n"), summary);
          assert.ok(source === undefined || (source.line >= 1 && source.column >= 1));
          assert.ok(excerpt === undefined || (excerpt.length >= 1 && !excerpt.text.includes("\n")));
        }
      }),
      { numRuns: 1000 },
    );
    assert.ok(loadProject(dir).estate !== undefined);
  });

  it("deep nesting and endless aliases end in a diagnostic", () => {
    const codes = (text: string) => readYaml(text).problems.map(({ code }) => code);
    assert.deepEqual(codes(`a: ${"[".repeat(50_000)}`), ["nesting-too-deep"]);
    assert.deepEqual(codes(`a: ${"{b: ".repeat(200)}1${"}".repeat(200)}`), ["nesting-too-deep"]);
    assert.deepEqual(codes("a: &x { <<: *x }"), ["alias-bomb"]);
  });

  it("ordinary anchors, aliases and merge keys are followed; explicit keys win", () => {
    const text = "a: &a { x: 1, y: 2 }\nb: { <<: *a, y: 3 }\nc: { <<: [{ x: 7 }, *a] }\nd: *a\n";
    assert.deepEqual(readYaml(text).value, {
      a: { x: 1, y: 2 },
      b: { x: 1, y: 3 },
      c: { x: 7, y: 2 },
      d: { x: 1, y: 2 },
    });
  });

  it("an offset and its line and column are one place", () => {
    fc.assert(
      fc.property(fc.string({ unit: fc.constantFrom("a", "\n", "\r", "é") }), fc.nat(60), (text, offset) => {
        const lines = indexLines(text);
        const at = Math.min(offset, text.length);
        const { line, column } = lines.locate(at);
        assert.equal(lines.startOf(line) + column - 1, at);
        assert.equal(line, text.slice(0, at).split("\n").length);
      }),
      { numRuns: 1000 },
    );
  });

  it("an excerpt of a huge line stays small", () => {
    const line = "x".repeat(5_000_000);
    assert.equal(makeExcerpt(line, 10, 5_000_000)?.text.length, 2000);
    assert.equal(makeExcerpt(line, 10, 5_000_000)?.length, 1991);
    assert.equal(makeExcerpt(line, 3_000_000, 1), undefined);
  });
});
