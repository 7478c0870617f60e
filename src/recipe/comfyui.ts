import { isJsonObject, type Json, type JsonObject } from "../model/json.js";
import type { Recipe } from "./recipe.js";

/** A node of a workflow in API form, known to people by its title. */
interface TitledNode {
  readonly id: string;
  readonly title: string;
  readonly inputs: JsonObject;
}

/** A workflow in API form, as it was read. */
export interface Workflow {
  readonly graph: JsonObject;
  readonly nodes: readonly TitledNode[];
}

/** A value of a recipe that the workflow has no place for; said once for all items. */
export interface UnplacedValue {
  /** What is not written, e.g. `seed`. */
  readonly value: string;
  /** Titles of nodes that would take it. */
  readonly titles: readonly string[];
}

/** A value, and the nodes that take it: titles with their inputs, of which all that are there are set. */
interface Role {
  readonly value: string;
  /** The first title that has such an input counts. */
  readonly places: readonly (readonly [title: string, inputs: readonly string[]])[];
  readonly read: (recipe: Recipe) => Json;
}

/** Text inputs of the encoders of SD 1.5, SDXL, Flux and SD3, and of nodes that hold a text. */
const TEXTS = ["text", "text_g", "text_l", "clip_l", "clip_g", "t5xxl", "prompt", "string", "value"];

/**
 * The titles that are looked for. A KSampler with the title "sampler" takes steps, guidance and seed, unless other nodes
 * have titles of their own for them. Inputs are named as in ComfyUI's nodes.py and comfy_extras.
 */
const ROLES: readonly Role[] = [
  { value: "prompt", places: [["positive", TEXTS]], read: ({ prompt }) => prompt },
  { value: "negative_prompt", places: [["negative", TEXTS]], read: (recipe) => recipe.negative_prompt },
  {
    value: "width",
    places: [
      ["width", ["width", "value"]],
      ["size", ["width"]],
    ],
    read: ({ width }) => width,
  },
  {
    value: "height",
    places: [
      ["height", ["height", "value"]],
      ["size", ["height"]],
    ],
    read: ({ height }) => height,
  },
  {
    value: "seed",
    places: [
      ["seed", ["seed", "noise_seed", "value"]],
      ["sampler", ["seed", "noise_seed"]],
    ],
    read: ({ seed }) => seed,
  },
  {
    value: "steps",
    places: [
      ["steps", ["steps", "value"]],
      ["sampler", ["steps"]],
    ],
    read: ({ steps }) => steps,
  },
  {
    value: "guidance_scale",
    places: [
      ["guidance", ["cfg", "guidance", "value"]],
      ["sampler", ["cfg"]],
    ],
    read: ({ guidance_scale }) => guidance_scale,
  },
  {
    value: "file",
    places: [["file", ["filename_prefix", "value"]]],
    read: ({ file }) => file.replace(/\.png$/, ""),
  },
];

/** Why a text is no workflow that can be filled, as a sentence; else the workflow. */
export function readWorkflow(text: string): Workflow | string {
  let graph: unknown;
  try {
    graph = JSON.parse(text);
  } catch {
    return "is not JSON";
  }
  if (!isJsonObject(graph as Json)) return "is not a workflow: it is no object of nodes";
  const value = graph as JsonObject;
  if (Array.isArray(value.nodes)) return "is a workflow in the editor's form, not in API form";
  const nodes = Object.entries(value).map(([id, node]) => toNode(id, node));
  if (nodes.length === 0 || nodes.some((node) => node === undefined))
    return "is not a workflow in API form: each of its members must have class_type and inputs";
  return { graph: value, nodes: nodes.filter((node) => node !== undefined) };
}

/** The titles of a workflow's nodes, as they are written. */
export function listTitles({ nodes }: Workflow): readonly string[] {
  return [...new Set(nodes.map(({ title }) => title).filter((title) => title !== ""))];
}

/** The values that these recipes have and that the workflow has no input for. */
export function findUnplaced(workflow: Workflow, recipes: readonly Recipe[]): readonly UnplacedValue[] {
  const needed = recipes.flatMap((recipe) => rolesOf(recipe).filter((role) => role.read(recipe) !== null));
  const unplaced = needed.filter((role) => findInputs(workflow, role).length === 0);
  return [
    ...new Map(
      unplaced.map(({ value, places }) => [value, { value, titles: places.map(([title]) => title) }]),
    ).values(),
  ];
}

/**
 * The workflow with the values of a recipe in the inputs of its titled nodes; other inputs, and those that are linked to
 * a node, stay. A value that has no input is left out.
 */
export function fillWorkflow(workflow: Workflow, recipe: Recipe): JsonObject {
  const graph = structuredClone(workflow.graph) as { [id: string]: { inputs: { [input: string]: Json } } };
  for (const role of rolesOf(recipe)) {
    const value = role.read(recipe);
    if (value === null) continue;
    for (const { id, input } of findInputs(workflow, role))
      (graph[id] as { inputs: { [input: string]: Json } }).inputs[input] = value;
  }
  return graph as unknown as JsonObject;
}

/** LoRAs go to nodes called "lora 1", "lora 2" and so on; "lora" is the first. */
function rolesOf({ loras }: Recipe): readonly Role[] {
  const own = (loras ?? []).flatMap(({ path, weight }, index): readonly Role[] => {
    const titles = [`lora ${index + 1}`, ...(index === 0 ? ["lora"] : [])];
    const placesOf = (inputs: readonly string[]) => titles.map((title) => [title, inputs] as const);
    return [
      {
        value: `lora ${index + 1}`,
        places: placesOf(["lora_name", "lora"]),
        read: () => path.replace(/^.*[/\\]/s, ""),
      },
      {
        value: `lora ${index + 1}`,
        places: placesOf(["strength_model", "strength_clip", "strength"]),
        read: () => weight,
      },
    ];
  });
  return [...ROLES, ...own];
}

/** The inputs that take the value of a role. Those that are linked to a node are none. */
function findInputs({ nodes }: Workflow, { places }: Role): readonly { id: string; input: string }[] {
  for (const [title, names] of places) {
    const found = nodes
      .filter((node) => node.title.trim().toLowerCase() === title)
      .flatMap(({ id, inputs }) =>
        names
          .filter((input) => Object.hasOwn(inputs, input) && !Array.isArray(inputs[input]))
          .map((input) => ({ id, input })),
      );
    if (found.length > 0) return found;
  }
  return [];
}

function toNode(id: string, node: Json): TitledNode | undefined {
  if (!isJsonObject(node) || typeof node.class_type !== "string" || !isJsonObject(node.inputs))
    return undefined;
  const meta = node._meta;
  const title = isJsonObject(meta) && typeof meta.title === "string" ? meta.title : "";
  return { id, title, inputs: node.inputs };
}
