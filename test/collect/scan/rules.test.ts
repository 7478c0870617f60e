import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { compileRules } from "../../../src/collect/scan/folder-rule.js";
import { placeFiles } from "../../../src/collect/scan/place-files.js";
import { DEFAULT_RULES } from "../../../src/collect/scan/rules.js";
import { DEFAULT_LIMITS } from "../../../src/images/header.js";
import type { CollectRule } from "../../../src/model/collect-rule.js";

const OPTIONS = { timeZone: "UTC", templates: [], limits: DEFAULT_LIMITS, rules: [] };

function rule(pattern: string, slug = "x/{folder}"): CollectRule {
  return { pattern, type: "deck", slug, name: "{folder}, {time}" };
}

function place(
  files: readonly string[],
  rules: readonly CollectRule[] = [],
  before?: ReadonlyMap<string, string>,
) {
  const places = placeFiles(files, compileRules([...rules, ...DEFAULT_RULES], "outputs"), "outputs", {
    ...OPTIONS,
    ...(before && { stagedBefore: before }),
  });
  return files.map((file) => places.get(file)?.stagedAs);
}

describe("rules for folders", () => {
  const matches = (pattern: string, path: string): boolean =>
    compileRules([rule(pattern)], "outputs")(path.split("/").filter(Boolean)) !== undefined;

  it("match names and everything below them", () => {
    assert.ok(matches("card_*", "card_deck"));
    assert.ok(matches("card_*", "card_deck/more/still"));
    assert.ok(matches("CARD_*", "card_deck"));
    assert.ok(matches("a/?", "a/b"));
    assert.ok(matches("**/b", "a/x/b"));
    assert.ok(matches("a/**", "a/x/y"));
    assert.ok(matches("outputs/card", "card"));
    assert.ok(matches("outputs", ""));
    assert.ok(matches("**/outputs", ""));
    assert.ok(matches("**/outputs/card", "card"));
    assert.ok(!matches("**/card", ""));
    assert.ok(!matches("card_*", "my/card_deck"));
    assert.ok(!matches("a.b", "axb"));
    assert.ok(!matches("a/*", "a"));
    assert.ok(matches(".", ""));
    assert.ok(!matches(".", "a"));
  });

  it("that are wildcards alone never take the root itself for a folder", () => {
    for (const pattern of ["*", "**", "?*", "*/*", "**/*", "*/cards", "**/**", "**/*/outputs"])
      assert.ok(!matches(pattern, ""), pattern);
    assert.ok(matches("*", "cards"));
    assert.ok(!matches("*/cards", "cards"));
    assert.ok(matches("*/cards", "a/cards"));
    assert.ok(matches("out*", ""));
  });

  it("of the configuration go before the default ones", () => {
    assert.deepEqual(place(["card_deck_1/a.png"], [rule("card_deck_*")]), ["x/card-deck-1/a.png"]);
  });

  it("put singles and uploads into the month of their names", () => {
    const files = [
      "20251013_213529_fox.png",
      "20251399_213529_fox.png",
      "seed19991231.png",
      "uploads/20240229_000000.png",
    ];
    assert.deepEqual(place(files), [
      "singles/2025-10/20251013_213529_fox.png",
      "singles/undated/20251399_213529_fox.png",
      "singles/undated/seed19991231.png",
      "uploads/2024-02/20240229_000000.png",
    ]);
  });

  it("know nothing of other folders", () => {
    assert.deepEqual(place(["scraped/a.png"]), [undefined]);
  });
});

describe("staged names", () => {
  it("are lower-case and safe", () => {
    assert.deepEqual(
      place(["lora_tests/Devil Carnival-000001.png", "lora_tests/Évasion, 2.PNG", "lora_tests/con.png"]),
      [
        "lora-experiments/lora-tests/devil_carnival-000001.png",
        "lora-experiments/lora-tests/evasion_2.png",
        "lora-experiments/lora-tests/_con.png",
      ],
    );
  });

  it("stay apart: the one that was safe already keeps its name", () => {
    const [upper, lower] = place(["lora_tests/A.png", "lora_tests/a.png"]);
    assert.match(upper ?? "", /^lora-experiments\/lora-tests\/a-[0-9a-f]{8}\.png$/);
    assert.equal(lower, "lora-experiments/lora-tests/a.png");
  });

  it("keep the place that they had before", () => {
    const before = new Map([["lora_tests/A.png", "lora-experiments/lora-tests/a.png"]]);
    const [upper, lower] = place(["lora_tests/A.png", "lora_tests/a.png"], [], before);
    assert.equal(upper, "lora-experiments/lora-tests/a.png");
    assert.match(lower ?? "", /^lora-experiments\/lora-tests\/a-[0-9a-f]{8}\.png$/);
  });

  it("keep folders with one slug apart", () => {
    const [first, second] = place(["zodiac_a b/x.png", "zodiac_a_b/x.png"]);
    assert.equal(first, "zodiac/zodiac-a-b/x.png");
    assert.match(second ?? "", /^zodiac\/zodiac-a-b-[0-9a-f]{8}\/x\.png$/);
  });

  it("differ as filenames of the database too", () => {
    const staged = place(["zodiac_1/a/b.png", "zodiac_1/a__b.png"]);
    assert.equal(new Set(staged.map((name) => name?.replaceAll("/", "__"))).size, 2);
  });
});
