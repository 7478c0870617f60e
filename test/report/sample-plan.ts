import type { Plan } from "../../src/model/plan.js";
import { createOf, DECK, DECK_MANIFEST, PACK_MANIFEST, planOf, updateOf } from "../support/plan-builders.js";

const CARD_MANIFEST = "manifests/sets/card-deck.yaml";
const PACK = "album:reference-packs/tarot-sheets";

const SUFFIX = "traditional engraving, bordered card art, muted inks on cream paper";
const GILT = "traditional engraving, gilt card art, muted inks on cream paper";
const BLURRY =
  "blurry, cropped, extra fingers, watermark, low contrast, text outside the frame, jpeg artefacts";

function prompt(card: string, suffix: string): string {
  return `The face of a single playing card. ${card}. ${suffix}`;
}

const TEMPLATE = updateOf(
  "set-template:card-deck",
  14,
  [
    { field: "style_suffix", before: SUFFIX, after: GILT, cause: "manifest" },
    {
      field: "items",
      cause: "manifest",
      cells: [
        {
          item: "Two of Spades",
          column: "meaning",
          before: "the Diplomat",
          after: "the Envoy",
          source: { file: "data/sets/card_deck.csv", line: 15, column: 1 },
        },
        { item: "Three of Spades", column: "meaning", before: "", after: "the Scholar" },
        { item: "Ace of Hearts", column: "colour", after: "red" },
      ],
    },
    {
      field: "loras",
      before: [{ path: "lora/Card_Fronts-000008.safetensors", weight: 0.6 }],
      after: [
        { path: "lora/Card_Fronts-000008.safetensors", weight: 0.7 },
        { path: "lora/Gilt.safetensors", weight: 0.2 },
      ],
      path: "[0].weight",
      cause: "manifest",
      source: { file: CARD_MANIFEST, line: 19, column: 60 },
    },
    { field: "generation.steps", before: 30, after: null, cause: "undeclared" },
  ],
  {
    manifest: CARD_MANIFEST,
    source: { file: CARD_MANIFEST, line: 14, column: 1 },
    prompts: {
      total: 54,
      shown: ["Ace", "Two", "Three", "Four", "Five", "Six", "Seven"].map((value) => ({
        item: `${value} of Spades`,
        before: prompt(`${value} of Spades`, SUFFIX),
        after: prompt(`${value} of Spades`, GILT),
      })),
    },
  },
);

const IMAGE = updateOf(
  "image:decks/card-deck-20251013-213519/20251013_213529_two_of_spades.png",
  31,
  [
    {
      field: "prompt",
      before: "Two of Spades, the \u001b[31mEnvoy\u001b[0m",
      after: "Two of Spades, the Diplomat",
      cause: "drift",
      sinceRun: 12,
    },
    {
      field: "negative_prompt",
      before: `${BLURRY}, ${BLURRY}`,
      after: `${BLURRY}, ${BLURRY}, frame`,
      cause: "manifest",
    },
    { field: "seed", before: null, after: "18446744073709551615", cause: "manifest" },
    {
      field: "created_at",
      before: "2025-10-13 21:35:33.000000",
      after: "2025-10-13 21:35:33.481220",
      cause: "manifest",
    },
    {
      field: "labels",
      added: [{ text: "spades", type: "tag" }],
      removed: [{ text: "a caption\nof two lines", type: "caption" }],
      cause: "manifest",
    },
    { field: "albums", added: [PACK], removed: [], cause: "manifest" },
  ],
  { reason: "changed in the manifest; edited in the database since run 12" },
);

const ALIKE = ["ace", "three", "four", "five", "six", "seven"].map((value) =>
  updateOf(`image:decks/card-deck-20251013-213519/${value}_of_spades.png`, 9, [
    { field: "steps", before: 30, after: 40, cause: "manifest" },
  ]),
);

/** One of everything that a plan can hold. */
export const FULL_PLAN: Plan = planOf(
  [
    createOf("set-template:zodiac", 2, { name: "Zodiac", items: [{ sign: "Aries" }, { sign: "Taurus" }] }),
    TEMPLATE,
    createOf(PACK, 2, { name: "Tarot sheets", type: "reference-pack", public: false }),
    createOf("album:singles/2025-10", 2, { name: "Legacy Singles 2025-10" }),
    updateOf(DECK, 12, [
      { field: "order", cause: "manifest", moved: 3 },
      { field: "public", before: false, after: true, cause: "manifest" },
    ]),
    ...Array.from({ length: 12 }, (_, index) =>
      createOf(
        `image:reference-packs/tarot-sheets/sheet-${10 + index}.png`,
        20 + index,
        { width: 512 },
        PACK,
      ),
    ),
    createOf(
      "image:decks/card-deck-20251013-213519/queen.png",
      77,
      { prompt: "Queen of Spades", width: 512 },
      DECK,
    ),
    {
      ...createOf("image:decks/card-deck-20251013-213519/king.png", 90, { width: 512 }, DECK),
      restored: true,
      reason: "deleted in the database since run 12, restored as asked",
    },
    IMAGE,
    ...ALIKE,
    {
      ...updateOf("image:decks/card-deck-20251013-213519/jack.png", 61, []),
      action: "move",
      from: "image:decks/old-deck/jack.png",
      reason: "equal bytes at a new path",
    },
    {
      ...updateOf("image:singles/2025-10/a%20cat.png", 8, [
        { field: "prompt", before: null, after: "a cat", cause: "adopt" },
      ]),
      action: "adopt",
      row: { id: 7, guard: "a_cat.png" },
      reason: "row 7 has the filename a_cat.png and no owner",
    },
    {
      action: "release",
      kind: "image",
      address: "image:singles/2025-09/gone.png",
      reason: "no longer in a manifest; pruning is off",
      before: {},
    },
    {
      action: "delete",
      kind: "image",
      address: "image:singles/2025-09/old.png",
      reason: "no longer in a manifest",
      before: { width: 512 },
    },
  ],
  {
    pendingMigrations: ["001_backend_tables", "002_sync_tables"],
    blocked: [
      {
        address: "image:decks/card-deck-20251013-213519/nine.png",
        kind: "image",
        code: "deleted-in-database",
        reason: "the row was deleted in the database since run 12",
        help: "take the entry out of the manifest, or bring the row back with --restore image:decks/card-deck-20251013-213519/nine.png",
        source: { file: DECK_MANIFEST, line: 103, column: 5 },
      },
    ],
    guards: [
      {
        code: "budget-exceeded",
        reason: "1 of 2 images would be deleted, the limit is 0",
        help: "run again with --allow-deletes 1",
      },
    ],
    thumbnails: [
      { address: "image:a.png", action: "make", sha256: "a".repeat(64), reason: "new" },
      { address: "image:b.png", action: "remake", sha256: "b".repeat(64), reason: "the recipe changed" },
      { address: "image:c.png", action: "remove", sha256: null, reason: "the image goes" },
    ],
    records: [
      {
        address: "album:singles/2025-10",
        patch: { set: {}, unset: [] },
        manifest: PACK_MANIFEST,
        protect: false,
      },
    ],
    prunable: ["image:singles/2025-09/earlier.png"],
    notes: [
      {
        address: "image:singles/2025-09/cat.png",
        text: "nsfw is no longer declared and was edited in the database: left as it is",
      },
    ],
  },
);
