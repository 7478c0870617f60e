import fc from "fast-check";
import { formatAddress, KINDS } from "../../src/model/address.js";
import type { Change, FieldDiff } from "../../src/model/change.js";
import { FIELDS } from "../../src/model/fields.js";
import type { Json } from "../../src/model/json.js";
import type { Plan } from "../../src/model/plan.js";
import { createOf, planOf, updateOf } from "../support/plan-builders.js";

/** Texts with everything that a terminal might obey. */
export const anyText = fc.oneof(
  fc.string({ unit: "grapheme" }),
  fc.string({ unit: "binary" }),
  fc.constantFrom(
    "\u001b[31mred",
    "a\r\nb",
    "\u009b2J",
    "\u202egpj.exe",
    "\ud800",
    'back\\slash "quote"',
    "{+x+}",
  ),
);
const anyJson = fc.oneof(anyText, fc.jsonValue({ maxDepth: 3 }) as fc.Arbitrary<Json>);
const address = fc.tuple(fc.constantFrom(...KINDS), anyText).map(([kind, name]) => formatAddress(kind, name));
const albums = fc.constantFrom("album:a", "album:b", "album:c");
const source = fc.record({ file: anyText, line: fc.nat(), column: fc.nat() });

const setDiff = fc.record({
  field: fc.constantFrom("labels", "albums", "items"),
  cause: fc.constant("manifest" as const),
  added: fc.array(anyJson, { maxLength: 3 }),
  removed: fc.array(anyJson, { maxLength: 3 }),
  cells: fc.array(fc.record({ item: anyText, column: anyText, before: anyText, after: anyText }), {
    maxLength: 12,
  }),
});
const valueDiff = fc.record(
  {
    field: fc.oneof(
      fc.constantFrom(...Object.values(FIELDS).flatMap((table) => Object.keys(table))),
      anyText,
    ),
    cause: fc.constantFrom("manifest", "drift", "undeclared", "adopt"),
    before: anyJson,
    after: anyJson,
    source,
    sinceRun: fc.nat(),
  },
  { requiredKeys: ["field", "cause"] },
);
const orderDiff = fc.record({
  field: fc.constant("order"),
  cause: fc.constant("manifest" as const),
  moved: fc.nat(),
});
const diffs = fc.array(fc.oneof(setDiff, valueDiff, orderDiff), { maxLength: 4 }) as fc.Arbitrary<
  FieldDiff[]
>;
const prompts = fc.record({
  total: fc.nat(100),
  shown: fc.array(fc.record({ item: anyText, before: anyText, after: anyText }, { requiredKeys: ["item"] }), {
    maxLength: 8,
  }),
});

const update = fc
  .tuple(address, fc.nat(), diffs, fc.option(prompts, { nil: undefined }), anyText)
  .map(([name, line, list, shown, reason]) =>
    updateOf(name, line, list, shown === undefined ? { reason } : { reason, prompts: shown }),
  );
const create = fc
  .tuple(
    address,
    fc.nat(),
    fc.dictionary(anyText, anyJson, { maxKeys: 4 }),
    fc.option(albums, { nil: undefined }),
  )
  .map(([name, line, after, album]) => createOf(name, line, after, album));
const newAlbum = fc.tuple(albums, fc.nat()).map(([name, line]) => createOf(name, line, {}));
const alike = fc
  .tuple(fc.integer({ min: 1, max: 9 }), fc.nat(), diffs)
  .map(([amount, line, list]) =>
    Array.from({ length: amount }, (_, index) => updateOf(`image:${index}`, line, list)),
  );
const folder = fc
  .tuple(fc.integer({ min: 1, max: 9 }), albums)
  .map(([amount, album]) =>
    Array.from({ length: amount }, (_, index) => createOf(`image:${album}/${index}`, index, {}, album)),
  );
const ending = fc
  .tuple(fc.constantFrom("release" as const, "delete" as const), address, anyText)
  .map(([action, name, reason]): Change => ({ action, kind: "image", address: name, reason, before: {} }));
const move = fc.tuple(update, address).map(([change, from]): Change => ({ ...change, action: "move", from }));
const adopt = update.map((change): Change => ({ ...change, action: "adopt", row: { id: 1, guard: "x" } }));

/** Lists of changes of every action, some of which read the same. */
export const anyChanges: fc.Arbitrary<readonly Change[]> = fc
  .array(fc.oneof(update, create, newAlbum, alike, folder, ending, move, adopt), { maxLength: 6 })
  .map((list) => list.flat());

/** Plans as data allows them, sensible or not. */
export const anyPlan: fc.Arbitrary<Plan> = fc
  .record({
    changes: anyChanges,
    pendingMigrations: fc.array(anyText, { maxLength: 2 }),
    blocked: fc.array(
      fc.record({
        address,
        kind: fc.constantFrom(...KINDS),
        code: anyText,
        reason: anyText,
        help: anyText,
        source,
      }),
      { maxLength: 2 },
    ),
    guards: fc.array(fc.record({ code: anyText, reason: anyText, help: anyText }), { maxLength: 1 }),
    prunable: fc.array(address, { maxLength: 12 }),
    notes: fc.array(fc.record({ address, text: anyText }), { maxLength: 2 }),
  })
  .map(({ changes, ...rest }) => planOf(changes, rest));
