import { sha256Of } from "../../files/hash.js";
import type { Json } from "../../model/json.js";
import type { DocumentPath, SourceRef } from "../../model/source.js";
import { indexLines } from "../text/lines.js";
import type { NodeSpot, Problem, Report } from "../text/problem.js";
import type { ProjectFiles } from "../text/project-files.js";
import { isProblem } from "../text/text-file.js";
import { readCanonical } from "../yaml/canonical-read.js";
import { readYaml, type YamlContent } from "../yaml/yaml-read.js";

/** Bytes that shape resources, by the name under which a manifest uses them. */
export interface UsedFile {
  readonly name: string;
  readonly sha256: string;
}

/** What a YAML file is, without what it says. */
export interface ManifestHead {
  /** Absolute path. */
  readonly file: string;
  /** Where its first key stands. */
  readonly source: SourceRef;
  readonly sha256: string;
  /** True when the file has the form that our writers give it. */
  readonly canonical: boolean;
}

/** A YAML file that was read as far as its text goes. */
export interface ManifestFile extends ManifestHead {
  readonly value: Json;
  /** Where the items of its top-level list `images` stand. */
  readonly entries: readonly SourceRef[];
}

/** Reads a YAML file; problems are reported. Undefined when there is nothing that could be checked further. */
export function readManifestFile(
  file: string,
  files: ProjectFiles,
  report: Report,
): ManifestFile | undefined {
  const read = files.read(file, "file-missing");
  if (isProblem(read)) {
    report(read);
    return undefined;
  }
  const { canonical, value, start, entries, problems } = readText(read.text);
  for (const { offset, length, related, ...problem } of problems) {
    report({
      ...problem,
      at: { file, offset, length },
      ...(related && { related: [{ message: related.message, at: { file, ...related } }] }),
    });
  }
  if (value === undefined) return undefined;
  const lines = indexLines(read.text);
  const place = (offset: number): SourceRef => ({ file: files.show(file), ...lines.locate(offset) });
  const sha256 = sha256Of(read.bytes);
  return { file, value, source: place(start), entries: entries.map(place), sha256, canonical };
}

function readText(text: string): YamlContent & { readonly canonical: boolean } {
  const read = readCanonical(text);
  if (read !== undefined) return { ...read, problems: [] };
  return { ...readYaml(text), canonical: false };
}

/** The place of a node of a YAML file. */
export function yamlSpot(file: string, path: DocumentPath, part: "key" | "value" = "value"): NodeSpot {
  return { file, format: "yaml", path, part };
}

/** The problem of a file that a manifest names, at the place that names it where the file itself has nothing to show. */
export function placeUsedFile(problem: Problem, name: string, at: NodeSpot): Problem {
  switch (problem.code) {
    case "csv-missing":
    case "jsonl-missing":
      return { ...problem, at, summary: `The file ${name} does not exist` };
    case "path-outside-project":
      return { ...problem, at, summary: `${name} is outside the project` };
    default:
      return problem;
  }
}
