import fc from "fast-check";
import { renderManifest } from "../../src/manifest/edit/render.js";
import type { Json, JsonObject } from "../../src/model/json.js";

/** Texts that readers of YAML disagree about, that need quotes, or that are cut where they should not be. */
const NASTY_TEXTS = [
  ..."~ null Null true TRUE yes No on y 12 -12 0x1f 0xfe 0o17 017 1e3 12ab 3456e789 1_000 12:30 2025-10-13".split(
    " ",
  ),
  ..."2025-10-13T21:35:33.481220Z 18446744073709551615 .inf -.inf .nan ... --- - a: :a a#b &a *a !a | >- %a @a".split(
    " ",
  ),
  ..."`a << a,b [a] {a} a] 'a' \"a\" it's a\\b a\\ \\ \\u0041 ä ./a ../a /a .a _a constructor".split(" "),
  ...[
    "",
    " ",
    "a ",
    " a",
    "--- a",
    "- a",
    "? a",
    ": a",
    "a: b",
    "a #b",
    "# a",
    "!!str a",
    "a, b",
    'say "a"',
    "54 cards",
  ],
  ...[
    "a\nb",
    "a\n",
    "\ta",
    "a\tb",
    "\r",
    "\u0085",
    "\u00a0a",
    "a\u00a0",
    "\u2028",
    "\ufeffa",
    "\ufffe",
    "\u{1f600} b",
    "\0",
    "\ud800",
  ],
];
const NASTY_NUMBERS = [
  0,
  -0,
  1,
  -1,
  7.5,
  -0.5,
  1e-7,
  1e21,
  -1e21,
  2 ** 53,
  2 ** 53 - 1,
  -(2 ** 53),
  5e-324,
  1.7e308,
  0.1,
  100,
];

const word = fc.oneof(
  { weight: 3, arbitrary: fc.constantFrom("moon", "deck/a b.png", "Two of Spades, the Diplomat") },
  { weight: 3, arbitrary: fc.constantFrom(...NASTY_TEXTS) },
  fc.string({ maxLength: 8 }),
  fc.string({ unit: "grapheme", maxLength: 6 }),
  fc.string({ unit: fc.constantFrom("a", "1", " ", ":", "#", ",", '"', "\\", "-", "e", "."), maxLength: 6 }),
);
const { json, object } = fc.letrec<{ json: Json; list: Json; object: JsonObject }>((tie) => ({
  json: fc.oneof(
    { maxDepth: 3, depthSize: "small" },
    word,
    fc.oneof(
      fc.constantFrom(...NASTY_NUMBERS),
      fc.integer(),
      fc.double({ noNaN: true, noDefaultInfinity: true }),
    ),
    fc.constantFrom(null, true, false),
    tie("list"),
    tie("object"),
  ),
  list: fc.array(tie("json"), { maxLength: 3 }),
  object: fc.dictionary(fc.oneof(fc.constantFrom("a", "b_c", "d.e-f"), word), tie("json"), { maxKeys: 3 }),
}));

const entry = fc.record(
  {
    file: word,
    sha256: fc.constantFrom("3456e789".repeat(8), "9f2c".repeat(16)),
    bytes: fc.nat(),
    created_at: fc.constant("2025-10-13T21:35:33.481220Z"),
    prompt: word,
    seed: word,
    guidance_scale: fc.constantFrom(...NASTY_NUMBERS),
    labels: fc.array(fc.record({ text: word, type: fc.constant("tag") }), { maxLength: 2 }),
    metadata: json,
    " odd key": json,
  },
  { requiredKeys: [] },
);

/** Documents of any shape that our writers may be given. */
export const declared: fc.Arbitrary<JsonObject> = fc.record(
  {
    kind: fc.constantFrom("album", "set-template"),
    name: word,
    public: fc.boolean(),
    defaults: fc.oneof(fc.dictionary(word, json, { maxKeys: 2 }), json),
    provenance: json,
    loras: fc.array(entry, { maxLength: 2 }),
    images: fc.oneof(fc.array(entry, { maxLength: 3 }), word, object),
    other: json,
  },
  { requiredKeys: ["kind"] },
) as fc.Arbitrary<JsonObject>;

/** What our writers make of a document. */
export function render(document: JsonObject): string {
  return renderManifest("/p/manifests/a.yaml", document, "/p/schemas")[0].text;
}

const PIECES = [
  ..."\t\r\n :-#,'\"\\[]{}&*!|>%@`?~0.e",
  "  ",
  "\n\n",
  "\n ",
  ": ",
  " #",
  "- ",
  "<<: *a",
  "\0",
  "\ufeff",
];

type Edit = (text: string) => string;

const characterEdit = fc
  .record({
    at: fc.nat(),
    remove: fc.nat(2),
    insert: fc.oneof(fc.constant(""), fc.constantFrom(...PIECES)),
    again: fc.nat(3),
  })
  .map(
    ({ at, remove, insert, again }): Edit =>
      (text) => {
        const from = at % (text.length + 1);
        const rest = text.slice(from + remove);
        return text.slice(0, from) + insert + rest.slice(0, again) + rest;
      },
  );

const lineEdit = fc
  .record({
    at: fc.nat(),
    to: fc.nat(),
    what: fc.constantFrom("drop", "repeat", "move", "in", "out", "comment", "empty"),
  })
  .map(
    ({ at, to, what }): Edit =>
      (text) => {
        const lines = text.split("\n");
        const index = at % lines.length;
        const line = lines[index] as string;
        const made: { readonly [what: string]: readonly string[] } = {
          drop: [],
          move: [],
          repeat: [line, line],
          in: [`${" ".repeat(1 + (to % 3))}${line}`],
          out: [line.slice(1 + (to % 2))],
          comment: [`${" ".repeat(to % 7)}# ${line}`, line],
          empty: ["", line],
        };
        lines.splice(index, 1, ...(made[what] ?? []));
        if (what === "move") lines.splice(to % (lines.length + 1), 0, line);
        return lines.join("\n");
      },
  );

/** Texts with a character or a line changed here and there. */
export function edited(texts: fc.Arbitrary<string>): fc.Arbitrary<string> {
  return fc
    .tuple(texts, fc.array(fc.oneof(characterEdit, lineEdit), { minLength: 1, maxLength: 3 }))
    .map(([text, edits]) => edits.reduce((changed, edit) => edit(changed), text));
}

/** Texts that differ a little from what our writers make. */
export const nearCanonical: fc.Arbitrary<string> = edited(declared.map(render));

const piece = fc.oneof(
  {
    weight: 4,
    arbitrary: fc.constantFrom("a", "b", "images", '"a"', '"\\u0041"', "'a'", "1", "-1", "true", "x y"),
  },
  { weight: 3, arbitrary: fc.constantFrom(...NASTY_TEXTS) },
  {
    weight: 3,
    arbitrary: fc.constantFrom(": ", ":", "- ", ", ", ",", "{ ", " }", "{", "}", "[", "]", " ", ""),
  },
  fc.constantFrom(...PIECES),
  fc.constantFrom(
    "<<: *b",
    "&b ",
    "*b",
    "!!int ",
    "|\n  a\n",
    ">-\n  a\n",
    "? ",
    "--- ",
    "...",
    "%YAML 1.1",
    "__proto__",
  ),
);
const hostileKey = fc.oneof(
  { weight: 12, arbitrary: fc.constantFrom(..."cdefghjklm").map((letter) => `${letter}: `) },
  fc.constantFrom(
    '"i": ',
    "'j': ",
    "a :",
    "a:b",
    "a",
    "null: ",
    "1: ",
    "true: ",
    "__proto__: ",
    "<<: ",
    "[a]: ",
    "",
  ),
);
const hostileValue = fc.oneof(
  {
    weight: 4,
    arbitrary: fc.constantFrom(
      "x",
      "1",
      "x y",
      "[a, b]",
      "{ a: 1 }",
      '"x"',
      "{ a: [b, { c: d }] }",
      "[]",
      "[ a ,b]",
      "'it''s'",
    ),
  },
  { weight: 2, arbitrary: fc.array(piece, { maxLength: 6 }).map((parts) => parts.join("")) },
  { weight: 2, arbitrary: fc.constantFrom(...NASTY_TEXTS) },
);
const hostileTail = fc.oneof(
  { weight: 12, arbitrary: fc.constant("") },
  { weight: 2, arbitrary: fc.constantFrom(" # c", "  # c: 'd", " #", " # {") },
  fc.constantFrom(" ", "#c", ",", ":"),
);
const hostileMember = fc.tuple(hostileKey, hostileValue, hostileTail).map((parts) => parts.join(""));
const loose = fc.constantFrom("", "# c", "  # c", "  ", "---", "...", "- a", "  - a", "   a");
const indented = fc
  .record({
    dash: fc.constantFrom("", "- "),
    first: hostileMember,
    rest: fc.array(fc.oneof({ weight: 6, arbitrary: hostileMember }, loose), { maxLength: 2 }),
    by: fc.constantFrom(2, 2, 2, 2, 2, 2, 0, 1, 3, 4),
  })
  .map(({ dash, first, rest, by }) => [
    `${" ".repeat(by)}${dash}${first}`,
    ...rest.map((line) => `  ${dash && "  "}${line}`),
  ]);
const hostileBlock = fc.oneof(
  { weight: 5, arbitrary: hostileMember },
  { weight: 1, arbitrary: loose },
  {
    weight: 4,
    arbitrary: fc
      .tuple(fc.constantFrom("n:", "o:", "images:"), indented)
      .map(([head, lines]) => [head, ...lines].join("\n")),
  },
);

/** Texts put together from what is hard to read in YAML. */
export const hostile: fc.Arbitrary<string> = fc
  .tuple(
    fc.array(hostileBlock, { minLength: 1, maxLength: 4 }),
    fc.constantFrom("", "\n", "\n", "\n", "\n\n", "\r\n"),
    fc.constantFrom("\n", "\n", "\n", "\n", "\n", "\n", "\n", "\r\n"),
  )
  .map(([lines, end, eol]) => lines.join(eol) + end);
