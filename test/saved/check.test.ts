import assert from "node:assert/strict";
import { describe, it } from "node:test";
import type { DatabaseState } from "../../src/model/observed.js";
import type { Plan } from "../../src/model/plan.js";
import type { SavedPlan } from "../../src/model/saved-plan.js";
import { dropOldRecords, findManifestProblem, findTargetProblem } from "../../src/saved/check.js";
import { createOf, planOf, updateOf } from "../support/plan-builders.js";

const STATE: DatabaseState = {
  id: "db-1",
  schemaVersion: 4,
  generation: "D",
  profile: "D",
  pending: [],
  servedFrom: null,
};
const TARGET = { estate: "main", state: STATE, firstPlan: "f".repeat(64) };
const UPDATE = updateOf("image:a.png", 1, []);
const BASE = { database: "db-1", schemaVersion: 4 };
const FILE = UPDATE.manifest;
const A = { file: FILE, sha256: "a".repeat(64) };
const OTHER = { file: "manifests/other.yaml", sha256: "b".repeat(64) };

const targetCode = (plan: Partial<Plan>, target: Partial<typeof TARGET> = {}) =>
  findTargetProblem(planOf([UPDATE], { base: BASE, ...plan }), { ...TARGET, ...target })?.code;

describe("what a saved plan was made for", () => {
  it("fits its estate, database and schema", () => assert.equal(targetCode({}), undefined));

  it("is another estate, database or schema: each has its code", () => {
    assert.equal(targetCode({ estate: "other" }), "plan-estate-differs");
    assert.equal(targetCode({ base: { ...BASE, database: "db-2" } }), "plan-database-differs");
    assert.equal(targetCode({ base: { ...BASE, schemaVersion: 3 } }), "plan-schema-differs");
    assert.equal(targetCode({}, { state: { ...STATE, id: "none" } }), "plan-database-differs");
  });

  it("fits the database that its own first run made, and no other", () => {
    const base = { database: "none", schemaVersion: 0 };
    const { planId } = planOf([]);
    assert.equal(targetCode({ base }, { firstPlan: planId }), undefined);
    assert.equal(targetCode({ base }, { firstPlan: null as unknown as string }), undefined);
    assert.equal(targetCode({ base }), "plan-database-differs");
    const pendingMigrations = ["004-registry"];
    assert.equal(targetCode({ base, pendingMigrations }, { firstPlan: planId }), "plan-database-differs");
  });
});

describe("the manifests of a saved plan", () => {
  const fileOf = () => undefined;
  const plan = planOf([UPDATE], { manifests: [A, OTHER] });

  it("may change where no change comes from", () => {
    const manifests = [A, { ...OTHER, sha256: "c".repeat(64) }, { ...OTHER, file: "manifests/new.yaml" }];
    assert.equal(findManifestProblem(plan, { manifests, fileOf }), undefined);
    assert.equal(findManifestProblem(plan, { manifests: [A], fileOf }), undefined);
  });

  it("stop it where one comes from", () => {
    for (const manifests of [[{ ...A, sha256: "c".repeat(64) }, OTHER], [OTHER]]) {
      const problem = findManifestProblem(plan, { manifests, fileOf });
      assert.equal(problem?.code, "plan-manifest-changed");
      assert.match(problem?.summary ?? "", new RegExp(FILE));
    }
    const created = planOf([createOf("image:b.png", 1, {})], { manifests: [OTHER] });
    assert.equal(findManifestProblem(created, { manifests: [OTHER], fileOf })?.code, "plan-manifest-changed");
  });

  it("stop it where they declare again what it ends", () => {
    const ending = planOf([
      { action: "delete", kind: "image", address: "image:a.png", reason: "gone", before: {} },
    ]);
    assert.equal(findManifestProblem(ending, { manifests: [], fileOf }), undefined);
    const again = findManifestProblem(ending, { manifests: [], fileOf: () => "manifests/new.yaml" });
    assert.match(again?.summary ?? "", /image:a\.png is declared again, in manifests\/new\.yaml/);
  });

  it("take their records along when they changed", () => {
    const record = (manifest: string) => ({
      address: "image:a.png",
      patch: { set: {}, unset: [] },
      manifest,
      protect: false,
    });
    const saved = { ...plan, records: [record(FILE), record(OTHER.file)] } as unknown as SavedPlan;
    const left = dropOldRecords(saved, [A, { ...OTHER, sha256: "c".repeat(64) }]);
    assert.deepEqual(
      left.records.map(({ manifest }) => manifest),
      [FILE],
    );
  });
});
