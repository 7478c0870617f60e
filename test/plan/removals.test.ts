import assert from "node:assert/strict";
import { describe, it } from "node:test";
import type { ForeignUse } from "../../src/model/observed.js";
import type { Resource } from "../../src/model/resource.js";
import type { PlanOptions } from "../../src/plan/options.js";
import { planChanges } from "../../src/plan/plan.js";
import {
  albumOf,
  appliedObject,
  estateOf,
  imageOf,
  observationOf,
  planOptions,
  templateOf,
} from "../support/memory-observation.js";

const files = Array.from({ length: 40 }, (_, index) => `a/${String(index).padStart(2, "0")}.png`);
const images = files.map((file) => imageOf(file));

async function planWithout(
  count: number,
  options: Partial<PlanOptions> = {},
  more: { uses?: readonly ForeignUse[]; protect?: boolean } = {},
) {
  const objects = [albumOf("a", files), ...images].map((resource) =>
    appliedObject(resource, { protect: more.protect === true && resource.kind === "image" }),
  );
  const kept: Resource[] = [albumOf("a", files.slice(count)), ...images.slice(count)];
  const observation = observationOf(objects, { uses: more.uses ?? [] });
  return planChanges(
    estateOf(
      ...kept.map((resource) => ({
        ...resource,
        protect: more.protect === true && resource.kind === "image",
      })),
    ),
    observation,
    planOptions(options),
  );
}

describe("what is no longer declared", () => {
  it("is released, and listed as prunable", async () => {
    const plan = await planWithout(2);
    assert.deepEqual(
      [...plan.changes].map(({ action, address }) => `${action} ${address}`),
      [`release image:${files[0]}`, `release image:${files[1]}`],
    );
    assert.deepEqual(plan.prunable, [`image:${files[0]}`, `image:${files[1]}`]);
    assert.deepEqual(plan.thumbnails, []);
  });

  it("is deleted with pruning, thumbnail included", async () => {
    const plan = await planWithout(1, { prune: true });
    assert.deepEqual(
      [...plan.changes].map(({ action }) => action),
      ["delete"],
    );
    assert.deepEqual(
      [...plan.thumbnails].map(({ action }) => action),
      ["remove"],
    );
  });

  it("stays when others use it, unless that is consented to", async () => {
    const uses = [{ address: `image:${files[0]}`, uses: ["label portrait by ana"] }];
    const plan = await planWithout(1, { prune: true }, { uses });
    assert.equal(plan.blocked[0]?.code, "foreign-rows");
    assert.match(plan.blocked[0]?.reason ?? "", /label portrait by ana/);
    const forced = await planWithout(1, { prune: true, deleteForeign: true }, { uses });
    assert.deepEqual(
      [...forced.changes].map(({ action }) => action),
      ["delete"],
    );
  });

  it("stays when it is protected", async () => {
    const plan = await planWithout(1, { prune: true }, { protect: true });
    assert.equal(plan.blocked[0]?.code, "protected");
    assert.deepEqual(plan.changes, []);
  });

  it("may be as many as the budget allows, and no more", async () => {
    assert.deepEqual((await planWithout(20)).guards, []);
    const [guard] = (await planWithout(21)).guards;
    assert.equal(guard?.code, "budget-exceeded");
    assert.match(guard?.reason ?? "", /21 of 40 image rows/);
    assert.match(guard?.help ?? "", /--allow-deletes 21/);
    assert.deepEqual((await planWithout(21, { allowDeletes: 21 })).guards, []);
    assert.equal((await planWithout(21, { allowDeletes: 20 })).guards.length, 1);
  });

  it("may not be all of a kind", async () => {
    const objects = [templateOf("t"), ...images.slice(0, 2), albumOf("a", files.slice(0, 2))];
    const plan = await planChanges(
      estateOf(albumOf("a", files.slice(0, 2)), ...images.slice(0, 2)),
      observationOf(objects.map((resource) => appliedObject(resource))),
      planOptions(),
    );
    assert.match(plan.guards[0]?.reason ?? "", /1 of 1 set-template rows.*all of them/);
  });

  it("is never everything", async () => {
    const plan = await planChanges(
      estateOf(),
      observationOf(images.slice(0, 1).map((resource) => appliedObject(resource))),
      planOptions({ allowDeletes: 100 }),
    );
    assert.equal(plan.guards[0]?.code, "empty-estate");
  });

  it("becomes ours again when it is declared again", async () => {
    const image = imageOf("a/1.png", { prompt: "p" });
    const objects = [
      appliedObject(albumOf("a", ["a/1.png"])),
      appliedObject(image, { state: "released" as const }),
    ];
    const plan = await planChanges(
      estateOf(albumOf("a", ["a/1.png"]), image),
      observationOf(objects),
      planOptions(),
    );
    const change = plan.changes.at(0);
    assert.ok(change?.action === "adopt" && change.row.id === 1);
    assert.deepEqual(change.after, {});
  });
});

describe("protection", () => {
  it("is lifted by a change of its own", async () => {
    const objects = [appliedObject(templateOf("t", {}, { protect: true }))];
    const plan = await planChanges(
      estateOf(templateOf("t")),
      observationOf(objects),
      planOptions({ prune: true }),
    );
    const change = plan.changes.at(0);
    assert.ok(change?.action === "update" && !change.protect);
    assert.deepEqual(change.diffs[0]?.field, "protect");
  });
});
