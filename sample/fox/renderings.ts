import type { Rendering } from "./picture.js";

const PLAIN: Rendering = {
  sky: "#23395b",
  moon: "#f4e3b0",
  hills: ["#2f5d62", "#1f4045"],
  fur: "#d9702e",
  line: "#2a1d22",
  frames: [],
};

/** What each file of the LoRA test shows, by its name without the ending. */
export const RENDERINGS: { readonly [name: string]: Rendering } = {
  test_single: PLAIN,
  Tarot: {
    sky: "#2b2350",
    moon: "#e8c15a",
    hills: ["#5a3f7a", "#3a2a57"],
    fur: "#c9682a",
    line: "#1b1530",
    frames: ["tarot"],
  },
  "Card_Fronts-000008": {
    sky: "#7fb3a6",
    moon: "#fbf0d0",
    hills: ["#4f8a78", "#35685a"],
    fur: "#c94f35",
    line: "#a8322d",
    frames: ["card"],
  },
  "Devil Carnival-000001": {
    sky: "#1f0f1c",
    moon: "#f2d9a0",
    hills: ["#5a1f2c", "#38131f"],
    fur: "#b5322f",
    line: "#2a0d16",
    frames: ["carnival"],
  },
  single_lora_test: {
    ...PLAIN,
    sky: "#33305e",
    moon: "#efd588",
    hills: ["#47507a", "#2f365c"],
    frames: ["tarot"],
  },
  multi_lora_test: {
    sky: "#3b1d3f",
    moon: "#f0cf7a",
    hills: ["#6b2f57", "#47203f"],
    fur: "#cf5a2a",
    line: "#6b1f2a",
    frames: ["card", "carnival"],
  },
};
