import assert from "node:assert/strict";
import { describe, it } from "node:test";
import fc from "fast-check";
import { editJsonLine, editYaml } from "../../../src/manifest/edit/edit.js";
import { type DocumentEdit, editJson, type ListItems } from "../../../src/manifest/edit/edit-json.js";
import { readYaml } from "../../../src/manifest/yaml/yaml-read.js";
import { equalJson, type Json, type JsonObject } from "../../../src/model/json.js";
import { chooseFrom, writeIrregular } from "../irregular-yaml.js";

const text = fc.oneof(
  fc.constantFrom("plain words", "two\nlines", "kept\n\n", "", "null", "tr: #", "- dash", "a, b"),
  fc.string({ maxLength: 8 }),
);
const entry = fc.record(
  { file: text, prompt: text, steps: fc.integer(), source: fc.record({ file: text }) },
  { requiredKeys: ["file"], noNullPrototype: true },
);
const wishes = fc.array(fc.oneof(fc.nat(5), fc.record({ ref: text })), { maxLength: 8 });
const choices = fc.array(fc.nat(1000), { minLength: 5, maxLength: 40 });

describe("putting a list into another order", () => {
  it("gives exactly the items asked for, however the list is written", () => {
    let refused = 0;
    fc.assert(
      fc.property(
        fc.array(entry, { minLength: 1, maxLength: 5 }),
        wishes,
        choices,
        (images, wish, numbers) => {
          const declared = { kind: "album", images, zeta: "end" } as JsonObject;
          const original = writeIrregular(declared, chooseFrom(numbers));
          const edit: DocumentEdit = {
            edit: "arrange",
            path: ["images"],
            items: pickItems(wish, images.length),
          };
          try {
            const result = readYaml(editYaml(original, [edit])).value;
            assert.ok(equalJson(result, editJson(declared, edit) as Json), original);
          } catch (error) {
            if (!(error instanceof Error) || error.name !== "EditRefused") throw error;
            refused++;
          }
        },
      ),
      { numRuns: 1000 },
    );
    assert.ok(refused < 50, `${refused} of 1000 were refused`);
  });

  it("takes each item along with its comments and its text", () => {
    const manifest = `name: x
images:   # as shown
  # the first
  - file: 'a'
    steps:   30   # of a
      # more of a

  - { file: b }
  # the third
  - file: c
# after all
zeta: 1
`;
    const items: ListItems = [2, { ref: "new" }, 0];
    assert.equal(
      editYaml(manifest, [{ edit: "arrange", path: ["images"], items }]),
      `name: x
images:   # as shown
  # the third
  - file: c
  - ref: new
  # the first
  - file: 'a'
    steps:   30   # of a
      # more of a
# after all
zeta: 1
`,
    );
    assert.match(editYaml(manifest, [{ edit: "arrange", path: ["images"], items: [] }]), /^images: +\[\]/m);
  });

  it("follows other edits of the same items, and works in a line of JSON", () => {
    const edits: readonly DocumentEdit[] = [
      { edit: "set", path: ["images", 0, "steps"], value: 2 },
      { edit: "arrange", path: ["images"], items: [1, 0] },
    ];
    assert.equal(
      editYaml("images:\n- file: a\n- file: b", edits),
      "images:\n- file: b\n- file: a\n  steps: 2",
    );
    assert.equal(
      editJsonLine('{"loras":[{"path":"a"},{"path":"b"}]}', [
        { edit: "arrange", path: ["loras"], items: [1, 0] },
      ]),
      '{"loras":[{"path":"b"},{"path":"a"}]}',
    );
  });
});

function pickItems(wishes: readonly (number | { readonly ref: string })[], length: number): ListItems {
  const taken = new Set<number>();
  return wishes.filter((wish) => {
    if (typeof wish !== "number") return true;
    if (wish >= length || taken.has(wish)) return false;
    taken.add(wish);
    return true;
  });
}
