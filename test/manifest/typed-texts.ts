import fc from "fast-check";
import type { JsonObject } from "../../src/model/json.js";
import { edited } from "./canonical-texts.js";
import { chooseFrom, writeIrregular } from "./irregular-yaml.js";

const word = fc.constantFrom(
  "moon",
  "a moon",
  "red hill, (wide:1.2)",
  "it's",
  "two\nlines",
  "three\n\nlines\n",
  "",
  "x: y",
);
const label = fc.record({ text: word, type: fc.constantFrom("tag", "caption") });
const image = fc.record(
  {
    file: fc.constantFrom("a/b.png", "c d.png"),
    prompt: word,
    steps: fc.nat(50),
    weight: fc.constantFrom(0.5, -1, 7),
    labels: fc.array(label, { maxLength: 3 }),
    source: fc.constantFrom<JsonObject>({}, { a: null }, { a: { b: [1, [2]] } }),
    seed: fc.constant(null),
  },
  { requiredKeys: ["file"] },
);
const simple = fc.record(
  {
    kind: fc.constant("album"),
    public: fc.boolean(),
    defaults: image,
    images: fc.array(image, { maxLength: 3 }),
  },
  { requiredKeys: ["kind"] },
) as fc.Arbitrary<JsonObject>;

/** Texts as people type them, of everyday values. */
export const typed: fc.Arbitrary<string> = fc
  .tuple(simple, fc.array(fc.nat(1000), { minLength: 20, maxLength: 60 }))
  .map(([document, numbers]) => writeIrregular(document, chooseFrom(numbers)));

/** The same with a slip or two. */
export const mistyped: fc.Arbitrary<string> = edited(typed);

const blanks = fc
  .oneof({ weight: 9, arbitrary: fc.constant(4) }, fc.nat(6))
  .map((width) => " ".repeat(width));
const blockLine = fc
  .tuple(blanks, fc.constantFrom("a", "a b", "c", "", "", " ", "# d", "- e", "f: g", "h  ", "---", "'"))
  .map((parts) => parts.join(""));
const blockText = fc
  .tuple(
    fc.constantFrom("t: ", "- ", "- t: ", "  t:  ", "-   t: ", ""),
    fc.constantFrom("|", ">", "|-", ">-", "|+", ">+", "|", ">", "|2", "> # c", "| ", ">1-"),
    fc.array(blockLine, { maxLength: 5 }),
  )
  .map(([head, mark, lines]) => [head + mark, ...lines]);

/** Literal and folded texts with lines of all sorts below them. */
export const blockTexts: fc.Arbitrary<string> = fc
  .tuple(
    fc.constantFrom([], ["a: 1"], ["l:"], ["l:", "- m"], ["images:", "  - n: 1"], ["o:", "  p: 1"]),
    blockText,
    fc.constantFrom([], ["z: 1"], ["- z"], ["  - z"], ["  z: 1"], ["# z"], ["", "z: 1"]),
    fc.constantFrom("\n", "\n", "\r\n"),
    fc.constantFrom("", "\n", "\n", "\n\n"),
  )
  .map(([head, block, tail, eol, end]) => [...head, ...block, ...tail].join(eol) + end);

const escapes = fc
  .array(
    fc.constantFrom(
      ..."\\x41 \\e \\0 \\U0001f600 \\Ud800 \\ud83d \\ude00 \\/ \\a \\_ \\N \\X41 \\u41 \\q \\' a".split(" "),
      "\\ ",
      "\\",
    ),
    {
      maxLength: 4,
    },
  )
  .map((parts) => `"${parts.join("")}"`);
const plains = fc.constantFrom(
  ..."~ ~a Null TRUE False yes No ON y 2025-10-13 2025-1-3 ( (a (a:1) (a: $ $1 ;a ^ ^a: \\ \\n <a <<".split(
    " ",
  ),
  ..."+1 .5 007 0x1f 12:30 = =a .a * & @".split(" "),
  "(a, b)",
  "(a b",
  "a  ",
  "(a: b)",
);

/** Scalars that people write and our writers don't, in blocks and in brackets. */
export const scalars: fc.Arbitrary<string> = fc
  .tuple(
    fc.constantFrom(
      ["k: ", ""],
      ["k:   ", " # c"],
      ["k:\n- ", ""],
      ["k: [a, ", "]"],
      ["k: { a: ", " }"],
      ['k: {"a":', ",}"],
    ),
    fc.oneof(escapes, plains),
  )
  .map(([[head, tail], scalar]) => `${head}${scalar}${tail}\n`);
