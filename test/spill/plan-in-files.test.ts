import assert from "node:assert/strict";
import { tmpdir } from "node:os";
import { describe, it } from "node:test";
import { type ChangeOutline, outlinesOf } from "../../src/model/change.js";
import { canonicalJson, type Json } from "../../src/model/json.js";
import { IN_MEMORY } from "../../src/model/lists/sequence.js";
import { planChanges } from "../../src/plan/plan.js";
import { spillInto } from "../../src/spill/spill-buffer.js";
import { albumOf, estateOf, imageOf, observationOf, planOptions } from "../support/memory-observation.js";

const FILES = ["a/1.png", "a/2.png", "a/3.png", "a/4.png", "a/5.png"];
const ESTATE = estateOf(albumOf("a", FILES), ...FILES.map((file) => imageOf(file, { prompt: `of ${file}` })));
const PLACES = { files: spillInto({ folder: tmpdir(), from: 2, onPage: 2 }), memory: IN_MEMORY };

const planIn = (place: keyof typeof PLACES) =>
  planChanges(ESTATE, observationOf([]), planOptions(), PLACES[place]);

const asJson = (value: unknown) => canonicalJson(value as Json);

describe("a plan whose lists lie in files", () => {
  it("is the same plan", async () => {
    const [inFiles, inMemory] = [await planIn("files"), await planIn("memory")];
    assert.equal(asJson(inFiles), asJson(inMemory));
    assert.equal(JSON.stringify(inFiles.changes), JSON.stringify(inMemory.changes));
    assert.ok(Array.isArray(inMemory.changes) && !Array.isArray(inFiles.changes));
  });

  for (const place of ["files", "memory"] as const)
    it(`has changes that are plain objects, which can be spread, in ${place}`, async () => {
      const { changes, thumbnails } = await planIn(place);
      assert.equal(changes.length, 6);
      for (const each of [...changes, ...thumbnails, ...outlinesOf(changes)]) {
        assert.equal(Object.getPrototypeOf(each), Object.prototype);
        assert.equal(asJson({ ...each }), asJson(each));
        assert.deepEqual(structuredClone(each), each);
      }
    });

  it("gives outlines that say of each change what the change says", async () => {
    const { changes } = await planIn("files");
    const outlines = [...outlinesOf(changes)];
    assert.equal(outlines.length, changes.length);
    const isPart = (outline: ChangeOutline, change: object) =>
      Object.entries(outline).every(([key, value]) => asJson(value) === asJson(Reflect.get(change, key)));
    assert.ok([...changes].every((change, place) => isPart(outlines[place] as ChangeOutline, change)));
    assert.ok(asJson(outlines).length < asJson(changes).length / 2);
  });
});
