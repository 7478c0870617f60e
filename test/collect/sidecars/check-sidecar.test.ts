import assert from "node:assert/strict";
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, it } from "node:test";
import fc from "fast-check";
import { drawBands } from "../../../sample/legacy/png-file.js";
import { readSidecarLabels } from "../../../src/collect/facts/labels.js";
import { findMisfits } from "../../../src/collect/sidecars/check-sidecar.js";
import { readSidecarFacts } from "../../../src/collect/sidecars/sidecar-facts.js";
import type { CollectedImage } from "../../../src/collect/source/collected-image.js";
import type { ImageSidecar } from "../../../src/model/generated/sidecar.js";
import type { Json, JsonObject } from "../../../src/model/json.js";
import { surveyWhole } from "../../support/survey.js";
import { makeTempDir } from "../../support/temp-dir.js";

const SIZE = { width: 8, height: 8 };
const READ = [
  "prompt",
  "negative_prompt",
  "model",
  "seed",
  "steps",
  "guidance_scale",
  "timestamp",
  "lora",
  "loras",
];
const LISTED = ["tags", "labels", "keywords", "caption"];

const lora = fc.record(
  {
    path: fc.string(),
    name: fc.option(fc.string()),
    weight: fc.option(fc.double({ noNaN: true, noDefaultInfinity: true })),
  },
  { requiredKeys: [], noNullPrototype: true },
);
const value: fc.Arbitrary<Json> = fc.oneof(
  fc.constantFrom<Json>(null, "", " 25 ", "2.5e1", "-7", "0042", "1.0", "NaN", "x", [], {}, true),
  fc.constantFrom<Json>("2025-10-13T21:35:33.481220", 1_760_000_000, "18446744073709551615", 1e21),
  fc.integer(),
  fc.double({ noNaN: true, noDefaultInfinity: true }),
  lora as fc.Arbitrary<Json>,
  fc.array(lora, { maxLength: 2 }) as fc.Arbitrary<Json>,
  fc.array(fc.oneof(fc.string(), fc.record({ text: fc.string() }, { noNullPrototype: true })), {
    maxLength: 2,
  }),
  fc.jsonValue({ maxDepth: 2 }) as fc.Arbitrary<Json>,
);

describe("the schema of sidecars", () => {
  it("refuses nothing that is read as a fact or a label", () => {
    fc.assert(
      fc.property(fc.constantFrom(...READ), value, (key, given) => {
        const sidecar = { [key]: given } as JsonObject;
        const { values, misfits } = readSidecarFacts(sidecar, SIZE, "UTC");
        const isRead = misfits.length === 0 && Object.keys(values).some((fact) => fact !== `metadata.${key}`);
        if (isRead) assert.deepEqual(findMisfits(sidecar), [], JSON.stringify(sidecar));
      }),
      { numRuns: 5000 },
    );
    fc.assert(
      fc.property(fc.constantFrom(...LISTED), value, (key, given) => {
        const sidecar = { [key]: given } as JsonObject;
        if (readSidecarLabels(sidecar).spentKeys.includes(key)) assert.deepEqual(findMisfits(sidecar), []);
      }),
      { numRuns: 5000 },
    );
  });

  it("describes what the old generator wrote", () => {
    const sidecar: ImageSidecar = {
      prompt: "a fox",
      negative_prompt: "blurry",
      model: "m",
      width: 512,
      height: 512,
      steps: 30,
      guidance_scale: 7.5,
      seed: null,
      timestamp: "2025-10-13T21:35:33.481220",
      loras: [{ path: "a.safetensors", name: "a", weight: 0.3 }],
      something: "else",
    };
    assert.deepEqual(findMisfits(sidecar as JsonObject), []);
  });

  it("names each key that does not fit, once", () => {
    const wrong = {
      width: "wide",
      tags: 5,
      caption: [1],
      loras: [{ weight: "x" }, 3],
      "a/b~c": 1,
      steps: -1,
    };
    assert.deepEqual(findMisfits(wrong as JsonObject), ["caption", "loras", "steps", "tags", "width"]);
  });

  it("is held against each sidecar that is collected: a warning names file and key, no fact is lost", async (t) => {
    const root = makeTempDir(t);
    mkdirSync(join(root, "card_deck_1"));
    writeFileSync(join(root, "card_deck_1/fox.png"), drawBands("fox", 8, 8));
    const said = { prompt: "a fox", tags: 5, width: "wide", steps: "many", loras: [] };
    writeFileSync(join(root, "card_deck_1/fox.json"), JSON.stringify(said));
    const { of } = await surveyWhole(root);
    const { facts, warnings } = of("card_deck_1/fox.png") as CollectedImage;
    assert.deepEqual(
      warnings.map(({ code, message }) => [code, message]),
      ["steps", "tags", "width"].map((key) => [
        "sidecar-value",
        `card_deck_1/fox.json has an invalid value of ${key}. It was kept in metadata.`,
      ]),
    );
    assert.equal(facts.prompt, "a fox");
    assert.deepEqual(facts.metadata, { steps: "many", tags: 5, width: "wide" });
  });
});
