import { type Document, isSeq, type Node, parseDocument, type YAMLError } from "yaml";
import type { Json } from "../model/json.js";
import type { DiagnosticCode } from "./codes.js";
import { readNode } from "./yaml-nodes.js";

/** A problem in the text of a YAML file; offset and length in code units. */
export interface YamlProblem {
  readonly code: DiagnosticCode;
  readonly offset: number;
  readonly length: number;
  readonly summary: string;
  readonly expected?: string;
  readonly help?: string;
  readonly related?: { readonly message: string; readonly offset: number; readonly length: number };
}

/** What a YAML text holds. `value` is undefined when the text has no readable document. */
export interface YamlContent {
  readonly value: Json | undefined;
  /** Offset of the first key. */
  readonly start: number;
  /** Offsets of the items of the top-level list `images`. */
  readonly entries: readonly number[];
  readonly problems: readonly YamlProblem[];
}

const MOST_SYNTAX_PROBLEMS = 10;

/** Reads a YAML 1.2 text (core schema: dates stay text) as JSON; ordinary anchors, aliases and merge keys are followed. */
export function readYaml(text: string): YamlContent {
  const document = composeYaml(text);
  const syntax = [...document.errors, ...document.warnings].map(describeSyntax);
  if (syntax.length > 0) {
    return { value: undefined, start: 0, entries: [], problems: firstPerLine(syntax, text) };
  }
  const contents = document.contents;
  if (contents === null || contents.range[0] === contents.range[1]) {
    return { value: undefined, start: 0, entries: [], problems: [emptyFile()] };
  }
  const problems: YamlProblem[] = [];
  const value = readNode(contents, (problem) => problems.push(problem));
  return { value, start: startOf(contents), entries: entryOffsets(document), problems };
}

/** The document of a YAML text with the positions of its nodes. */
export function composeYaml(text: string): Document.Parsed {
  return parseDocument(text, {
    schema: "core",
    resolveKnownTags: false,
    // Duplicates are found while reading: the library compares every key with every other.
    uniqueKeys: false,
    prettyErrors: false,
  });
}

function entryOffsets(document: Document.Parsed): readonly number[] {
  const images = document.get("images", true);
  if (!isSeq(images)) return [];
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

function describeSyntax(error: YAMLError): YamlProblem {
  const place = { offset: error.pos[0], length: Math.max(1, error.pos[1] - error.pos[0]) };
  const message = error.message.replace(/\s+/g, " ");
  switch (error.code) {
    case "TAB_AS_INDENT":
      return { ...place, code: "tab-indentation", summary: "A tab indents this line", expected: "blanks" };
    case "MULTIPLE_DOCS":
      return {
        ...place,
        code: "several-documents",
        summary: "A second document begins here",
        expected: "one document per file",
        help: "Move it to a file of its own.",
      };
    case "RESOURCE_EXHAUSTION":
      return { ...place, code: "nesting-too-deep", summary: "The nesting is too deep to read" };
    case "TAG_RESOLVE_FAILED":
      return { ...place, code: "yaml-tag", summary: message, expected: "a plain value without a tag" };
    default:
      return { ...place, code: "yaml-syntax", summary: message };
  }
}

// One slip makes the parser stumble again and again; later errors of a line explain nothing.
function firstPerLine(problems: readonly YamlProblem[], text: string): readonly YamlProblem[] {
  const seen = new Set<number>();
  return problems
    .filter(({ offset }) => {
      const lineStart = text.lastIndexOf("\n", offset - 1);
      return !seen.has(lineStart) && seen.add(lineStart);
    })
    .slice(0, MOST_SYNTAX_PROBLEMS);
}
