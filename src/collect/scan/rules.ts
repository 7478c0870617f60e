import type { CollectRule } from "../../model/collect-rule.js";

const PACK = { type: "reference-pack", public: false, training_source: true } as const;

/** Pictures that lie in the root itself. */
export const ROOT_RULE: CollectRule = {
  pattern: ".",
  type: "singles",
  slug: "singles/{month}",
  name: "Legacy singles, {month}",
  public: false,
  training_source: false,
};

/** What the folders of a legacy tree mean when the configuration does not say otherwise; the first that fits counts. */
export const DEFAULT_RULES: readonly CollectRule[] = [
  // The packs' own folder may be the root itself: its name then stands for it.
  { pattern: "image packs/*", slug: "reference-packs/{folder}", name: "{folder}", ...PACK },
  { pattern: "image packs", slug: "reference-packs/loose", name: "Reference pictures of no pack", ...PACK },
  {
    pattern: "card_deck_*",
    type: "deck",
    slug: "decks/{folder}",
    name: "Card deck, {time}",
    public: false,
    training_source: false,
    set_template: "card-deck",
  },
  {
    pattern: "tarot_deck_*",
    type: "deck",
    slug: "decks/{folder}",
    name: "Tarot deck, {time}",
    public: false,
    training_source: false,
    set_template: "tarot-deck",
  },
  {
    pattern: "zodiac_*",
    type: "zodiac",
    slug: "zodiac/{folder}",
    name: "Zodiac, {time}",
    public: false,
    training_source: false,
    set_template: "zodiac",
  },
  {
    pattern: "lora_tests",
    type: "lora-experiment",
    slug: "lora-experiments/{folder}",
    name: "LoRA tests",
    public: false,
    training_source: true,
  },
  // Pictures that people sent are no other user's business until somebody says so.
  {
    pattern: "uploads",
    type: "upload",
    slug: "uploads/{month}",
    name: "Uploads, {month}",
    public: false,
    training_source: false,
  },
  ROOT_RULE,
];
