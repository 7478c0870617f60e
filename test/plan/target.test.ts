import assert from "node:assert/strict";
import { describe, it } from "node:test";
import type { Change } from "../../src/model/change.js";
import { createMatcher, restrictPlan } from "../../src/plan/target.js";
import { createOf, planOf, updateOf } from "../support/plan-builders.js";

const matches = (globs: readonly string[], ...addresses: readonly string[]) =>
  addresses.map(createMatcher({ globs, kinds: [] }));

describe("a target", () => {
  it("is a glob over addresses, or over names when it has no kind", () => {
    const addresses = ["album:decks/a", "image:decks/a/1.png", "image:decks/2.png"];
    assert.deepEqual(matches(["album:decks/*"], ...addresses), [true, false, false]);
    assert.deepEqual(matches(["decks/*"], ...addresses), [true, false, true]);
    assert.deepEqual(matches(["decks/**"], ...addresses), [true, true, true]);
    assert.deepEqual(matches(["image:**/?.png"], ...addresses), [false, true, true]);
    assert.deepEqual(matches(["nothing", "decks/a"], ...addresses), [true, false, false]);
    assert.deepEqual(matches(["**/a", "image:**/decks/2.png"], ...addresses), [true, false, true]);
    assert.deepEqual(matches(["**/a"], "album:a", "album:ba", "album:x/y/a"), [true, false, true]);
    assert.deepEqual(matches(["a.b"], "album:a.b", "album:aXb"), [true, false]);
    assert.deepEqual(matches(["(a+b)[1]"], "album:(a+b)[1]"), [true]);
  });

  it("is narrowed by kinds", () => {
    const isWanted = createMatcher({ globs: ["a/*"], kinds: ["image"] });
    assert.deepEqual(["image:a/1.png", "album:a/1", "image:b/1.png"].map(isWanted), [true, false, false]);
  });
});

describe("a targeted plan", () => {
  const album = createOf("album:new", 1, {});
  const image = {
    ...createOf("image:new/1.png", 2, {}),
    placements: [{ album: "album:new", index: 0, before: null }],
  };
  const move = (from: string, address: string): Change => ({
    ...updateOf(address, 3, []),
    action: "move",
    from,
  });
  const ending: Change = {
    action: "delete",
    kind: "image",
    address: "image:old.png",
    reason: "",
    before: {},
  };
  const restrict = (changes: readonly Change[], ...globs: readonly string[]) =>
    restrictPlan(
      planOf(changes, { prunable: ["image:x"], guards: [{ code: "budget-exceeded", reason: "", help: "" }] }),
      createMatcher({ globs, kinds: [] }),
    );
  const addressesOf = (changes: readonly Change[], ...globs: readonly string[]) =>
    [...restrict(changes, ...globs).changes].map(({ address }) => address);

  it("takes along the albums that its images come into, not the other way round", () => {
    assert.deepEqual(addressesOf([album, image], "image:new/*"), ["album:new", "image:new/1.png"]);
    assert.deepEqual(addressesOf([album, image], "album:new"), ["album:new"]);
  });

  it("takes along the moves of images that an album brings into order", () => {
    const order = { ...updateOf("album:x", 1, []), order: ["image:z.png", "image:y.png"] };
    assert.deepEqual(
      addressesOf([order, move("image:a.png", "image:z.png"), createOf("image:y.png", 1, {})], "x"),
      ["album:x", "image:z.png"],
    );
  });

  it("takes along the moves that make room", () => {
    const changes = [
      move("image:b.png", "image:a.png"),
      move("image:c.png", "image:b.png"),
      move("image:d.png", "image:c.png"),
    ];
    assert.deepEqual(addressesOf(changes, "c.png"), ["image:a.png", "image:b.png", "image:c.png"]);
    assert.deepEqual(addressesOf(changes, "a.png"), ["image:a.png"]);
    assert.deepEqual(
      addressesOf([move("image:a.png", "image:z.png"), createOf("image:a.png", 1, {})], "a.png"),
      ["image:z.png", "image:a.png"],
    );
  });

  it("takes along the moves of albums that its records will name", () => {
    const record = { set: { albums: ["album:b"] }, unset: [] };
    const recorded = { ...move("image:a/1.png", "image:b/1.png"), record };
    const swap = [move("album:b", "album:a"), move("album:a", "album:b")];
    assert.deepEqual(addressesOf([...swap, recorded], "image:**"), ["album:a", "album:b", "image:b/1.png"]);
    const plan = planOf(swap, {
      records: [{ address: "image:1.png", patch: record, manifest: "m.yaml", protect: false }],
    });
    const recordsWith = (glob: string) =>
      restrictPlan(plan, createMatcher({ globs: [glob], kinds: [] })).records.length;
    assert.deepEqual([recordsWith("image:**"), recordsWith("**")], [0, 1]);
  });

  it("takes along what would move instead of being made", () => {
    const second = { ...createOf("image:b.png", 1, {}), movedFrom: "image:a.png" };
    assert.deepEqual(addressesOf([createOf("image:a.png", 1, {}), second], "a.png"), [
      "image:a.png",
      "image:b.png",
    ]);
  });

  it("takes along what comes to an address that is left, when it has moved there before", () => {
    const again = { ...createOf("album:b", 1, {}), movedFrom: "album:c" };
    const left = move("album:b", "album:a");
    assert.deepEqual(addressesOf([left, again], "a"), ["album:a", "album:b"]);
    assert.deepEqual(addressesOf([left, createOf("album:b", 1, {})], "a"), ["album:a"]);
  });

  it("takes along the moves of images before which its links come", () => {
    const placements = [{ album: "album:x", index: 0, before: "image:z.png" }];
    const linked = { ...createOf("image:a.png", 1, {}), placements };
    assert.deepEqual(addressesOf([linked, move("image:y.png", "image:z.png")], "a.png"), [
      "image:a.png",
      "image:z.png",
    ]);
  });

  it("never deletes or releases, so no budget stops it", () => {
    const plan = restrict([ending], "**");
    assert.deepEqual([plan.changes, plan.guards, plan.prunable], [[], [], []]);
    assert.equal(plan.summary.actions.delete, 0);
  });

  it("has an id of its own, that of the same changes without targets", () => {
    const plan = restrict([album, image], "album:new");
    assert.equal(plan.planId, restrict([album], "**").planId);
    assert.notEqual(plan.planId, restrict([album, image], "**").planId);
  });
});
