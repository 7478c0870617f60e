import type { Json, JsonObject } from "../../../src/model/json.js";
import { pngWith } from "./carriers.js";
import type { Expected, RecipeCase } from "./case.js";
import { USUAL } from "./comfy-graph.js";

type Wiring = readonly [from: number, fromSlot: number, to: number, toSlot: number, type: string];
interface Drawn {
  readonly id: number;
  readonly type: string;
  readonly widgets?: Json;
  readonly inputs?: readonly string[];
  readonly outputs?: readonly string[];
  readonly mode?: number;
}

/** Nodes and links as the editor saves them; `asObjects`: links in the form of subgraphs. */
function draw(nodes: readonly Drawn[], wirings: readonly Wiring[], asObjects = false): JsonObject {
  const links = wirings.map(([from, fromSlot, to, toSlot, type], index) => ({
    id: index + 1,
    from,
    fromSlot,
    to,
    toSlot,
    type,
  }));
  const linkInto = (node: number, slot: number): number | null =>
    links.find(({ to, toSlot }) => to === node && toSlot === slot)?.id ?? null;
  return {
    nodes: nodes.map(({ id, type, widgets, inputs = [], outputs = [], mode = 0 }) => ({
      id,
      type,
      mode,
      inputs: inputs.map((name, slot): JsonObject => {
        const [word = "", kind = "*", isWidget] = name.split(" ");
        return {
          name: word,
          type: kind,
          link: linkInto(id, slot),
          ...(isWidget && { widget: { name: word } }),
        };
      }),
      outputs: outputs.map((name) => ({ name, type: name })),
      ...(widgets !== undefined && { widgets_values: widgets }),
    })),
    links: links.map(
      ({ id, from, fromSlot, to, toSlot, type }): Json =>
        asObjects
          ? { id, origin_id: from, origin_slot: fromSlot, target_id: to, target_slot: toSlot, type }
          : [id, from, fromSlot, to, toSlot, type],
    ),
  };
}

const SAMPLER: Drawn = {
  id: 3,
  type: "KSampler",
  widgets: [904418262201, "randomize", 22, 6.5, "euler", "normal", 1],
  inputs: ["model MODEL", "positive CONDITIONING", "negative CONDITIONING", "latent_image LATENT"],
  outputs: ["LATENT"],
};
const REST: readonly Drawn[] = [
  {
    id: 4,
    type: "CheckpointLoaderSimple",
    widgets: ["xl/ink.safetensors"],
    outputs: ["MODEL", "CLIP", "VAE"],
  },
  { id: 5, type: "EmptyLatentImage", widgets: [16, 8, 1], outputs: ["LATENT"] },
  {
    id: 7,
    type: "CLIPTextEncode",
    widgets: ["snow, text"],
    inputs: ["clip CLIP"],
    outputs: ["CONDITIONING"],
  },
  { id: 8, type: "VAEDecode", inputs: ["samples LATENT", "vae VAE"], outputs: ["IMAGE"] },
  { id: 9, type: "SaveImage", widgets: ["x"], inputs: ["images IMAGE"] },
  { id: 90, type: "MarkdownNote", widgets: ["KSampler, an otter"] },
];
const GOOD: Drawn = {
  id: 6,
  type: "CLIPTextEncode",
  widgets: ["a lynx under a birch"],
  inputs: ["clip CLIP"],
  outputs: ["CONDITIONING"],
};
const WIRES: readonly Wiring[] = [
  [4, 0, 3, 0, "MODEL"],
  [6, 0, 3, 1, "CONDITIONING"],
  [7, 0, 3, 2, "CONDITIONING"],
  [5, 0, 3, 3, "LATENT"],
  [4, 1, 6, 0, "CLIP"],
  [4, 1, 7, 0, "CLIP"],
  [3, 0, 8, 0, "LATENT"],
  [4, 2, 8, 1, "VAE"],
  [8, 0, 9, 0, "IMAGE"],
];
/** The same without the link that brings the positive text, or the model. */
const without = (...slots: readonly number[]): readonly Wiring[] =>
  WIRES.filter(([, , to, slot]) => to !== 3 || !slots.includes(slot));

function workflow(name: string, value: JsonObject, expected: Expected): RecipeCase {
  return {
    name: `ComfyUI workflow: ${name}`,
    file: "a.png",
    picture: pngWith({ workflow: JSON.stringify(value) }),
    expected,
  };
}

const BIRCH = [{ path: "birch.safetensors", weight: 0.65 }];
const lora = (id: number, mode: number): Drawn => ({
  id,
  mode,
  type: "LoraLoader",
  widgets: ["birch.safetensors", 0.65, 1],
  inputs: ["model MODEL", "clip CLIP"],
  outputs: ["MODEL", "CLIP"],
});
const loraWires: readonly Wiring[] = [
  ...without(0),
  [4, 0, 20, 0, "MODEL"],
  [4, 1, 20, 1, "CLIP"],
  [20, 0, 3, 0, "MODEL"],
];

/** A subgraph that holds sampler and encoder; its inputs are model, negative prompt, latent, CLIP and the text. */
const INNER = draw(
  [SAMPLER, { ...GOOD, inputs: ["clip CLIP", "text STRING widget"], widgets: ["an otter"] }],
  [
    [-10, 0, 3, 0, "MODEL"],
    [6, 0, 3, 1, "CONDITIONING"],
    [-10, 1, 3, 2, "CONDITIONING"],
    [-10, 2, 3, 3, "LATENT"],
    [-10, 3, 6, 0, "CLIP"],
    [-10, 4, 6, 1, "STRING"],
    [3, 0, -20, 0, "LATENT"],
  ],
  true,
);
const OUTER_WIRES: readonly Wiring[] = [
  [4, 0, 30, 0, "MODEL"],
  [7, 0, 30, 1, "CONDITIONING"],
  [5, 0, 30, 2, "LATENT"],
  [4, 1, 30, 3, "CLIP"],
  [4, 1, 7, 0, "CLIP"],
  [30, 0, 8, 0, "LATENT"],
  [4, 2, 8, 1, "VAE"],
  [8, 0, 9, 0, "IMAGE"],
];
const instance = (widgets: Json): Drawn => ({
  id: 30,
  type: "f1b2-uuid",
  widgets,
  inputs: ["model MODEL", "negative CONDITIONING", "latent LATENT", "clip CLIP", "text STRING widget"],
  outputs: ["LATENT"],
});
const subgraphs = (value: JsonObject): JsonObject => ({
  ...value,
  definitions: { subgraphs: [{ id: "f1b2-uuid", name: "draw", ...INNER }] },
});

/** Pictures that only carry what the editor saved. */
export const WORKFLOW_CASES: readonly RecipeCase[] = [
  workflow("plain", draw([...REST, GOOD, SAMPLER], WIRES), USUAL),
  workflow("a LoRA", draw([...REST, GOOD, SAMPLER, lora(20, 0)], loraWires), { ...USUAL, loras: BIRCH }),
  workflow("a bypassed LoRA", draw([...REST, GOOD, SAMPLER, lora(20, 4)], loraWires), {
    ...USUAL,
    loras: null,
  }),
  workflow(
    "a muted second sampler",
    draw(
      [
        ...REST,
        GOOD,
        SAMPLER,
        { ...SAMPLER, id: 33, mode: 2 },
        { id: 39, type: "SaveImage", mode: 2, inputs: ["images IMAGE"] },
      ],
      [...WIRES, [33, 0, 39, 0, "IMAGE"]],
    ),
    USUAL,
  ),
  workflow(
    "reroute, setter and getter",
    draw(
      [
        ...REST,
        GOOD,
        SAMPLER,
        { id: 40, type: "Reroute", inputs: [" *"], outputs: ["CONDITIONING"] },
        { id: 41, type: "SetNode", widgets: ["lynx"], inputs: ["CONDITIONING"], outputs: ["*"] },
        { id: 42, type: "GetNode", widgets: ["lynx"], outputs: ["CONDITIONING"] },
      ],
      [
        ...without(1),
        [6, 0, 40, 0, "CONDITIONING"],
        [40, 0, 41, 0, "CONDITIONING"],
        [42, 0, 3, 1, "CONDITIONING"],
      ],
    ),
    USUAL,
  ),
  workflow(
    "a primitive",
    draw(
      [
        ...REST,
        { ...GOOD, widgets: ["an otter"], inputs: ["clip CLIP", "text STRING widget"] },
        SAMPLER,
        { id: 50, type: "PrimitiveNode", widgets: ["a lynx under a birch"], outputs: ["STRING"] },
      ],
      [...WIRES, [50, 0, 6, 1, "STRING"]],
    ),
    USUAL,
  ),
  workflow(
    "a class of which the file names the values",
    draw(
      [
        ...REST,
        {
          id: 6,
          type: "FancyEncode",
          widgets: ["A1111", "a lynx under a birch"],
          inputs: ["clip CLIP", "parser COMBO widget", "text STRING widget"],
          outputs: ["CONDITIONING"],
        },
        SAMPLER,
      ],
      WIRES,
    ),
    USUAL,
  ),
  workflow(
    "a class of which nobody names the values",
    draw(
      [
        ...REST,
        {
          id: 6,
          type: "FancyEncode",
          widgets: ["an otter", "A1111"],
          inputs: ["clip CLIP"],
          outputs: ["CONDITIONING"],
        },
        SAMPLER,
      ],
      WIRES,
    ),
    { ...USUAL, prompt: null },
  ),
  workflow(
    "a subgraph whose text is set outside",
    subgraphs(draw([...REST, instance(["a lynx under a birch"])], OUTER_WIRES)),
    USUAL,
  ),
  workflow(
    "a subgraph whose text is linked",
    subgraphs(
      draw(
        [
          ...REST,
          instance(["x"]),
          { id: 51, type: "PrimitiveString", widgets: ["a lynx under a birch"], outputs: ["STRING"] },
        ],
        [...OUTER_WIRES, [51, 0, 30, 4, "STRING"]],
      ),
    ),
    USUAL,
  ),
  workflow("a subgraph with a text of its own", subgraphs(draw([...REST, instance([])], OUTER_WIRES)), {
    ...USUAL,
    prompt: "an otter",
  }),
];
