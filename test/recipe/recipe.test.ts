import assert from "node:assert/strict";
import { describe, it } from "node:test";
import fc from "fast-check";
import { readA1111 } from "../../src/collect/recipes/programs/a1111.js";
import { toA1111 } from "../../src/recipe/a1111.js";
import { nameFiles } from "../../src/recipe/file-names.js";
import { composeRecipes, deriveSeed } from "../../src/recipe/recipe.js";
import { LAW_OPTIONS } from "../support/runs.js";

const name = fc
  .string({ unit: "grapheme", minLength: 1, maxLength: 30 })
  .filter((text) => !/[{}]/.test(text));
const names = fc.uniqueArray(name, { minLength: 1, maxLength: 20 });
const word = fc.stringMatching(/^[a-z][a-z ,.'()]{0,30}[a-z]$/);

function fieldsOf(items: readonly string[]) {
  return { item_key: "{name}", items: items.map((item) => ({ name: item })), prompt_template: "{name}" };
}

describe("composeRecipes", () => {
  it("gives an item the same seed whatever the order of rows and whatever other rows there are", () => {
    fc.assert(
      fc.property(names, name, fc.nat(), (items, added, seed) => {
        const seedsOf = (list: readonly string[]) =>
          new Map(
            composeRecipes(fieldsOf(list), { theme: undefined, seed }).map((one) => [one.item, one.seed]),
          );
        const before = seedsOf(items);
        const after = seedsOf([added, ...items.toReversed()]);
        for (const item of items) assert.equal(after.get(item), before.get(item));
      }),
      LAW_OPTIONS,
    );
  });

  it("derives seeds in the documented way", () => {
    assert.equal(deriveSeed(7, "Storm, night"), 0x7ce08be3);
  });

  it("calls no two files the same, and none as systems or people can't", () => {
    fc.assert(
      fc.property(names, (items) => {
        const files = nameFiles(items);
        assert.equal(new Set(files.map((file) => file.toLowerCase())).size, items.length);
        for (const file of files) {
          assert.match(file, /^[\p{L}\p{N}_-]+\.png$/u);
          assert.ok(Buffer.byteLength(file) < 230);
        }
        assert.deepEqual(nameFiles(items.toReversed()), files.toReversed());
      }),
      LAW_OPTIONS,
    );
    assert.deepEqual(nameFiles(["con", "Queen's Gambit", "★"]), [
      "_con.png",
      "queen_s_gambit.png",
      "item-26c57b08.png",
    ]);
  });

  it("gives AUTOMATIC1111 a prompt that is read back from its text letter by letter", () => {
    fc.assert(
      fc.property(word, word, fc.nat(), fc.integer({ min: -20, max: 20 }), (item, negative, seed, tenths) => {
        const fields = {
          ...fieldsOf([item]),
          base_prompt: "A card",
          "generation.negative_prompt": negative,
          "generation.steps": 30,
          "generation.guidance_scale": 7.5,
          loras: [{ path: "lora/Card-000008.safetensors", weight: tenths / 10 }],
        };
        const [recipe] = composeRecipes(fields, { theme: undefined, seed });
        assert.ok(recipe);
        const body = toA1111(recipe);
        const text = `${body.prompt}\nNegative prompt: ${body.negative_prompt}\nSteps: ${body.steps}, Sampler: Euler, CFG scale: ${body.cfg_scale}, Seed: ${body.seed}, Size: 512x512`;
        const read = readA1111(text);
        assert.equal(read?.prompt, body.prompt);
        assert.equal(read?.negative_prompt, negative);
        assert.equal(String(read?.seed), String(recipe.seed));
        assert.ok(String(body.prompt).startsWith(recipe.prompt));
      }),
      LAW_OPTIONS,
    );
  });

  it("says nothing that the template doesn't say", () => {
    const [recipe] = composeRecipes(fieldsOf(["a"]), { theme: undefined, seed: undefined });
    assert.deepEqual(recipe, {
      item: "a",
      prompt: "a",
      negative_prompt: null,
      width: null,
      height: null,
      steps: null,
      guidance_scale: null,
      loras: null,
      seed: null,
      file: "a.png",
    });
    assert.deepEqual(recipe && toA1111(recipe), { prompt: "a" });
  });
});
