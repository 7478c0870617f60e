import assert from "node:assert/strict";
import { describe, it } from "node:test";
import fc from "fast-check";
import { PromptIndex } from "../../../src/collect/match/prompt-index.js";
import { formatAddress, nameOf } from "../../../src/model/address.js";
import { expandPrompt, namedItems } from "../../../src/model/prompt.js";
import type { Fields, SetTemplate } from "../../../src/model/resource.js";
import { findUntaggable, toA1111 } from "../../../src/recipe/a1111.js";
import { composeRecipes, type Recipe } from "../../../src/recipe/recipe.js";
import { LAW_OPTIONS } from "../../support/runs.js";

function template(slug: string, fields: Fields): SetTemplate {
  const source = { file: "a.yaml", line: 1, column: 1 };
  return {
    kind: "set-template",
    address: formatAddress("set-template", slug),
    fields: { slug, ...fields },
    origin: { source, path: [] },
    protect: false,
  } as SetTemplate;
}

// Few words, so that prompts of several items often are equal, or one is the end of another.
const words = fc
  .array(fc.constantFrom("a", "b", "Art style: a", ". ", ", ", " ", "<lora:x:1>", "\n", "{n}"), {
    maxLength: 4,
  })
  .map((parts) => parts.join(""));
const templates = fc
  .array(
    fc.record({
      base_prompt: words,
      prompt_template: words.map((text) => `${text}{n}`),
      style_suffix: words,
      items: fc.uniqueArray(words, { minLength: 1, maxLength: 4 }),
    }),
    { minLength: 1, maxLength: 3 },
  )
  .map((list) =>
    list.map(({ items, ...fields }, index) =>
      template(`t${index}`, {
        ...fields,
        item_key: "{k}",
        items: items.map((n, k) => ({ n, k: String(k) })),
      }),
    ),
  );
// Nothing of a theme is cut off with the blanks and tags around a prompt.
const themes = fc
  .array(fc.constantFrom("a", "b", ". ", ", ", "<lora:x:1> ", "\n"), { maxLength: 4 })
  .map((parts) => `a${parts.join("")}b`);
const changes = fc.constantFrom(
  (prompt: string) => prompt,
  (prompt: string) => ` ${prompt}\n`,
  (prompt: string) => prompt.replaceAll("\n", "\r\n"),
  (prompt: string) => `${prompt} <lora:y:0.5>, <lora:z:1>`,
);

describe("the index of rendered prompts", () => {
  it("finds the item of every rendered prompt, alone or among those that it can't be told from", () => {
    fc.assert(
      fc.property(templates, fc.option(themes, { nil: undefined }), changes, (list, theme, change) => {
        const index = new PromptIndex(list);
        for (const { address, fields } of list)
          for (const { name, cells } of namedItems(fields)) {
            const prompt = change(expandPrompt(fields, cells, theme));
            const found = index.find(prompt);
            if (/^[\s,]*(<lora:[^<>]*>[\s,]*)*$/.test(prompt)) continue;
            assert.ok(
              found.some((match) => match.template === nameOf(address) && match.item === name),
              `${JSON.stringify(prompt)} of ${address} ${name}: ${JSON.stringify(found)}`,
            );
          }
      }),
      LAW_OPTIONS,
    );
  });

  it("finds the item in the prompt of a request to AUTOMATIC1111, with the tags of all LoRAs behind it", () => {
    const loras = fc.array(
      fc.record({
        path: fc
          .array(fc.constantFrom("x", "y", "Moon v1.2", "loras/", "c:\\", ".safetensors", ",", "é", "(a)"), {
            minLength: 1,
            maxLength: 3,
          })
          .map((parts) => parts.join("")),
        weight: fc.constantFrom(1, 0.6, -0.25, 0, 1e-7),
      }),
      { maxLength: 4 },
    );
    fc.assert(
      fc.property(templates, loras, fc.option(themes, { nil: undefined }), (list, used, theme) => {
        fc.pre(findUntaggable(used) === undefined);
        const index = new PromptIndex(list);
        for (const { address, fields } of list)
          for (const recipe of composeRecipes({ ...fields, loras: used }, { theme, seed: undefined })) {
            const prompt = String(toA1111(recipe).prompt);
            if (/^[\s,]*(<lora:[^<>]*>[\s,]*)*$/.test(prompt)) continue;
            const isFound = index
              .find(prompt)
              .some((match) => match.template === nameOf(address) && match.item === recipe.item);
            assert.ok(isFound, `${JSON.stringify(prompt)} of ${address} ${recipe.item}`);
          }
      }),
      LAW_OPTIONS,
    );
    const [moons] = [
      template("moons", {
        base_prompt: "A card",
        prompt_template: "{n} of moons",
        item_key: "{n}",
        items: [{ n: "One" }],
        loras: [
          { path: "loras/ink.safetensors", weight: 0.6 },
          { path: "moon v2.pt", weight: 1 },
        ],
      }),
    ];
    const [recipe] = composeRecipes(moons.fields, { theme: undefined, seed: undefined });
    const { prompt } = toA1111(recipe as Recipe);
    assert.equal(prompt, "A card. One of moons <lora:ink:0.6> <lora:moon v2:1>");
    assert.deepEqual(new PromptIndex([moons]).find(String(prompt)), [{ template: "moons", item: "One" }]);
  });

  it("finds nothing in other texts, and each item once", () => {
    const index = new PromptIndex([
      template("moons", {
        prompt_template: "{n} of moons",
        style_suffix: "ink",
        item_key: "{n}",
        items: [{ n: "One" }, { n: "Twenty One" }],
      }),
    ]);
    assert.deepEqual(index.find("One of moons. ink"), [{ template: "moons", item: "One" }]);
    assert.deepEqual(index.find("Art style: x. One of moons. ink"), [{ template: "moons", item: "One" }]);
    for (const text of [
      "",
      "one of moons. ink",
      "One of moons. ink.",
      "Art style: . One of moons. ink",
      "<lora:a:1>",
    ])
      assert.deepEqual(index.find(text), [], text);
  });

  it("looks through a long text of blanks and brackets at once", () => {
    const index = new PromptIndex([
      template("a", { prompt_template: "{n}", item_key: "{n}", items: [{ n: "x" }] }),
    ]);
    const began = performance.now();
    for (const part of [" ", ",", "<lora:", "<lora:a>", "\n"]) index.find(`${part.repeat(100_000)}y`);
    assert.ok(performance.now() - began < 1000);
  });
});
