import assert from "node:assert/strict";
import { describe, it } from "node:test";
import fc from "fast-check";
import type { ObservedObject, ObservedRow } from "../../../src/model/observed.js";
import type { Fields } from "../../../src/model/resource.js";
import { isAsApplied } from "../../../src/plan/compare/as-applied.js";
import { compareObject } from "../../../src/plan/compare/compare-object.js";
import { startDraft } from "../../../src/plan/compare/draft.js";
import { planChanges } from "../../../src/plan/plan.js";
import {
  albumOf,
  appliedObject,
  estateOf,
  imageOf,
  observationOf,
  planOptions,
} from "../../support/memory-observation.js";
import { LAW_RUNS } from "../../support/runs.js";

const LABELS = ["castle", "moon"].map((text) => ({ text, type: "tag" }));
const IMAGE = imageOf("a/1.png", {
  prompt: "a tower",
  seed: "1000000",
  steps: 20,
  item: "Two",
  labels: LABELS,
});
const HOME = "album:a";

const inRow = (change: Partial<ObservedRow>) => (object: ObservedObject) => ({
  ...object,
  row: { ...(object.row as ObservedRow), ...change },
});
const inFields = (fields: Fields) => (object: ObservedObject) =>
  inRow({ fields: { ...object.row?.fields, ...fields } as Fields })(object);
const inRecord = (fields: Fields) => (object: ObservedObject) => ({
  ...object,
  recorded: { ...object.recorded, ...fields },
});

/** What can be otherwise than an apply left it, alone and together. */
const EDITS: readonly ((object: ObservedObject) => ObservedObject)[] = [
  inFields({ prompt: "another" }),
  inFields({ steps: null }),
  inFields({ nsfw: true }),
  inFields({ seed: "99999999999999999999" }),
  inRecord({ prompt: "another" }),
  inRecord({ item: "Three" }),
  inRecord({ nsfw: false }),
  inRecord({ albums: [HOME, "album:b"] }),
  inRecord({ labels: [] }),
  inRow({ unreadable: ["prompt"] }),
  inRow({ labels: [] }),
  inRow({ labels: [...LABELS].reverse().map((label) => ({ ...label, ours: true })) }),
  inRow({ labels: [...LABELS, { text: "theirs", type: "tag" }].map((label) => ({ ...label, ours: true })) }),
  inRow({ links: [] }),
  inRow({ links: [{ address: undefined, rowId: 4, ours: false }] }),
  inRow({ links: [HOME, "album:b"].map((address) => ({ address, rowId: 1, ours: true })) }),
  (object) => ({ ...object, manifest: "manifests/other.yaml" }),
  (object) => ({ ...object, protect: true }),
  (object) => ({ ...object, row: null }),
  ({ recorded: { prompt: _, ...recorded }, ...object }) => ({ ...object, recorded }),
];

describe("an image as an apply left it", () => {
  it("is known without being compared", () => {
    assert.ok(isAsApplied(IMAGE, appliedObject(IMAGE), new Map()));
  });

  it("is none when its album moves", () => {
    assert.ok(!isAsApplied(IMAGE, appliedObject(IMAGE), new Map([[HOME, "album:b"]])));
  });

  it("is one in which a comparison would find nothing, whatever others edited", () => {
    fc.assert(
      fc.property(fc.subarray([...EDITS], { maxLength: 3 }), (edits) => {
        const object = edits.reduce((before, edit) => edit(before), appliedObject(IMAGE));
        if (!isAsApplied(IMAGE, object, new Map())) return;
        const { row, recorded, run } = object;
        const counterpart = { row: row as ObservedRow, recorded, run, adopting: false };
        const { draft } = compareObject(IMAGE, counterpart, {
          locate: () => undefined,
          renamedAlbums: new Map(),
          adoptedAlbums: new Map(),
          movedImages: new Map(),
          homePublic: () => false,
        });
        assert.deepEqual(draft, startDraft());
        assert.deepEqual([object.protect, object.manifest], [IMAGE.protect, IMAGE.origin.source.file]);
      }),
      { numRuns: LAW_RUNS },
    );
  });

  it("costs a plan one look at each recorded value", async () => {
    let looks = 0;
    const object = appliedObject(IMAGE);
    const recorded = new Proxy(object.recorded, {
      get: (fields, name) => {
        looks++;
        return Reflect.get(fields, name);
      },
    });
    const album = albumOf("a", ["a/1.png"]);
    const plan = await planChanges(
      estateOf(album, IMAGE),
      observationOf([appliedObject(album), { ...object, recorded }]),
      planOptions(),
    );
    assert.deepEqual([plan.changes, plan.records, plan.thumbnails], [[], [], []]);
    assert.equal(looks, Object.keys(IMAGE.fields).length);
  });
});
