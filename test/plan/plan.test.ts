import assert from "node:assert/strict";
import { describe, it } from "node:test";
import type { UpdateChange } from "../../src/model/change.js";
import { isEmptyPlan, type Plan } from "../../src/model/plan.js";
import type { Resource } from "../../src/model/resource.js";
import { planChanges } from "../../src/plan/plan.js";
import {
  albumOf,
  appliedObject,
  editedObject,
  estateOf,
  imageOf,
  observationOf,
  planOptions,
  rowOf,
  templateOf,
} from "../support/memory-observation.js";

type Observed = Parameters<typeof observationOf>;

async function plan(
  resources: readonly Resource[],
  observed: Observed,
  options = planOptions(),
): Promise<Plan> {
  return planChanges(estateOf(...resources), observationOf(...observed), options);
}

function onlyUpdate(result: Plan): UpdateChange {
  assert.equal(result.changes.length, 1);
  const change = result.changes.at(0);
  assert.equal(change?.action, "update");
  return change as UpdateChange;
}

const deck = albumOf("a", ["a/1.png", "a/2.png", "a/3.png"]);
const cards = ["a/1.png", "a/2.png", "a/3.png"].map((file) => imageOf(file, { prompt: `card ${file}` }));
const [first, second, third] = cards as [Resource, Resource, Resource];

describe("a plan for an empty database", () => {
  it("creates everything, sorted, with values for what is not declared", async () => {
    const result = await plan([third, deck, first, second, templateOf("t")], [[]]);
    assert.deepEqual(
      [...result.changes].map(({ action, address }) => `${action} ${address}`),
      [
        "create album:a",
        "create image:a/1.png",
        "create image:a/2.png",
        "create image:a/3.png",
        "create set-template:t",
      ],
    );
    const change = result.changes.at(1);
    assert.ok(change?.action === "create");
    assert.equal(change.initial.nsfw, false);
    assert.equal(change.initial.prompt, undefined);
    assert.equal(change.filename, "a__1.png");
    assert.deepEqual(change.placements, [{ album: "album:a", index: 0, before: null }]);
    assert.equal(result.thumbnails.length, 3);
  });

  it("shows images to the public when their album is", async () => {
    const result = await plan([albumOf("a", ["a/1.png"], { public: true }), first], [[]]);
    const change = result.changes.at(1);
    assert.ok(change?.action === "create");
    assert.equal(change.initial.public, true);
  });
});

describe("pending migrations", () => {
  const pendingOf = async (generation: "empty" | "A") => {
    const observation = observationOf([]);
    const database = { ...observation.database, generation, pending: ["001-first"] };
    const result = await planChanges(estateOf(), { ...observation, database }, planOptions());
    return result.pendingMigrations;
  };

  it("are those of a database with tables; an empty one gets them from the first apply", async () => {
    assert.deepEqual(await pendingOf("A"), ["001-first"]);
    assert.deepEqual(await pendingOf("empty"), []);
  });
});

describe("a plan for what was applied", () => {
  const applied = [deck, ...cards].map((resource) => appliedObject(resource));

  it("is empty", async () => {
    const result = await plan([deck, ...cards], [applied]);
    assert.ok(isEmptyPlan(result));
    assert.deepEqual(result.records, []);
  });

  it("names the one field that the manifest changes, and its place", async () => {
    const changed = imageOf("a/2.png", { prompt: "another" });
    const change = onlyUpdate(await plan([deck, first, changed, third], [applied]));
    assert.deepEqual(change.after, { prompt: "another" });
    assert.deepEqual(change.before, { prompt: "card a/2.png" });
    assert.equal(change.diffs[0]?.cause, "manifest");
    assert.equal(change.source?.file, "m.yaml#prompt");
  });

  it("points into lists", async () => {
    const before = imageOf("a/1.png", { loras: [{ path: "x", weight: 0.6 }] });
    const after = imageOf("a/1.png", { loras: [{ path: "x", weight: 0.7 }] });
    const change = onlyUpdate(
      await plan(
        [albumOf("a", ["a/1.png"]), after],
        [[albumOf("a", ["a/1.png"]), before].map((resource) => appliedObject(resource))],
      ),
    );
    assert.equal(change.diffs[0]?.path, "[0].weight");
    assert.equal(change.source?.file, "m.yaml#loras.0.weight");
  });

  it("calls an edit behind our back drift, with the run that came before", async () => {
    const edited = applied.map((object) =>
      object.address === first.address ? editedObject(object, { prompt: "scribble" }) : object,
    );
    const change = onlyUpdate(await plan([deck, ...cards], [edited]));
    assert.equal(change.diffs[0]?.cause, "drift");
    assert.equal(change.diffs[0]?.sinceRun, 7);
    assert.match(change.reason, /edited in the database since run 7/);
  });

  it("does not see fields that nobody declared", async () => {
    const edited = applied.map((object) => editedObject(object, { nsfw: true, steps: 12 }));
    assert.ok(isEmptyPlan(await plan([deck, ...cards], [edited])));
  });

  it("takes a value that holds already into the record only", async () => {
    const edited = applied.map((object) =>
      object.address === first.address ? editedObject(object, { steps: 12 }) : object,
    );
    const result = await plan(
      [deck, imageOf("a/1.png", { prompt: "card a/1.png", steps: 12 }), second, third],
      [edited],
    );
    assert.ok(isEmptyPlan(result));
    assert.deepEqual(result.records[0]?.patch.set, { steps: 12 });
  });

  it("puts back what is no longer declared, unless somebody edited it", async () => {
    const declared = imageOf("a/1.png", { prompt: "card a/1.png", steps: 30, guidance_scale: 7.5 });
    const object = editedObject(appliedObject(declared), { guidance_scale: 9 });
    const result = await plan(
      [deck, ...cards],
      [[object, ...applied.filter(({ address }) => address !== first.address)]],
    );
    const change = onlyUpdate(result);
    assert.deepEqual(change.after, { steps: null });
    assert.deepEqual([...change.record.unset].sort(), ["guidance_scale", "steps"]);
    assert.equal(result.notes.length, 1);
  });

  it("keeps a declared null as a value", async () => {
    const declared = imageOf("a/1.png", { prompt: null });
    const change = onlyUpdate(await plan([deck, declared, second, third], [applied]));
    assert.deepEqual(change.after, { prompt: null });
  });
});

describe("labels", () => {
  const labels = (...texts: readonly string[]) => texts.map((text) => ({ text, type: "tag" }));
  const album = albumOf("a", ["a/1.png"]);
  const base = [appliedObject(album)];

  it("hold whoever wrote them", async () => {
    const object = appliedObject(first);
    const seen = {
      ...object,
      row: rowOf(first.fields, { ...object.row, labels: [{ text: "x", type: "tag", ours: false }] }),
    };
    const result = await plan(
      [album, imageOf("a/1.png", { prompt: "card a/1.png", labels: labels("x") })],
      [[...base, seen]],
    );
    assert.ok(isEmptyPlan(result));
  });

  it("come and go one by one, and others' stay", async () => {
    const object = appliedObject(imageOf("a/1.png", { labels: labels("x", "y") }));
    const foreign = { text: "z", type: "tag", ours: false };
    const seen = { ...object, row: { ...object.row!, labels: [...object.row!.labels, foreign] } };
    const change = onlyUpdate(
      await plan([album, imageOf("a/1.png", { labels: labels("w", "y") })], [[...base, seen]]),
    );
    assert.deepEqual(change.diffs[0]?.added, labels("w"));
    assert.deepEqual(change.diffs[0]?.removed, labels("x"));
    assert.equal(change.diffs[0]?.cause, "manifest");
  });

  it("of others stay even when they were declared for a while", async () => {
    const object = appliedObject(imageOf("a/1.png", { labels: labels("x") }));
    const seen = { ...object, row: { ...object.row!, labels: [{ text: "x", type: "tag", ours: false }] } };
    const result = await plan([album, imageOf("a/1.png", {})], [[...base, seen]]);
    assert.ok(isEmptyPlan(result));
  });

  it("that somebody deleted are drift", async () => {
    const object = appliedObject(imageOf("a/1.png", { labels: labels("x") }));
    const seen = { ...object, row: { ...object.row!, labels: [] } };
    const change = onlyUpdate(
      await plan([album, imageOf("a/1.png", { labels: labels("x") })], [[...base, seen]]),
    );
    assert.equal(change.diffs[0]?.cause, "drift");
  });

  it("that a person rewrote are left, since we no longer know them", async () => {
    const object = appliedObject(imageOf("a/1.png", { labels: labels("x") }));
    const seen = {
      ...object,
      row: { ...object.row!, labels: [{ text: "edited", type: "tag", ours: true }] },
    };
    const result = await plan([album, imageOf("a/1.png", {})], [[...base, seen]]);
    assert.ok(isEmptyPlan(result));
    assert.deepEqual(result.records[0]?.patch.unset, ["labels"]);
  });
});

describe("the order of an album", () => {
  const applied = [deck, ...cards].map((resource) => appliedObject(resource));

  it("is one change, however many images move", async () => {
    const turned = albumOf("a", ["a/3.png", "a/1.png", "a/2.png"]);
    const change = onlyUpdate(await plan([turned, ...cards], [applied]));
    assert.equal(change.diffs[0]?.moved, 1);
    assert.deepEqual(change.order, turned.images);
  });

  it("is drift when the backend shows another", async () => {
    const [album, ...rest] = applied as [(typeof applied)[0], ...typeof applied];
    const seen = { ...album, row: { ...album.row!, links: [...album.row!.links].reverse() } };
    const change = onlyUpdate(await plan([deck, ...cards], [[seen, ...rest]]));
    assert.equal(change.diffs[0]?.cause, "drift");
    assert.equal(change.diffs[0]?.moved, 2);
  });

  it("does not change when an image comes in between: the new link is anchored", async () => {
    const longer = albumOf("a", ["a/1.png", "a/1b.png", "a/2.png", "a/3.png"]);
    const result = await plan([longer, imageOf("a/1b.png"), ...cards], [applied]);
    assert.equal(result.changes.length, 1);
    const change = result.changes.at(0);
    assert.ok(change?.action === "create");
    assert.deepEqual(change.placements, [{ album: "album:a", index: 1, before: "image:a/2.png" }]);
    assert.ok(result.records.some(({ address }) => address === "album:a"));
  });

  it("takes no notice of links of others", async () => {
    const [album, ...rest] = applied as [(typeof applied)[0], ...typeof applied];
    const links = [{ address: undefined, rowId: 9, ours: false }, ...album.row!.links];
    assert.ok(
      isEmptyPlan(await plan([deck, ...cards], [[{ ...album, row: { ...album.row!, links } }, ...rest]])),
    );
  });
});

describe("a row deleted in the database", () => {
  const applied = [deck, ...cards].map((resource) => appliedObject(resource));
  const gone = applied.map((object) =>
    object.address === first.address ? { ...object, row: null } : object,
  );

  it("is blocked, with the run and the way out", async () => {
    const result = await plan([deck, ...cards], [gone]);
    assert.deepEqual(result.changes, []);
    assert.equal(result.blocked[0]?.code, "deleted-in-database");
    assert.match(result.blocked[0]?.reason ?? "", /run 7/);
    assert.match(result.blocked[0]?.help ?? "", /--restore image:a\/1\.png/);
  });

  it("comes back when asked", async () => {
    for (const restore of ["all", [first.address]] as const) {
      const result = await plan([deck, ...cards], [gone], planOptions({ restore }));
      assert.deepEqual(
        [...result.changes].map(({ action }) => action),
        ["create"],
      );
      const change = result.changes.at(0);
      assert.ok(change?.action === "create" && change.restored);
    }
  });

  it("asks nothing once the manifest lets go of it", async () => {
    const result = await plan([albumOf("a", ["a/2.png", "a/3.png"]), second, third], [gone]);
    assert.deepEqual([result.changes, result.blocked], [[], []]);
  });

  it("takes the links to a deleted album with it, without a change of each image", async () => {
    const lost = applied.map((object) =>
      object.kind === "album" ? { ...object, row: null } : { ...object, row: { ...object.row!, links: [] } },
    );
    const result = await plan([deck, ...cards], [lost]);
    assert.deepEqual(result.changes, []);
    assert.equal(result.blocked.length, 1);
  });
});
