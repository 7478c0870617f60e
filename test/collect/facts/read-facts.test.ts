import assert from "node:assert/strict";
import { chmodSync, mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { after, before, describe, it } from "node:test";
import { writeNastyTree } from "../../../sample/legacy/nasty/tree.js";
import { FactCache } from "../../../src/collect/facts/fact-cache.js";
import type { SurveyOptions } from "../../../src/collect/facts/survey-options.js";
import type { Outcome } from "../../../src/collect/source/collected-image.js";
import { surveyRoot } from "../../../src/collect/survey.js";
import { DEFAULT_LIMITS } from "../../../src/images/header.js";
import { drawNoise } from "../../support/pictures.js";
import { surveyWhole } from "../../support/survey.js";
import { makeTempDir } from "../../support/temp-dir.js";

const later = (): Date => new Date(Date.now() + 3_600_000);
const MANY = 450;

const dir = makeTempDir({ after: (clean) => after(clean as () => void) });
const root = join(dir, "nasty");
before(async () => {
  await writeNastyTree(dir);
  chmodSync(join(root, "card_deck_locked"), 0o755);
  const deck = join(root, "card_deck_20251013_213519");
  mkdirSync(deck, { recursive: true });
  const picture = await drawNoise(8, 8).png().toBuffer();
  for (let number = 0; number < MANY; number++) {
    const stem = join(deck, `20251013_213529_Two_of_Spades_${number}`);
    // Bytes after the end of a PNG change its hash and nothing else.
    writeFileSync(`${stem}.png`, Buffer.concat([picture, Buffer.from(`${number}`)]));
    if (number % 3 > 0) writeFileSync(`${stem}.json`, `{"prompt": "fox ${number}", "seed": ${number}}`);
  }
});

describe("pictures read by several threads", () => {
  it("say the same as those read by one, in the same order, and are remembered", async () => {
    const alone = await survey(1);
    const together = await survey(3);
    assert.ok(together.outcomes.length > MANY);
    assert.deepEqual(together.outcomes, alone.outcomes);
    assert.equal(together.kept, alone.kept);
    const again = await survey(3, together.kept);
    assert.deepEqual([again.outcomes, again.kept], [alone.outcomes, undefined]);
  });

  it("need not all be read", async () => {
    const survey = await surveyRoot(root, describeOptions(2));
    assert.ok(!("outcome" in survey));
    let images = 0;
    // Were a thread left over, this process would not end.
    for await (const { outcome } of survey.outcomes) if (outcome === "image" && ++images === 20) break;
    assert.equal(images, 20);
  });
});

async function survey(
  threads: number,
  kept?: string,
): Promise<{ readonly outcomes: readonly Outcome[]; readonly kept: string | undefined }> {
  const options = describeOptions(threads, kept);
  const { outcomes, survey } = await surveyWhole(root, options);
  return { outcomes, kept: options.cache.render(survey.root) };
}

function describeOptions(threads: number, kept?: string): SurveyOptions & { readonly cache: FactCache } {
  return {
    rules: [],
    timeZone: "Europe/Vienna",
    templates: [],
    limits: DEFAULT_LIMITS,
    cache: new FactCache(kept, "1", later),
    threads,
  };
}
