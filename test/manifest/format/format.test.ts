import assert from "node:assert/strict";
import { describe, it } from "node:test";
import fc from "fast-check";
import { fillJsonLinesFacts, fillYamlFacts } from "../../../src/manifest/edit/facts.js";
import { renderManifest } from "../../../src/manifest/edit/render.js";
import { formatJsonLines, formatYaml } from "../../../src/manifest/format/format.js";
import { loadYaml } from "../../../src/manifest/text/packages.js";
import { readCanonical } from "../../../src/manifest/yaml/canonical-read.js";
import { readYaml } from "../../../src/manifest/yaml/yaml-read.js";
import { equalJson, type Json, type JsonObject } from "../../../src/model/json.js";
import { chooseFrom, writeIrregular } from "../irregular-yaml.js";

const text = fc.constantFrom(
  "plain words",
  "two\nlines\n",
  "",
  "null",
  "a, b",
  "x: # y",
  " blank ",
  "it's",
  "- a",
);
const scalar: fc.Arbitrary<Json> = fc.oneof(text, fc.integer(), fc.constantFrom(0.6, true, null));
const key = fc.constantFrom("slug", "file", "prompt", "bytes", "name", "loras", "zeta", "kind", "a b");
const flat = fc.dictionary(key, scalar, { maxKeys: 6, noNullPrototype: true });
const document = fc
  .record({
    top: flat,
    defaults: flat,
    images: fc.array(flat, { maxLength: 3 }),
    numbers: fc.array(fc.nat()),
  })
  .map(({ top, defaults, images, numbers }) => ({
    declared: { ...top, images, defaults, type: "deck" } as JsonObject,
    numbers: [1, ...numbers],
  }));

describe("formatYaml", () => {
  it("keeps every value and comment, and has nothing left to do", () => {
    fc.assert(
      fc.property(document, ({ declared, numbers }) => {
        const before = writeIrregular(declared, chooseFrom(numbers));
        const after = formatYaml(before);
        const read = readYaml(after);
        assert.deepEqual(read.problems, []);
        assert.ok(equalJson(read.value as Json, readYaml(before).value as Json), `${before}\n→\n${after}`);
        assert.deepEqual(commentsOf(after), commentsOf(before));
        assert.equal(formatYaml(after), after);
      }),
      { numRuns: 1000 },
    );
  });

  it("is the same where the fast reader proves that nothing is left to do", () => {
    fc.assert(
      fc.property(document, fc.nat(), fc.constantFrom("", " ", "\n", "\n\n"), ({ declared }, at, more) => {
        const [{ text }] = renderManifest("album.yaml", declared, undefined);
        const place = at % (text.length + 1);
        const altered = `${text.slice(0, place)}${more}${text.slice(place)}`;
        if (readCanonical(altered) === undefined || formatYaml(altered) !== altered) return;
        // An anchor is read by the general reader only.
        const slow = `${altered}zz: &a x\n`;
        assert.equal(formatYaml(slow), slow);
      }),
      { numRuns: 1000 },
    );
  });

  it("composes a canonical text not at all, another formatted one once, and any other at most four times", (t) => {
    const parse = t.mock.method(loadYaml(), "parseDocument");
    const count = (text: string) => {
      parse.mock.resetCalls();
      formatYaml(text);
      return parse.mock.callCount();
    };
    const canonical = "kind: album\nslug: a/b\nimages:\n  - { file: a/b/c.png, prompt: x }\n";
    assert.equal(count(canonical), 0);
    assert.equal(count(`${canonical}# a\n# b\n`), 0);
    assert.equal(count(canonical.replace("x", "'x' ")), 2);
    assert.equal(count(canonical.replace("x", "&x x")), 1);
    assert.ok(count(canonical.replace("kind: album\nslug: a/b\n", "slug:  a/b\nkind: album\n")) <= 4);
  });

  it("moves comments with their keys and leaves those at the top and the tail", () => {
    const before = `# schema line

# about the name
name:   Two
# about the kind
kind: album # tail


images:
  - prompt: "x"
    # about the file
    file: b.png
  - sha256: a
    file: a.png
    # at the end

defaults: {steps: 30,loras: [ {path: a} ]}
slug: two`;
    assert.equal(
      formatYaml(before),
      `# schema line

# about the name
# about the kind
kind: album # tail

slug: two
name: Two
defaults: { steps: 30, loras: [{ path: a }] }
images:
  - prompt: "x"
    # about the file
    file: b.png
  - file: a.png
    sha256: a
    # at the end
`,
    );
  });

  it("leaves a text alone that is no readable document", () => {
    for (const text of ["kind: [", "slug: b\nkind: a\nkind: b\n", "", "# only\n"])
      assert.equal(formatYaml(text), text);
  });

  it("does not put an alias before its anchor", () => {
    const text = "name: &n Two\nkind: album\nslug: *n\n";
    assert.equal(formatYaml(text), text);
  });

  it("keeps line breaks of Windows and a byte order mark", () => {
    assert.equal(formatYaml("\ufeffslug: a  \r\nkind: album\r\n"), "\ufeffkind: album\r\nslug: a\r\n");
  });
});

describe("formatJsonLines", () => {
  it("orders keys, and leaves lines that it can't write again", () => {
    const kept = ['{"a":1,"a":2}', '{"seed": 18446744073709551615}', "[1]", "{"];
    assert.equal(
      formatJsonLines(`{"prompt": "x",  "file":"a.png"}\r\n\n${kept.join("\n")}`),
      `{"file":"a.png","prompt":"x"}\n${kept.join("\n")}\n`,
    );
  });
});

describe("facts", () => {
  const facts = { sha256: "f".repeat(64), bytes: 3, width: 2, height: 1 };

  it("fills in what is missing, fixes what is wrong and touches nothing else", async () => {
    const before =
      "kind: album\nimages:\n  - file: a.png   # mine\n    bytes: 9\n  - ref: b.png\n  - file: c.png\n";
    const after = await fillYamlFacts(before, async (file) => (file === "a.png" ? facts : undefined));
    assert.equal(
      after,
      `kind: album\nimages:\n  - file: a.png   # mine\n    sha256: "${facts.sha256}"\n    bytes: 3\n    width: 2\n    height: 1\n  - ref: b.png\n  - file: c.png\n`,
    );
    assert.equal(await fillYamlFacts(after, async (file) => (file === "a.png" ? facts : undefined)), after);
  });

  it("does the same line by line in JSON Lines", async () => {
    const before = '{"file": "a.png"}\n\nnot json\n';
    const after = await fillJsonLinesFacts(before, async () => facts);
    assert.deepEqual(JSON.parse(after.split("\n")[0] as string), { file: "a.png", ...facts });
    assert.ok(after.endsWith("\n\nnot json\n"));
  });
});

function commentsOf(text: string): readonly string[] {
  return Array.from(text.matchAll(/(?:^|[ \t])#.*$/gm), ([comment]) => comment.trim()).sort();
}
