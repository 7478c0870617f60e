import assert from "node:assert/strict";
import { describe, it } from "node:test";
import fc from "fast-check";
import { PromptIndex } from "../../../src/collect/match/prompt-index.js";
import { formatAddress, nameOf } from "../../../src/model/address.js";
import { expandPrompt, namedItems } from "../../../src/model/prompt.js";
import type { Fields, SetTemplate } from "../../../src/model/resource.js";
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
