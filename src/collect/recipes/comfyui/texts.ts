import type { Json } from "../../../model/json.js";
import { compareNumbered } from "../../../model/text-order.js";
import { type ComfyNode, type Graph, type Link, plainValue } from "./graph.js";
import { findNumber } from "./numbers.js";
import { nameOutput, roleOfName } from "./outputs.js";
import { pipesOf } from "./pipes.js";
import { chooseBranch } from "./switches.js";

const DEEPEST = 50;
/** Inputs of text nodes, the first that is there counts. `populated_text`: what became of wildcards. */
const TEXT_INPUTS = [
  "populated_text",
  "text",
  "string",
  "value",
  "prompt",
  "String",
  "Text",
  "text1",
  "source",
  "any",
  "",
];
/** What such nodes put out is not what they were given. */
const MAKES_TEXT =
  /llm|gpt|ollama|llama|gemini|claude|caption|florence|joycaption|blip|vision|interrogat|tagger|translat|generat|random|enhanc|expand|upsampl|rewrit|assistant|chat|tipo|superprompt/i;
const HOLDS_TEXT = /text|string|prompt|primitive|note|reroute|preview|show|display|any|value|get|set/i;
/** Nodes of wildcards hand a text without any on as it is. */
const MAY_CHOOSE = /wildcard|dynamicprompt|^DP[A-Z]/i;
/** Syntax of wildcards: what was chosen is not in the graph. */
const WILDCARD = /\{[^{}]*\|[^{}]*\}|__[\w/-]+__/;

/** The text that an input holds or a link leads to; undefined where it can't be followed. `depth`: of the way so far. */
export function findText(graph: Graph, value: Json | undefined, depth = 0): string | undefined {
  const link = graph.link(value);
  if (link === undefined) {
    const plain = plainValue(value);
    return typeof plain === "string" ? plain : undefined;
  }
  const node = depth > DEEPEST ? undefined : graph.at(link);
  if (node === undefined) return undefined;
  return readTextNode(graph, node, link, depth + 1) ?? graph.noteUnknown(node);
}

function readTextNode(graph: Graph, node: ComfyNode, link: Link, depth: number): string | undefined {
  const branch = chooseBranch(graph, node);
  if (branch !== "none") return branch && findText(graph, [branch.id, branch.slot], depth);
  const rule = Object.hasOwn(RULES, node.type) ? RULES[node.type] : undefined;
  const read = (name: string): string | undefined => findText(graph, node.inputs[name], depth);
  if (rule !== undefined) return rule(read, node, graph);
  if (/concat|join|append|combine/i.test(node.type)) return joinTexts(graph, node, depth);
  if (MAKES_TEXT.test(node.type) && !MAY_CHOOSE.test(node.type)) return undefined;
  const byOutput = readOutput(node, link, read);
  if (byOutput !== undefined) return byOutput;
  if (pipesOf(graph, node).length > 0 || link.slot > 0) return undefined;
  if (MAY_CHOOSE.test(node.type)) {
    const text = read("text");
    return text !== undefined && WILDCARD.test(text) ? undefined : text;
  }
  const name = HOLDS_TEXT.test(node.type)
    ? TEXT_INPUTS.find((input) => isTextOrLink(graph, node.inputs[input]))
    : onlyText(node);
  return name === undefined ? undefined : read(name);
}

/** The one input of a node that only holds a text; a file or a model is none. */
function onlyText({ inputs }: ComfyNode): string | undefined {
  const names = Object.keys(inputs).filter((name) => typeof inputs[name] !== "boolean");
  const [only = ""] = names;
  const isText = names.length === 1 && typeof inputs[only] === "string";
  return isText && !/path|file|url|dir|model|name|mode|style|preset/i.test(only) ? only : undefined;
}

function isTextOrLink(graph: Graph, value: Json | undefined): boolean {
  return typeof plainValue(value) === "string" || graph.link(value) !== undefined;
}

/** Of nodes with texts of both roles, the one that the output is named after; stylers put the positive one out first. */
function readOutput(
  node: ComfyNode,
  { slot }: Link,
  read: (name: string) => string | undefined,
): string | undefined {
  const name = nameOutput(node, slot);
  if (name !== undefined && Object.hasOwn(node.inputs, name)) return read(name);
  const byRole = Object.keys(node.inputs).filter((input) => roleOfName(input) !== undefined);
  const role = roleOfName(name) ?? (["positive", "negative"] as const)[slot];
  const fitting = byRole.filter((input) => roleOfName(input) === role);
  return byRole.length === 2 && fitting.length === 1 ? read(fitting[0] as string) : undefined;
}

type Rule = (read: (name: string) => string | undefined, node: ComfyNode, graph: Graph) => string | undefined;

/** What text nodes of ComfyUI do (comfy_extras/nodes_string.py), and Impact Pack's and custom scripts' own. */
const RULES: { readonly [type: string]: Rule } = {
  ImpactWildcardProcessor: (read) => read("populated_text"),
  ImpactWildcardEncode: (read) => read("populated_text"),
  StringTrim: (read, { inputs }) => {
    const text = read("string");
    if (inputs.mode === "Left") return text?.trimStart();
    return inputs.mode === "Right" ? text?.trimEnd() : text?.trim();
  },
  StringReplace: (read) => {
    const [text, find, replace] = [read("string"), read("find"), read("replace")];
    return find === undefined || find === "" || replace === undefined
      ? undefined
      : text?.replaceAll(find, () => replace);
  },
  StringSubstring: (read, { inputs }, graph) => {
    const [start, end] = [findNumber(graph, inputs.start, "start"), findNumber(graph, inputs.end, "end")];
    if (typeof start !== "number" || typeof end !== "number") return undefined;
    return read("string")?.slice(start, end);
  },
  CaseConverter: (read, { inputs }) => {
    if (inputs.mode === "UPPERCASE") return read("string")?.toUpperCase();
    return inputs.mode === "lowercase" ? read("string")?.toLowerCase() : undefined;
  },
  // What its `result` says is of an earlier run.
  "StringFunction|pysssss": (read, { inputs }) => {
    const parts = ["text_a", "text_b", "text_c"].map((name) =>
      inputs[name] === undefined ? "" : read(name),
    );
    const [a, b, c] = parts;
    if (a === undefined || b === undefined || c === undefined) return undefined;
    const isTidy = inputs.tidy_tags === "yes";
    if (inputs.action === "append") return tidy([a, b, c].filter(Boolean).join(isTidy ? ", " : ""), isTidy);
    const isPattern = b.startsWith("/");
    return inputs.action !== "replace" || isPattern || b === ""
      ? undefined
      : tidy(
          a.replaceAll(b, () => c),
          isTidy,
        );
  },
};

function tidy(text: string, isWanted: boolean): string {
  if (!isWanted) return text;
  return text.split(/\s+/).join(" ").replaceAll(" ,", ",").replace(/,{2,}/g, ",").trim();
}

const DELIMITERS = ["delimiter", "separator", "sep", "delim"];
const SETTINGS = /^(?:delim|separator|sep|clean|inputcount|return_list|strip|mode|Update)/i;

/** The parts of a concatenating node in the order of their names. Undefined when one can't be followed. */
function joinTexts(graph: Graph, { inputs }: ComfyNode, depth: number): string | undefined {
  const names = Object.keys(inputs).filter(
    (name) => !SETTINGS.test(name) && isTextOrLink(graph, inputs[name]),
  );
  const ordered = names.sort(compareNumbered);
  const parts = ordered.map((name) => findText(graph, inputs[name], depth));
  if (parts.some((part) => part === undefined)) return undefined;
  const given = DELIMITERS.map((name) => inputs[name]).find((value) => value !== undefined);
  const delimiter = given === undefined ? "" : findText(graph, given, depth);
  if (delimiter === undefined) return undefined;
  const isClean = /^true$/i.test(String(inputs.clean_whitespace ?? ""));
  const texts = (parts as readonly string[]).map((part) => (isClean ? part.trim() : part));
  return (isClean ? texts.filter((part) => part !== "") : texts).join(delimiter.replaceAll("\\n", "\n"));
}
