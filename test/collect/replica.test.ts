import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { after, before, describe, it } from "node:test";
import { writeReplica } from "../../sample/legacy/replica.js";
import type { CollectedImage, FoundFacts } from "../../src/collect/source/collected-image.js";
import { PROJECT_DIR } from "../support/paths.js";
import { SHIPPED_TEMPLATES } from "../support/sample-sets.js";
import { countOutcomes, surveyWhole, type WholeSurvey } from "../support/survey.js";
import { makeTempDir } from "../support/temp-dir.js";

describe("the replica of the legacy tree", () => {
  let outputs: WholeSurvey;
  let packs: WholeSurvey;
  const dir = makeTempDir({ after: (clean) => after(clean as () => void) });

  before(async () => {
    await writeReplica(dir, PROJECT_DIR);
    outputs = await surveyWhole(join(dir, "outputs"), { templates: SHIPPED_TEMPLATES });
    packs = await surveyWhole(join(dir, "image packs"), { templates: SHIPPED_TEMPLATES });
  });

  it("gives every file of outputs one outcome", () => {
    assert.deepEqual(countOutcomes(outputs.outcomes), {
      "folder thumbnail": 1,
      "image decks/card-deck-20251013-213149": 9,
      "image decks/card-deck-20251013-213519": 34,
      "image decks/tarot-deck-20251014-224018": 22,
      "image lora-experiments/lora-tests": 6,
      "image singles/2025-10": 54,
      "image singles/undated": 1,
      "image zodiac/zodiac-20251013-204136": 8,
      "image zodiac/zodiac-20251013-210029": 12,
      "sidecar used": 145,
      "skipped log-file": 6,
      "skipped orphan-sidecar": 22,
      "skipped thumbnail": 40,
    });
  });

  it("finds the reference packs by the name of their root", () => {
    assert.deepEqual(countOutcomes(packs.outcomes), {
      "image reference-packs/card-backs": 32,
      "image reference-packs/ornament-studies": 67,
      "image reference-packs/tarot-scans": 77,
      "image reference-packs/woodcut-borders": 67,
      "skipped orphan-sidecar": 2,
    });
    assert.deepEqual(packs.findings[0]?.album, {
      slug: "reference-packs/card-backs",
      name: "Card backs",
      type: "reference-pack",
      public: false,
      training_source: true,
      provenanceSource: "image packs/Card backs",
      folder: "Card backs",
    });
  });

  it("knows a card by its name, and its recipe by its sidecar", () => {
    const card = outputs.findings.find(({ file }) =>
      file.endsWith("213519/20251013_213529_Two_of_Spades.png"),
    ) as CollectedImage;
    assert.deepEqual(card.album, {
      slug: "decks/card-deck-20251013-213519",
      name: "Card deck, 13 October 2025, 21:35",
      type: "deck",
      public: false,
      training_source: false,
      set_template: "card-deck",
      provenanceSource: "outputs/card_deck_20251013_213519",
      folder: "card_deck_20251013_213519",
    });
    assert.equal(card.stagedAs, "decks/card-deck-20251013-213519/20251013_213529_two_of_spades.png");
    assert.equal(card.sidecar?.stagedAs, card.stagedAs.replace(".png", ".json"));
    const { prompt, negative_prompt: negative, ...facts } = card.facts;
    assert.match(prompt ?? "", /Two of Spades, the Diplomat/);
    assert.equal(negative?.length, 1739);
    assert.deepEqual(facts, {
      width: 512,
      height: 512,
      created_at: "2025-10-13T21:35:33.573143Z",
      steps: 30,
      guidance_scale: 7.5,
      item: "Two of Spades",
      labels: [
        { text: "spades", type: "tag" },
        { text: "two", type: "tag" },
      ],
      source: {
        file: "card_deck_20251013_213519/20251013_213529_Two_of_Spades.png",
        model: "runwayml/stable-diffusion-v1-5",
      },
    });
  });

  it("keeps every fact of every sidecar", () => {
    const lost = [...outputs.findings].flatMap((finding) => listLostFacts(finding));
    assert.deepEqual(lost, []);
  });

  it("names an item in every picture of a set", () => {
    const sets = outputs.findings.filter(({ album }) => album.set_template !== undefined);
    assert.equal(sets.length, 85);
    assert.deepEqual(
      sets.filter(({ facts }) => facts.item === undefined || facts.labels === undefined),
      [],
    );
  });

  it("says the same each time", async () => {
    const again = await surveyWhole(join(dir, "outputs"), { templates: SHIPPED_TEMPLATES });
    assert.deepEqual(again.outcomes, outputs.outcomes);
  });
});

/** Keys of a finding's sidecar that its facts do not hold as they were written. */
function listLostFacts({ file, sidecar, facts }: CollectedImage): readonly string[] {
  if (sidecar === null) return [];
  const text = readFileSync(sidecar.path, "utf8");
  const seed = /"seed": (\d+)/.exec(text)?.[1];
  const { timestamp, model, seed: _rounded, ...rest } = JSON.parse(text) as Record<string, unknown>;
  const expected: Record<string, unknown> = { ...rest, created_at: `${timestamp}Z`, ...(seed && { seed }) };
  const lost = Object.keys(expected).filter(
    (key) => JSON.stringify(facts[key as keyof FoundFacts]) !== JSON.stringify(expected[key]),
  );
  return [...lost, ...(facts.source.model === model ? [] : ["model"])].map((key) => `${file}: ${key}`);
}
