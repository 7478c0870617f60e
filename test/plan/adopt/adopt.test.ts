import assert from "node:assert/strict";
import { describe, it } from "node:test";
import type { Candidate } from "../../../src/model/observed.js";
import type { Fields, Resource } from "../../../src/model/resource.js";
import { planChanges } from "../../../src/plan/plan.js";
import {
  albumOf,
  appliedObject,
  estateOf,
  imageOf,
  observationOf,
  planOptions,
  rowOf,
} from "../../support/memory-observation.js";

function candidate(
  address: string,
  id: number,
  fields: Fields = {},
  more: Partial<Candidate> = {},
): Candidate {
  return { address, matchedBy: "filename", row: rowOf(fields, { id }), owner: null, sha256: null, ...more };
}

async function planFor(resource: Resource, candidates: readonly Candidate[]) {
  return planChanges(estateOf(resource), observationOf([], { candidates }), planOptions());
}

const image = imageOf("a/1.png", {
  prompt: "p",
  steps: 30,
  albums: [],
  labels: [{ text: "x", type: "tag" }],
});

describe("adopting", () => {
  it("takes over a row without rewriting what is equal", async () => {
    const plan = await planFor(image, [candidate(image.address, 5, { prompt: "p", steps: 20 })]);
    const change = plan.changes.at(0);
    assert.ok(change?.action === "adopt");
    assert.deepEqual(change.row, { id: 5, guard: "guard" });
    assert.deepEqual(change.after, { steps: 30, labels: [{ text: "x", type: "tag" }] });
    assert.deepEqual(
      change.diffs.map(({ field, cause }) => `${field} ${cause}`),
      ["steps adopt", "labels adopt"],
    );
    assert.equal(change.record.set.sha256, image.fields.sha256);
  });

  it("is blocked by several candidates, all named", async () => {
    const plan = await planFor(image, [candidate(image.address, 5), candidate(image.address, 6)]);
    assert.equal(plan.blocked[0]?.code, "adopt-ambiguous");
    assert.match(plan.blocked[0]?.reason ?? "", /row 5.*row 6/);
  });

  it("is blocked by readable other bytes", async () => {
    const plan = await planFor(image, [candidate(image.address, 5, {}, { sha256: "other bytes" })]);
    assert.equal(plan.blocked[0]?.code, "adopt-content-differs");
    const same = await planFor(image, [
      candidate(image.address, 5, {}, { sha256: String(image.fields.sha256) }),
    ]);
    assert.equal(same.changes.at(0)?.action, "adopt");
  });

  it("never takes what another estate owns", async () => {
    const owner = { estate: "other", address: "image:b/1.png" };
    const plan = await planFor(image, [candidate(image.address, 5, {}, { owner })]);
    assert.equal(plan.blocked[0]?.code, "adopt-owned-elsewhere");
    assert.match(plan.blocked[0]?.reason ?? "", /estate other/);
  });

  it("lets albums of two estates share a name", async () => {
    const owner = { estate: "other", address: "album:b" };
    const album = albumOf("a");
    const named = await planFor(album, [candidate(album.address, 5, {}, { owner, matchedBy: "name" })]);
    assert.equal(named.changes.at(0)?.action, "create");
    const meant = await planFor(album, [candidate(album.address, 5, {}, { owner, matchedBy: "adopts" })]);
    assert.equal(meant.blocked[0]?.code, "adopt-owned-elsewhere");
  });

  it("does not put a second row under a filename of our own", async () => {
    const owner = { estate: "main", address: "image:b/1.png" };
    const plan = await planFor(image, [candidate(image.address, 5, {}, { owner })]);
    assert.equal(plan.blocked[0]?.code, "filename-taken");
  });

  it("lets albums share a name with one of ours", async () => {
    const owner = { estate: "main", address: "album:b" };
    const album = albumOf("a");
    const plan = await planFor(album, [candidate(album.address, 5, {}, { owner, matchedBy: "name" })]);
    assert.equal(plan.changes.at(0)?.action, "create");
  });

  it("never takes one row twice", async () => {
    const albums = [albumOf("a", [], { name: "same" }), albumOf("b", [], { name: "same" })];
    const candidates = albums.map(({ address }) => candidate(address, 5, {}, { matchedBy: "name" }));
    const plan = await planChanges(estateOf(...albums), observationOf([], { candidates }), planOptions());
    assert.deepEqual(
      [...plan.changes].map(({ action, address }) => `${action} ${address}`),
      ["adopt album:a"],
    );
    assert.equal(plan.blocked[0]?.address, "album:b");
  });

  it("finds the links to an album that is taken over with it", async () => {
    const album = albumOf("a", ["a/1.png"]);
    const shown = imageOf("a/1.png");
    const row = rowOf({}, { id: 8, links: [{ address: undefined, rowId: 5, ours: false }] });
    const plan = await planChanges(
      estateOf(album, shown),
      observationOf([], {
        candidates: [
          candidate(album.address, 5, { name: "a", type: "deck", slug: null }, { matchedBy: "name" }),
          { ...candidate(shown.address, 8), row },
        ],
      }),
      planOptions(),
    );
    assert.deepEqual(
      [...plan.changes].map((change) => ("diffs" in change ? [change.action, change.diffs] : [])),
      [
        ["adopt", []],
        ["adopt", []],
      ],
    );
    const [adopted] = plan.changes;
    assert.ok(adopted?.action === "adopt" && adopted.after.slug === "a");
  });

  it("finds the link of an image of ours to an album that is taken over", async () => {
    const home = albumOf("a", ["a/1.png"]);
    const album = albumOf("b", ["a/1.png"]);
    const shown = imageOf("a/1.png", { albums: [home.address, album.address] });
    const links = [
      { address: home.address, rowId: 1, ours: true },
      { address: undefined, rowId: 5, ours: false },
    ];
    const objects = [
      appliedObject(home),
      appliedObject(shown, {
        recorded: { ...shown.fields, albums: [home.address] },
        row: rowOf(shown.fields, { links }),
      }),
    ];
    const taken = candidate(album.address, 5, { name: "b", type: "deck" }, { matchedBy: "name" });
    const plan = await planChanges(
      estateOf(home, album, shown),
      observationOf(objects, { candidates: [taken] }),
      planOptions(),
    );
    assert.deepEqual(
      [...plan.changes].map(({ action, address }) => `${action} ${address}`),
      ["adopt album:b"],
    );
    assert.deepEqual(
      plan.records.map(({ address, patch }) => [address, patch.set.albums]),
      [[shown.address, [home.address, album.address]]],
    );
    const without = await planChanges(estateOf(home, album, shown), observationOf(objects), planOptions());
    assert.deepEqual(
      [...without.changes].map(({ action, address }) => `${action} ${address}`),
      ["create album:b", `update ${shown.address}`],
    );
  });

  it("leaves a big seed's column to whoever filled it", async () => {
    const seeded = imageOf("a/1.png", { albums: [], seed: "18446744073709551615" });
    const plan = await planFor(seeded, [candidate(seeded.address, 5, { seed: "4444444444" })]);
    const change = plan.changes.at(0);
    assert.ok(change?.action === "adopt");
    assert.deepEqual(change.after, {});
    assert.equal(change.record.set.seed, "18446744073709551615");
  });
});
