import type { Document, YAMLError } from "yaml";
import { loadYaml } from "../text/packages.js";
import type { YamlProblem } from "./yaml-problem.js";

const MOST_PROBLEMS = 10;

/** What the parser found wrong with a text, the first problem of each line, at most ten. */
export function describeSyntax(document: Document.Parsed, text: string): readonly YamlProblem[] {
  const seen = new Set<number>();
  const problems: YamlProblem[] = [];
  for (const error of [...document.errors, ...document.warnings]) {
    const problem = describe(error, document, text);
    // One slip makes the parser stumble again and again; later errors of a line explain nothing.
    const lineStart = text.lastIndexOf("\n", problem.offset - 1);
    if (!seen.has(lineStart)) problems.push(problem);
    seen.add(lineStart);
    if (problems.length === MOST_PROBLEMS) break;
  }
  return problems;
}

function describe(error: YAMLError, document: Document.Parsed, text: string): YamlProblem {
  const place = { offset: error.pos[0], length: Math.max(1, error.pos[1] - error.pos[0]) };
  switch (error.code) {
    case "TAB_AS_INDENT":
      return { ...place, code: "tab-indentation", summary: "A tab indents this line", expected: "blanks" };
    case "MULTIPLE_DOCS":
      return {
        ...place,
        code: "several-documents",
        summary: "The file holds a second YAML document",
        expected: "one document per file",
        help: "Move it to a file of its own.",
      };
    case "RESOURCE_EXHAUSTION":
      return { ...place, code: "nesting-too-deep", summary: "The values are nested too deeply" };
    case "TAG_RESOLVE_FAILED":
      return {
        ...place,
        code: "yaml-tag",
        summary: "YAML tags are not supported",
        expected: "a plain value without a tag",
      };
    default:
      return (
        findUnclosed(document, text, error.pos[0]) ?? { ...place, code: "yaml-syntax", summary: plain(error) }
      );
  }
}

function plain(error: YAMLError): string {
  return error.message.replace(/\s+/g, " ");
}

// The parser notices at the end of the file what was opened far above.
function findUnclosed(document: Document.Parsed, text: string, offset: number): YamlProblem | undefined {
  if (offset < text.trimEnd().length) return undefined;
  const { isCollection, isScalar, visit } = loadYaml();
  let found: YamlProblem | undefined;
  visit(document, (_key, node) => {
    const quoted = isScalar(node) && /^QUOTE/.test(node.type ?? "");
    const flow = isCollection(node) && node.flow === true;
    if (!(quoted || flow) || !node.range || node.range[1] < offset) return;
    const mark = text[node.range[0]] ?? "";
    const what = quoted ? "This quote" : "This bracket";
    found = {
      code: "yaml-syntax",
      offset: node.range[0],
      length: 1,
      summary: `${what} is never closed`,
      expected: CLOSING[mark] ?? mark,
    };
  });
  return found;
}

const CLOSING: { readonly [opening: string]: string } = { "[": "]", "{": "}" };
