import assert from "node:assert/strict";
import { describe, it } from "node:test";
import fc from "fast-check";
import { type DocumentOp, editJsonLines, editManifest } from "../../../src/manifest/edit/edit-document.js";
import { readYaml } from "../../../src/manifest/yaml/yaml-read.js";
import { equalJson, type Json, type JsonObject, valueAt } from "../../../src/model/json.js";
import { LAW_RUNS } from "../../support/runs.js";
import { chooseFrom, writeIrregular } from "../irregular-yaml.js";

const FILE = "/p/manifests/a.yaml";
const edit = (text: string, ...ops: DocumentOp[]) => {
  const result = editManifest(FILE, Buffer.from(text), ops);
  return Buffer.isBuffer(result) ? result.toString() : result;
};

const MANIFEST = `\ufeff# the deck\r
kind:   set-template   # odd blanks\r
slug: 'deck'\r
name: "Deck"\r
\r
items:\r
  key: '{name}'\r
  rows:\r
    # the first\r
    - {name: "One",   suit: a}\r
    - name: Two\r
      suit: b   # of two\r
style_suffix: 'soft light'\r
loras: [{path: x, weight: 0.5}]`;

describe("editing a manifest by operations", () => {
  it("changes one line of a commented and oddly quoted manifest", () => {
    const ops: DocumentOp[] = [{ op: "set", path: ["style_suffix"], value: "hard light" }];
    assert.equal(edit(MANIFEST, ...ops), MANIFEST.replace("'soft light'", "'hard light'"));
  });

  it("inserts, moves and removes items with the comments above them", () => {
    const rows = (...path: number[]) => ["items", "rows", ...path];
    const one = '    # the first\r\n    - {name: "One",   suit: a}\r\n';
    const two = "    - name: Two\r\n      suit: b   # of two\r\n";
    assert.equal(
      edit(MANIFEST, { op: "move", path: rows(1), to: 0 }),
      MANIFEST.replace(one + two, two + one),
    );
    assert.equal(edit(MANIFEST, { op: "remove", path: rows(0) }), MANIFEST.replace(one, ""));
    assert.equal(
      edit(MANIFEST, { op: "insert", path: rows(1), value: { name: "New", suit: "c" } }),
      MANIFEST.replace(two, `    - name: New\r\n      suit: c\r\n${two}`),
    );
    assert.equal(
      edit(MANIFEST, { op: "insert", path: ["loras", 1], value: { path: "z", weight: 1 } }),
      MANIFEST.replace("[{path: x, weight: 0.5}]", "[{path: x, weight: 0.5}, { path: z, weight: 1 }]"),
    );
  });

  it("counts positions as the operations before leave them", () => {
    const text = "kind: a\nlist:\n  - a: 1\n  - a: 2\n";
    assert.equal(
      edit(
        text,
        { op: "insert", path: ["list", 0], value: { a: 0 } },
        { op: "set", path: ["list", 1, "a"], value: 10 },
        { op: "remove", path: ["list", 2] },
      ),
      "kind: a\nlist:\n  - a: 0\n  - a: 10\n",
    );
    assert.equal(
      edit(
        "kind: a\n",
        { op: "insert", path: ["tags", 0], value: "x" },
        { op: "insert", path: ["tags", 0], value: "z" },
      ),
      "kind: a\ntags: [z, x]\n",
    );
  });

  it("gives the value that the operations ask for, however the file is written", () => {
    const value = fc.oneof(fc.constantFrom<Json>("x", "yes", 1, null), fc.constant<Json>({ a: "b: c" }));
    const op = fc.record({
      op: fc.constantFrom("set", "remove", "insert", "move"),
      at: fc.nat(5),
      to: fc.nat(5),
      value,
    });
    const item = fc.record({ name: fc.constantFrom("a", "b # c", "d"), weight: fc.nat(3) });
    let edited = 0;
    fc.assert(
      fc.property(
        fc.array(item, { minLength: 1, maxLength: 4 }),
        fc.array(op, { minLength: 1, maxLength: 4 }),
        fc.array(fc.nat(1000), { minLength: 5, maxLength: 40 }),
        (list, wishes, numbers) => {
          const document = { kind: "album", images: list, zeta: "end" } as unknown as JsonObject;
          const original = writeIrregular(document, chooseFrom(numbers));
          const expected: Json[] = [...(list as Json[])];
          const ops = wishes.flatMap((wish): DocumentOp[] => {
            const count = expected.length;
            const at = wish.at % Math.max(1, count);
            if (count === 0 && wish.op !== "insert") return [];
            switch (wish.op) {
              case "set":
                expected[at] = wish.value;
                return [{ op: "set", path: ["images", at], value: wish.value }];
              case "remove":
                expected.splice(at, 1);
                return [{ op: "remove", path: ["images", at] }];
              case "move": {
                const to = wish.to % count;
                expected.splice(to, 0, ...expected.splice(at, 1));
                return [{ op: "move", path: ["images", at], to }];
              }
              default: {
                const place = wish.at % (count + 1);
                expected.splice(place, 0, wish.value);
                return [{ op: "insert", path: ["images", place], value: wish.value }];
              }
            }
          });
          const result = edit(original, ...ops);
          // Items that share a line can't be moved; the file is left alone then.
          if (typeof result !== "string") return assert.equal(result.code, "edit-refused");
          edited++;
          const read = readYaml(result.replace(/^\ufeff/, "")).value;
          assert.ok(equalJson(valueAt(read, ["images"]), expected), `${original}\n${result}`);
        },
      ),
      { numRuns: LAW_RUNS },
    );
    assert.ok(edited > LAW_RUNS / 2, `only ${edited} edits were made`);
  });

  it("says why an operation can't be carried out, and where", () => {
    const refused: readonly (readonly [string, DocumentOp, string])[] = [
      ["a: 1\n", { op: "remove", path: ["b"] }, "edit-refused"],
      ["a: [1]\n", { op: "remove", path: ["a", 1] }, "edit-refused"],
      ["a: [1]\n", { op: "move", path: ["a", 0], to: 1 }, "edit-refused"],
      ["a: [1]\n", { op: "insert", path: ["a", 2], value: 1 }, "edit-refused"],
      ["a: 1\n", { op: "insert", path: ["a", 0], value: 1 }, "edit-refused"],
      ["a: &x 1\nb: *x\n", { op: "set", path: ["a"], value: 2 }, "edit-refused"],
      ["a: [\n", { op: "set", path: ["a"], value: 1 }, "yaml-syntax"],
      ["a: 1\na: 2\n", { op: "set", path: ["a"], value: 1 }, "duplicate-key"],
      ["\n", { op: "set", path: ["a"], value: 1 }, "empty-file"],
      [
        "a: 1\n",
        { op: "set", path: ["a"], value: JSON.parse("[".repeat(200) + "]".repeat(200)) },
        "nesting-too-deep",
      ],
    ];
    for (const [text, op, code] of refused) {
      const result = edit(text, op);
      assert.equal(typeof result === "string" ? result : result.code, code, text);
    }
    assert.deepEqual(
      (edit("k:\n  a: &x 1\nb: *x\n", { op: "set", path: ["k", "a"], value: 2 }) as { at: unknown }).at,
      {
        file: FILE,
        format: "yaml",
        path: ["k", "a"],
      },
    );
  });

  it("names the files that hold the images instead", () => {
    const refusal = (files: string) => {
      const result = edit(`images: { jsonl: ${files} }\n`, {
        op: "set",
        path: ["images", 0, "nsfw"],
        value: true,
      });
      return typeof result === "string" ? result : result.summary;
    };
    const start = "images.jsonl can't be changed in place: the images stand in";
    assert.equal(refusal("[a.jsonl]"), `${start} a.jsonl. Edit the lines of that file.`);
    assert.equal(refusal("[a.jsonl, b.jsonl]"), `${start} a.jsonl, b.jsonl. Edit the lines of those files.`);
    assert.doesNotMatch(refusal("[]"), /stand in/);
  });

  it("edits lines of a JSON Lines file by themselves", () => {
    const text = '{"file": "a",  "nsfw":false}\n\n{"file":"b","labels":[{"text":"x"}]}\nbroken\n';
    const change = (...ops: DocumentOp[]) => {
      const result = editJsonLines("/p/a.jsonl", Buffer.from(text), ops);
      return Buffer.isBuffer(result) ? result.toString() : result.code;
    };
    assert.equal(change({ op: "set", path: [0, "nsfw"], value: true }), text.replace("false", "true"));
    assert.equal(
      change({ op: "insert", path: [2, "labels", 1], value: { text: "y" } }),
      text.replace('[{"text":"x"}]', '[{"text":"x"}, {"text":"y"}]'),
    );
    assert.equal(change({ op: "remove", path: [0] }), text.slice(text.indexOf("\n") + 1));
    assert.equal(change({ op: "set", path: [1, "nsfw"], value: true }), "edit-refused");
    assert.equal(change({ op: "set", path: [3, "nsfw"], value: true }), "edit-refused");
    assert.equal(change({ op: "set", path: [9, "nsfw"], value: true }), "edit-refused");
  });
});
