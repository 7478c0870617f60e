import type { Document, Node } from "yaml";
import type { Json } from "../../model/json.js";
import { loadYaml } from "../text/packages.js";
import { readNode } from "./yaml-nodes.js";
import type { YamlProblem } from "./yaml-problem.js";
import { describeSyntax } from "./yaml-syntax.js";

/** What a YAML text holds. `value` is undefined when the text has no readable document. */
export interface YamlContent {
  readonly value: Json | undefined;
  /** Offset of the first key. */
  readonly start: number;
  /** Offsets of the items of the top-level list `images`. */
  readonly entries: readonly number[];
  readonly problems: readonly YamlProblem[];
}

/** Composes a text as {@link composeYaml} does; the document must not be changed. */
export type Compose = (text: string) => Document.Parsed;

/** Reads a YAML 1.2 text (core schema: dates stay text) as JSON; ordinary anchors, aliases and merge keys are followed. */
export function readYaml(text: string, document: Document.Parsed = composeYaml(text)): YamlContent {
  const syntax = describeSyntax(document, text);
  if (syntax.length > 0) return unreadable(syntax);
  const contents = document.contents;
  if (contents === null || contents.range[0] === contents.range[1]) return unreadable([emptyFile()]);
  const problems: YamlProblem[] = [];
  const value = readNode(contents, (problem) => problems.push(problem));
  // Values were left out, so that further checks would complain of what is not wrong.
  if (problems.some(({ code }) => code === "alias-bomb")) return unreadable(problems);
  return { value, start: startOf(contents), entries: entryOffsets(document), problems };
}

/** The document of a YAML text with the positions of its nodes; `keepTokens` adds what the parser saw, indentation too. */
export function composeYaml(text: string, keepTokens = false): Document.Parsed {
  return loadYaml().parseDocument(text, {
    keepSourceTokens: keepTokens,
    schema: "core",
    resolveKnownTags: false,
    // Duplicates are found while reading: the library compares every key with every other.
    uniqueKeys: false,
    prettyErrors: false,
  });
}

function unreadable(problems: readonly YamlProblem[]): YamlContent {
  return { value: undefined, start: 0, entries: [], problems };
}

function entryOffsets(document: Document.Parsed): readonly number[] {
  const images = document.get("images", true);
  if (!loadYaml().isSeq(images)) return [];
  return images.items.map((item) => startOf(item as Node));
}

function startOf(node: Node): number {
  return node.range?.[0] ?? 0;
}

function emptyFile(): YamlProblem {
  return {
    code: "empty-file",
    offset: 0,
    length: 1,
    summary: "The file declares nothing",
    expected: "kind: set-template or kind: album",
    help: "Write a manifest or delete the file.",
  };
}
