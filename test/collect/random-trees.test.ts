import assert from "node:assert/strict";
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, it } from "node:test";
import fc from "fast-check";
import { drawBands } from "../../sample/legacy/png-file.js";
import { surveyWhole } from "../support/survey.js";
import { makeTempDir } from "../support/temp-dir.js";

const FOLDERS = [
  "",
  "card_deck_1/",
  "card_deck_1/a/",
  "Card_Deck_1/",
  "scraped/",
  "lora_tests/thumbnails/",
  "zodiac_x y/",
];
const ENDINGS = [".png", ".PNG", ".jpg", ".json", ".png.json", ".log", ""];
const CONTENTS = [
  drawBands("tree", 4, 4),
  Buffer.from('{"prompt": "a fox"}'),
  Buffer.from("text"),
  Buffer.alloc(0),
];

describe("a tree of any names and contents", () => {
  it("is surveyed to its end: one outcome a file, one staged name an image", async (t) => {
    const stem = fc.oneof(
      fc.uint8Array({ min: 1, minLength: 1, maxLength: 6 }).filter((bytes) => !bytes.includes(0x2f)),
      fc
        .constantFrom("x", "X", "é", "e\u0301", "a b", "a_b", "20251013_213529_x")
        .map((text) => Buffer.from(text)),
    );
    const file = fc.tuple(
      fc.constantFrom(...FOLDERS),
      stem,
      fc.constantFrom(...ENDINGS),
      fc.constantFrom(...CONTENTS),
    );
    let tree = 0;
    const dir = makeTempDir(t);
    await fc.assert(
      fc.asyncProperty(fc.array(file, { minLength: 1, maxLength: 12 }), async (files) => {
        const root = join(dir, String(tree++));
        for (const folder of FOLDERS) mkdirSync(join(root, folder), { recursive: true });
        for (const [folder, name, ending, content] of files) {
          const path = Buffer.concat([
            Buffer.from(`${root}/${folder}`),
            Buffer.from(name),
            Buffer.from(ending),
          ]);
          if (!/^\.{1,2}$/.test(Buffer.from(name).toString() + ending)) writeFileSync(path, content);
        }
        writeFileSync(join(root, "always.txt"), "so that the root is not empty");
        const { findings, outcomes } = await surveyWhole(root);
        const staged = findings.flatMap(({ stagedAs, sidecar }) => [
          stagedAs,
          ...(sidecar ? [sidecar.stagedAs] : []),
        ]);
        const registered = staged.map((path) => path.replaceAll("/", "__").toLowerCase());
        assert.equal(new Set(registered).size, registered.length, String(staged));
        for (const outcome of outcomes)
          if ("message" in outcome) assert.ok(!/\p{Cc}/u.test(outcome.message) && outcome.help !== "");
      }),
      { numRuns: 100 },
    );
  });
});
