import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { compileRules } from "../../../src/collect/scan/folder-rule.js";
import { placeFiles } from "../../../src/collect/scan/place-files.js";
import { DEFAULT_RULES } from "../../../src/collect/scan/rules.js";
import { nameAlbum } from "../../../src/collect/source/album-name.js";
import { DEFAULT_LIMITS } from "../../../src/images/header.js";

describe("the name of a collected album", () => {
  it("reads as a person would write it, with the slug as it always was", () => {
    const files = {
      "image packs/woodcut_borders/a.png": "reference-packs/woodcut-borders: Woodcut borders",
      "image packs/NASA_moon/a.png": "reference-packs/nasa-moon: NASA moon",
      "image packs/iPhone shots/a.png": "reference-packs/iphone-shots: iPhone shots",
      "image packs/a.png": "reference-packs/loose: Reference pictures of no pack",
      "card_deck_20251013_213519/a.png": "decks/card-deck-20251013-213519: Card deck, 13 October 2025, 21:35",
      "card_deck_test/a.png": "decks/card-deck-test: Card deck test",
      "zodiac_20251013_204136/a.png": "zodiac/zodiac-20251013-204136: Zodiac, 13 October 2025, 20:41",
      "lora_tests/a.png": "lora-experiments/lora-tests: LoRA tests",
      "uploads/20240229_000000.png": "uploads/2024-02: Uploads, February 2024",
      "uploads/fox.png": "uploads/undated: Uploads, undated",
      "20251013_213529_fox.png": "singles/2025-10: Legacy singles, October 2025",
      "fox.png": "singles/undated: Legacy singles, undated",
    };
    const names = Object.keys(files);
    const options = { timeZone: "UTC", templates: [], limits: DEFAULT_LIMITS, rules: [] };
    const places = placeFiles(names, compileRules(DEFAULT_RULES, "outputs"), "outputs", options);
    const found = names.map((file) => {
      const { slug, name } = places.get(file)?.album ?? assert.fail(file);
      return [file, `${slug}: ${name}`];
    });
    assert.deepEqual(Object.fromEntries(found), files);
  });

  it("fills what a rule of the configuration says", () => {
    assert.equal(nameAlbum("From {folder}, {month}", "my_trip", "2025-01"), "From my trip, January 2025");
    assert.equal(nameAlbum("Trip", "x", "undated"), "Trip");
    assert.equal([...nameAlbum("{folder}", "ä".repeat(300), "undated")].length, 255);
  });
});
