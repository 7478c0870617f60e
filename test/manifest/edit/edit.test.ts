import assert from "node:assert/strict";
import { describe, it } from "node:test";
import fc from "fast-check";
import { editJsonLine, editYaml } from "../../../src/manifest/edit/edit.js";
import { type DocumentEdit, editJson, listEdits } from "../../../src/manifest/edit/edit-json.js";
import { findRange } from "../../../src/manifest/yaml/yaml-find.js";
import { composeYaml, readYaml } from "../../../src/manifest/yaml/yaml-read.js";
import { equalJson, isJsonObject, type Json, type JsonObject } from "../../../src/model/json.js";
import type { DocumentPath } from "../../../src/model/source.js";
import { chooseFrom, writeIrregular } from "../irregular-yaml.js";

const text = fc.oneof(
  fc.constantFrom(
    "plain words",
    "two\nlines",
    "a line\n",
    "kept\n\n",
    "",
    "null",
    "12",
    "3456e789",
    "yes",
    "tr: #",
  ),
  fc.constantFrom(
    "{brace} of {it}",
    "- dash",
    "a, b",
    "both ' and \"",
    "ünï — ☃",
    " blank ",
    "tab\tin",
    "x:",
    "@at",
  ),
  fc
    .string({ unit: "binary", maxLength: 12 })
    .filter((value) => !value.includes("\0") && !/\p{Surrogate}/u.test(value)),
);
const scalar: fc.Arbitrary<Json> = fc.oneof(
  { weight: 4, arbitrary: text },
  fc.integer(),
  fc.constantFrom(0.6, 7.5, 1.5e21, true, false, null),
);
const key = fc.constantFrom(
  "file",
  "prompt",
  "seed",
  "steps",
  "item",
  "labels",
  "source",
  "zeta",
  "a b",
  "x",
);
const value: fc.Arbitrary<Json> = fc.letrec<{ any: Json; map: Json; list: Json }>((tie) => ({
  any: fc.oneof({ maxDepth: 2 }, scalar, tie("map"), tie("list")),
  map: fc.dictionary(key, tie("any"), { maxKeys: 3, noNullPrototype: true }) as fc.Arbitrary<Json>,
  list: fc.oneof(
    fc.array(scalar, { maxLength: 3 }),
    fc.array(tie("map"), { maxLength: 3 }),
  ) as fc.Arbitrary<Json>,
})).any;
const document = fc
  .record({
    kind: fc.constant("album"),
    name: text,
    defaults: fc.dictionary(key, scalar, { maxKeys: 3, noNullPrototype: true }),
    images: fc.array(fc.dictionary(key, value, { minKeys: 1, maxKeys: 5, noNullPrototype: true }), {
      minLength: 1,
      maxLength: 4,
    }),
  })
  .map((parts): JsonObject => parts as JsonObject);
const choices = fc.array(fc.nat(1000), { minLength: 5, maxLength: 40 });

describe("editing a manifest in place", () => {
  it("changes what is asked for and no line elsewhere, however the file is written", () => {
    fc.assert(
      fc.property(document, choices, choices, value, (declared, numbers, wishes, wish) => {
        const original = writeIrregular(declared, chooseFrom(numbers));
        assert.deepEqual(readYaml(original).problems, [], original);
        assert.ok(equalJson(readYaml(original).value, declared), `the generator is wrong:\n${original}`);
        const edit = chooseEdit(declared, wishes, wish);
        const result = editYaml(original, [edit]);
        assert.ok(
          equalJson(readYaml(result).value, editJson(declared, edit) as Json),
          `${original}\n→\n${result}`,
        );
        checkLines(original, result, declared, edit);
      }),
      { numRuns: 1000, includeErrorInReport: true },
    );
  });

  it("takes the comments of what goes along where a block text above would swallow them", () => {
    const removal: DocumentEdit = { edit: "remove", path: ["images"] };
    const rest = "images:\n  -\n    file: x\n      # about x\nzeta: 1\n";
    const text = "defaults:\n  steps: |+\n    a line\n";
    assert.equal(editYaml(text + rest, [removal]), `${text}zeta: 1\n`);
    assert.equal(editYaml(`name: x\n${rest}`, [removal]), "name: x\n      # about x\nzeta: 1\n");
    const odd = `${text}images:\n    # odd\n  file: x\nzeta: 1\n`;
    const emptied: DocumentEdit = { edit: "set", path: ["images"], value: {} };
    assert.equal(editYaml(odd, [emptied, removal]), `${text}zeta: 1\n`);
  });

  it("makes several edits at once as if one after the other", () => {
    fc.assert(
      fc.property(
        document,
        choices,
        fc.array(fc.tuple(choices, value), { maxLength: 5 }),
        (declared, numbers, wishes) => {
          const original = writeIrregular(declared, chooseFrom(numbers));
          const edits: DocumentEdit[] = [];
          let expected: Json = declared;
          for (const [wish, put] of wishes) {
            const edit = chooseEdit(expected, wish, put);
            expected = editJson(expected, edit) as Json;
            edits.push(edit);
          }
          assert.ok(equalJson(readYaml(editYaml(original, edits)).value, expected));
        },
      ),
      { numRuns: 1000 },
    );
  });

  it("finds the edits that lead from one value to another", () => {
    fc.assert(
      fc.property(document, document, choices, (before, after, numbers) => {
        const original = writeIrregular(before, chooseFrom(numbers));
        const result = editYaml(original, listEdits([], before, after));
        assert.ok(equalJson(readYaml(result).value, after), `${original}\n→\n${result}`);
      }),
      { numRuns: 1000 },
    );
  });

  it("edits a line of JSON and keeps it one", () => {
    fc.assert(
      fc.property(
        fc.dictionary(key, value, { minKeys: 1, noNullPrototype: true }),
        choices,
        value,
        (entry, wishes, wish) => {
          const edit = chooseEdit(entry as JsonObject, wishes, wish);
          const result = editJsonLine(
            JSON.stringify(entry),
            [edit].filter(({ edit: kind }) => kind !== "append"),
          );
          assert.ok(!result.includes("\n"));
          if (edit.edit !== "append") {
            assert.ok(equalJson(JSON.parse(result), editJson(entry as JsonObject, edit) as Json), result);
          }
        },
      ),
      { numRuns: 1000 },
    );
  });
});

describe("an edit that would touch more than it asks for", () => {
  const shared = "a: &x { steps: 3 }\nb: *x\nc:\n  <<: *x\n  k: 1\n";
  const refusals: readonly (readonly [string, DocumentEdit, RegExp])[] = [
    ["the value has an anchor", { edit: "set", path: ["a"], value: 1 }, /^a can't be changed in place: .*&x/],
    [
      "an alias shares the value",
      { edit: "set", path: ["a", "steps"], value: 4 },
      /other values .* would also change/,
    ],
    ["an alias stands on the way", { edit: "set", path: ["b", "steps"], value: 4 }, /the alias \*x/],
    ["a merge key gives the value", { edit: "remove", path: ["c", "steps"] }, /the key does not exist/],
    ["the way leads through text", { edit: "set", path: ["c", "k", "z"], value: 4 }, /no value at this path/],
  ];
  for (const [name, edit, message] of refusals) {
    it(`is refused when ${name}`, () => {
      assert.throws(() => editYaml(shared, [edit]), { name: "EditRefused", message });
    });
  }

  it("is refused in a file that can't be read without doubt", () => {
    const edit: DocumentEdit = { edit: "set", path: ["a"], value: 3 };
    assert.throws(() => editYaml("a: 1\na: 2\n", [edit]), /occurs twice/);
    assert.throws(() => editYaml("a: [\n", [edit]), { name: "EditRefused" });
  });

  it("is made when a document loses all its keys and gets another", () => {
    const edits: readonly DocumentEdit[] = [
      { edit: "remove", path: ["b"] },
      { edit: "remove", path: ["a"] },
      { edit: "set", path: ["c"], value: "x" },
    ];
    assert.equal(editYaml("# top\na: 1 # one\nb: 2\n", edits), "# top\n{ c: x } # one\n");
  });

  it("takes a key out of what a merge key gives by its own value", () => {
    const edit: DocumentEdit = { edit: "set", path: ["c", "steps"], value: 4 };
    assert.equal(editYaml(shared, [edit]), `${shared}  steps: 4\n`);
  });
});

interface Target {
  readonly path: DocumentPath;
  readonly value: Json;
}

function listTargets(value: Json, path: DocumentPath = []): readonly Target[] {
  if (typeof value !== "object" || value === null) return [{ path, value }];
  const parts = Array.isArray(value) ? [...value.entries()] : Object.entries(value);
  return [{ path, value }, ...parts.flatMap(([step, part]) => listTargets(part as Json, [...path, step]))];
}

function chooseEdit(declared: Json, numbers: readonly number[], wish: Json): DocumentEdit {
  const choose = chooseFrom(numbers);
  const targets = listTargets(declared);
  const inner = targets.filter(({ path }) => path.length > 0);
  const keyed = inner.filter(({ path }) => typeof path.at(-1) === "string");
  const removable = keyed.filter(({ path }) => path.length > 1 || !isLastKey(declared, path));
  const maps = targets.filter((target) => isJsonObject(target.value));
  const lists = keyed.filter((target) => Array.isArray(target.value) && target.value.every(isJsonObject));
  switch (choose(["set", "add", "remove", "append"])) {
    case "remove":
      // What is left must be a document.
      if (removable.length > 0) return { edit: "remove", path: choose(removable).path };
      break;
    case "append":
      if (lists.length > 0)
        return { edit: "append", path: choose(lists).path, values: [{ file: "new", prompt: wish }] };
      break;
    case "add":
      return {
        edit: "set",
        path: [...choose(maps).path, choose(["bytes", "nsfw", "sha256", "new key"])],
        value: wish,
      };
  }
  return { edit: "set", path: inner.length === 0 ? ["new"] : choose(inner).path, value: wish };
}

/**
 * Lines outside the value that is edited are the same bytes as before. A new key may share one line with what was there
 * (brackets), a removed one may give its dash to the next.
 */
function checkLines(original: string, result: string, declared: JsonObject, edit: DocumentEdit): void {
  const before = original.split(/\r?\n/);
  const after = result.split(/\r?\n/);
  let head = 0;
  while (head < before.length && head < after.length && before[head] === after[head]) head++;
  let tail = 0;
  const most = Math.min(before.length, after.length) - head;
  while (tail < most && before.at(-1 - tail) === after.at(-1 - tail)) tail++;
  const changed = before.slice(head, before.length - tail);
  if (changed.length === 0) return;
  const isNew =
    edit.edit === "set" && typeof edit.path.at(-1) === "string" && !isDeclared(declared, edit.path);
  const shown = `${JSON.stringify(edit)}\n${original}\n→\n${result}`;
  if (isNew || edit.edit === "append") assert.ok(changed.length <= 1, shown);
  // The object that loses its only key is written anew, as {}.
  const empties = edit.edit === "remove" && isLastKey(declared, edit.path);
  const [first, last] = linesOf(original, empties ? edit.path.slice(0, -1) : edit.path);
  if (!isNew) assert.ok(head >= first, shown);
  if (!isNew && edit.edit === "set") assert.ok(before.length - tail - 1 <= last, shown);
  const next = before.slice(last + 1, before.length - tail).filter((line) => line.trim() !== "");
  if (edit.edit === "remove") assert.ok(next.length <= 1 && !next.some((line) => /^\s*#/.test(line)), shown);
}

function isLastKey(declared: Json, path: DocumentPath): boolean {
  return listTargets(declared).filter(({ path: other }) => isSibling(path, other)).length === 1;
}

function isSibling(path: DocumentPath, other: DocumentPath): boolean {
  return other.length === path.length && path.slice(0, -1).every((step, index) => step === other[index]);
}

function isDeclared(declared: Json, path: DocumentPath): boolean {
  return editJson(declared, { edit: "remove", path }) !== undefined;
}

/** First and last line of a key with its value, from 0. */
function linesOf(text: string, path: DocumentPath): readonly [number, number] {
  const document = composeYaml(text);
  const from = findRange(document, path, "key")?.offset ?? 0;
  const value = findRange(document, path, "value");
  const to = (value?.offset ?? 0) + (value?.length ?? 0);
  const lineOf = (offset: number): number => text.slice(0, offset).split("\n").length - 1;
  return [lineOf(from), lineOf(to)];
}
