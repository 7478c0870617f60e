import type { ComfyNode, Graph, Link } from "./graph.js";
import { plainValue } from "./graph.js";
import { findNumber } from "./numbers.js";

/** Where a switch leads: undefined when it can't be told; `none` for a node that is no switch. */
type Branch = Link | undefined | "none";

const FIRST = /^(?:any|ctx|input|images?|cond)_?0*(\d+)$/i;
const NUMBERED = /^[a-z_ ]*?(\d+)$/i;

/**
 * The branch that a switch takes: by number (Impact Pack, Comfyroll), by truth (ComfyUI, Impact Pack), or the first that
 * has something (rgthree).
 */
export function chooseBranch(graph: Graph, node: ComfyNode): Branch {
  const { type, inputs } = node;
  const links = graph.links(node);
  if (/^(?:Any|Context) Switch/.test(type)) return firstNumbered(links);
  if (!/switch|ConditionalBranch|selector$|IfElse/i.test(type)) return "none";
  const pairs = [
    ["on_true", "on_false"],
    ["tt_value", "ff_value"],
    ["if_true", "if_false"],
    ["true_value", "false_value"],
  ] as const;
  const pair = pairs.find((names) => names.some((name) => Object.hasOwn(inputs, name)));
  const choice = ["select", "switch", "cond", "boolean", "boolean_value", "index", "Input"]
    .map((name) => inputs[name])
    .find((value) => value !== undefined);
  const isOn = readTruth(graph, choice);
  if (pair !== undefined) return isOn === undefined ? undefined : graph.link(inputs[pair[isOn ? 0 : 1]]);
  const number = findNumber(graph, choice, "select");
  if (number !== undefined) return links.find(([name]) => Number(NUMBERED.exec(name)?.[1]) === number)?.[1];
  const others = links.filter(([, link]) => link !== graph.link(choice));
  return others.length === 1 ? others[0]?.[1] : undefined;
}

function firstNumbered(links: readonly (readonly [string, Link])[]): Link | undefined {
  const numbered = links.filter(([name]) => FIRST.test(name));
  return [...numbered].sort(([a], [b]) => Number(FIRST.exec(a)?.[1]) - Number(FIRST.exec(b)?.[1]))[0]?.[1];
}

function readTruth(graph: Graph, value: ComfyNode["inputs"][string] | undefined): boolean | undefined {
  const link = graph.link(value);
  const node = link && graph.at(link);
  const plain = plainValue(link === undefined ? value : node?.inputs.value);
  return typeof plain === "boolean" ? plain : undefined;
}
