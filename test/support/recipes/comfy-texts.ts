import { type GraphCase, type Nodes, sampling, USUAL, usual } from "./comfy-graph.js";

/** The prompt comes from `words`; what must come of it. */
function saying(name: string, words: Nodes[string], prompt: string | null, more: Nodes = {}): GraphCase {
  return {
    name,
    nodes: usual({ words, good: ["CLIPTextEncode", { text: "@words", clip: "@loader:1" }], ...more }),
    expected: { ...USUAL, prompt },
  };
}

/** Two conditionings, and the node that joins them. */
function joining(name: string, join: Nodes[string], prompt: string | null, more: Nodes = {}): GraphCase {
  return {
    name,
    nodes: usual({
      night: ["CLIPTextEncode", { text: "at night", clip: "@loader:1" }],
      join,
      sampler: ["KSampler", sampling({ positive: "@join" })],
      ...more,
    }),
    expected: { ...USUAL, prompt },
  };
}

const BOTH = "a lynx under a birch, at night";
const LYNX = "a lynx under a birch";

/** Where texts come from: nodes that hold, join, change and make them. */
export const TEXT_GRAPHS: readonly GraphCase[] = [
  joining("combined", ["ConditioningCombine", { conditioning_1: "@good", conditioning_2: "@night" }], BOTH),
  joining(
    "concatenated",
    ["ConditioningConcat", { conditioning_from: "@night", conditioning_to: "@good" }],
    BOTH,
  ),
  joining(
    "averaged",
    [
      "ConditioningAverage",
      { conditioning_to: "@good", conditioning_from: "@night", conditioning_to_strength: 0.5 },
    ],
    BOTH,
  ),
  joining(
    "averaged with full strength",
    [
      "ConditioningAverage",
      { conditioning_to: "@good", conditioning_from: "@night", conditioning_to_strength: 1 },
    ],
    LYNX,
  ),
  joining(
    "combined with nothing",
    ["ConditioningCombine", { conditioning_1: "@good", conditioning_2: "@nothing" }],
    LYNX,
    {
      nothing: ["ConditioningZeroOut", { conditioning: "@night" }],
    },
  ),
  joining(
    "combined with what nobody knows",
    ["ConditioningCombine", { conditioning_1: "@good", conditioning_2: "@riddle" }],
    null,
    {
      riddle: ["RiddleConditioning", { a: "@night", b: "@good" }],
    },
  ),
  {
    name: "zeroed negative prompt",
    nodes: usual({ bad: ["ConditioningZeroOut", { conditioning: "@good" }] }),
    expected: { ...USUAL, negative_prompt: null },
  },
  {
    name: "one text on both sides",
    nodes: usual({ sampler: ["KSampler", sampling({ negative: "@good" })] }),
    expected: { ...USUAL, negative_prompt: null },
  },
  {
    name: "a role that nobody knows",
    nodes: usual({ bad: ["MysteryNegative", { strength: 2, one: "@good", two: "@loader" }] }),
    expected: { ...USUAL, negative_prompt: null },
  },
  saying("a primitive", ["PrimitiveStringMultiline", { value: LYNX }], LYNX),
  saying(
    "concatenated strings",
    ["StringConcatenate", { string_b: "@more", delimiter: " under ", string_a: "a lynx" }],
    LYNX,
    {
      more: ["StringConcatenate", { string_a: "a ", string_b: "birch", delimiter: "" }],
    },
  ),
  saying(
    "concatenated with a linked delimiter",
    ["StringConcatenate", { string_a: "a lynx", string_b: "under a birch", delimiter: "@blank" }],
    LYNX,
    {
      blank: ["PrimitiveString", { value: " " }],
    },
  ),
  saying(
    "joined strings",
    ["JoinStrings", { string1: "a lynx", string2: "under a birch", delimiter: " " }],
    LYNX,
  ),
  saying(
    "several joined",
    [
      "JoinStringMulti",
      {
        inputcount: 3,
        string_1: "a lynx",
        string_2: "under",
        string_3: "a birch",
        delimiter: " ",
        return_list: false,
      },
    ],
    LYNX,
  ),
  saying(
    "cleaned and joined",
    [
      "Text Concatenate",
      { delimiter: " ", clean_whitespace: "true", text_a: "@one", text_b: "@two", text_c: "@none" },
    ],
    LYNX,
    {
      one: ["Text Multiline", { text: "a lynx " }],
      two: ["Text Multiline", { text: " under a birch" }],
      none: ["Text Multiline", { text: " " }],
    },
  ),
  saying(
    "replaced",
    ["StringReplace", { string: "a CAT under a birch", find: "CAT", replace: "lynx" }],
    LYNX,
  ),
  saying("trimmed and lowered", ["StringTrim", { string: "@low", mode: "Both" }], LYNX, {
    low: ["CaseConverter", { string: "  A LYNX under a Birch ", mode: "lowercase" }],
  }),
  saying(
    "shown on the way, with an old text",
    ["ShowText|pysssss", { text: "@wild", text_0: "an otter" }],
    LYNX,
    {
      wild: [
        "ImpactWildcardProcessor",
        { wildcard_text: "a {lynx|otter} under a birch", populated_text: LYNX, mode: "populate", seed: 5 },
      ],
    },
  ),
  saying(
    "appended by a function",
    [
      "StringFunction|pysssss",
      {
        action: "append",
        tidy_tags: "no",
        text_a: "a lynx",
        text_b: " under",
        text_c: " a birch",
        result: "an otter",
      },
    ],
    LYNX,
  ),
  saying(
    "wildcards that nobody resolved",
    ["DPRandomGenerator", { text: "a {lynx|otter}", seed: 4, autorefresh: "No" }],
    null,
  ),
  saying(
    "written by a language model",
    ["OllamaGenerate", { prompt: "describe a lynx", model: "llava", seed: 3 }],
    null,
  ),
  saying(
    "read from a picture",
    ["Florence2Run", { image: "@photo", task: "caption", text_input: "a", seed: 1 }],
    null,
    {
      photo: ["LoadImage", { image: "x.png" }],
    },
  ),
  saying("loaded from a file", ["LoadTextFile", { file_path: "prompts/lynx.txt" }], null),
  saying("a reroute on the way", ["Reroute", { "": "@held" }], LYNX, {
    held: ["CR Prompt Text", { prompt: LYNX }],
  }),
  {
    name: "a styler of both roles",
    nodes: usual({
      styler: [
        "SDXLPromptStyler",
        { text_positive: LYNX, text_negative: "snow, text", style: "base", log_prompt: false },
      ],
      good: ["CLIPTextEncode", { text: "@styler", clip: "@loader:1" }],
      bad: ["CLIPTextEncode", { text: "@styler:1", clip: "@loader:1" }],
    }),
    expected: USUAL,
  },
  {
    name: "an encoder with two texts that are one",
    nodes: usual({
      good: ["CLIPTextEncodeSDXL", { text_g: LYNX, text_l: LYNX, width: 16, height: 8, clip: "@loader:1" }],
    }),
    expected: USUAL,
  },
  {
    name: "an encoder with two texts",
    nodes: usual({
      good: [
        "CLIPTextEncodeSDXL",
        { text_l: "at night", text_g: LYNX, width: 16, height: 8, clip: "@loader:1" },
      ],
    }),
    expected: { ...USUAL, prompt: BOTH },
  },
  {
    name: "encoders of SD3",
    nodes: usual({
      good: [
        "CLIPTextEncodeSD3",
        { clip_l: LYNX, clip_g: LYNX, t5xxl: LYNX, empty_padding: "none", clip: "@loader:1" },
      ],
      bad: [
        "CLIPTextEncodeSD3",
        { clip_l: "snow, text", clip_g: "snow, text", t5xxl: "", empty_padding: "none", clip: "@loader:1" },
      ],
    }),
    expected: USUAL,
  },
  {
    name: "encoders with a system prompt",
    nodes: usual({
      good: ["CLIPTextEncodeLumina2", { system_prompt: "superior", user_prompt: LYNX, clip: "@loader:1" }],
    }),
    expected: USUAL,
  },
  {
    name: "encoders that see pictures",
    nodes: usual({
      photo: ["LoadImage", { image: "x.png" }],
      good: [
        "TextEncodeQwenImageEditPlus",
        { prompt: LYNX, clip: "@loader:1", vae: "@loader:2", image1: "@photo" },
      ],
    }),
    expected: USUAL,
  },
  {
    name: "advanced encoders",
    nodes: usual({
      good: [
        "BNK_CLIPTextEncodeAdvanced",
        { text: LYNX, token_normalization: "mean", weight_interpretation: "A1111", clip: "@loader:1" },
      ],
      bad: [
        "smZ CLIPTextEncode",
        { text: "snow, text", parser: "A1111", text_g: "", text_l: "", with_SDXL: false, clip: "@loader:1" },
      ],
    }),
    expected: USUAL,
  },
  {
    name: "switches",
    nodes: usual({
      otter: ["CLIPTextEncode", { text: "an otter", clip: "@loader:1" }],
      which: ["PrimitiveBoolean", { value: false }],
      pick: ["ImpactSwitch", { select: 2, sel_mode: false, input1: "@otter", input2: "@good" }],
      choose: ["ComfySwitchNode", { switch: "@which", on_false: "@pick", on_true: "@otter" }],
      first: ["Any Switch (rgthree)", { any_02: "@otter", any_01: "@choose" }],
      sampler: ["KSampler", sampling({ positive: "@first" })],
    }),
    expected: USUAL,
  },
  {
    name: "a switch by a number that nobody knows",
    nodes: usual({
      otter: ["CLIPTextEncode", { text: "an otter", clip: "@loader:1" }],
      dice: ["DiceRoll", { sides: 6, seed: 4 }],
      pick: ["ImpactSwitch", { select: "@dice", input1: "@otter", input2: "@good" }],
      sampler: ["KSampler", sampling({ positive: "@pick" })],
    }),
    expected: { ...USUAL, prompt: null },
  },
];
