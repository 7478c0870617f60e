import type { Json, JsonObject } from "../../../src/model/json.js";
import type { Expected } from "./case.js";

/** Nodes by a word for each; an input `"@word:1"` leads to the second output of a node. */
export type Nodes = { readonly [word: string]: readonly [type: string, inputs: JsonObject] };

/** What the usual graph says. */
export const USUAL: Expected = {
  prompt: "a lynx under a birch",
  negative_prompt: "snow, text",
  seed: "904418262201",
  steps: 22,
  guidance_scale: 6.5,
  "source.model": "xl/ink.safetensors",
};

/** A graph, and what must come of it. */
export interface GraphCase {
  readonly name: string;
  readonly nodes: Nodes;
  readonly expected: Expected;
}

/** How nodes are numbered: ids must not matter, nor the order in which they stand. */
export const NUMBERINGS = ["rising", "falling", "within subgraphs"] as const;
export type Numbering = (typeof NUMBERINGS)[number];

/** The API prompt of a graph as ComfyUI writes it. */
export function apiPrompt(nodes: Nodes, numbering: Numbering): JsonObject {
  const words = Object.keys(nodes);
  const ids = new Map(
    words.map((word, index) => {
      const id = numbering === "falling" ? 3 * (words.length - index) : 2 * index + 3;
      return [word, numbering === "within subgraphs" ? `${57 + (index % 2)}:${id}` : String(id)] as const;
    }),
  );
  const entries = words.map((word): [string, Json] => {
    const [type, inputs] = nodes[word] as Nodes[string];
    const linked = Object.entries(inputs).map(([name, value]): [string, Json] => [name, toLink(value, ids)]);
    const node = { class_type: type, inputs: Object.fromEntries(linked), _meta: { title: word } };
    return [
      ids.get(word) as string,
      numbering === "falling" ? { inputs: node.inputs, class_type: type } : node,
    ];
  });
  return Object.fromEntries(numbering === "falling" ? entries.reverse() : entries);
}

function toLink(value: Json, ids: ReadonlyMap<string, string>): Json {
  const [, word = "", slot = "0"] =
    typeof value === "string" ? (/^@(\w+)(?::(\d+))?$/.exec(value) ?? []) : [];
  const id = ids.get(word);
  if (word !== "" && id === undefined) throw new Error(`${String(value)} leads nowhere`);
  return id === undefined ? value : [id, Number(slot)];
}

/** The usual nodes from a checkpoint to a saved picture; `changed` replaces and adds some. */
export function usual(changed: Nodes): Nodes {
  return {
    loader: ["CheckpointLoaderSimple", { ckpt_name: "xl/ink.safetensors" }],
    empty: ["EmptyLatentImage", { width: 16, height: 8, batch_size: 1 }],
    good: ["CLIPTextEncode", { text: "a lynx under a birch", clip: "@loader:1" }],
    bad: ["CLIPTextEncode", { text: "snow, text", clip: "@loader:1" }],
    sampler: ["KSampler", sampling({})],
    decode: ["VAEDecode", { samples: "@sampler", vae: "@loader:2" }],
    save: ["SaveImage", { filename_prefix: "lynx", images: "@decode" }],
    ...changed,
  };
}

/** Inputs of a sampler. */
export function sampling(changed: JsonObject): JsonObject {
  return {
    seed: 904418262201,
    steps: 22,
    cfg: 6.5,
    sampler_name: "dpmpp_2m",
    scheduler: "karras",
    denoise: 1,
    model: "@loader",
    positive: "@good",
    negative: "@bad",
    latent_image: "@empty",
    ...changed,
  };
}
