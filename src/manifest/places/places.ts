import type { Document } from "yaml";
import type { Diagnostic } from "../../model/diagnostic.js";
import { valueAt } from "../../model/json.js";
import type { DocumentPath, SourceRef } from "../../model/source.js";
import { type CsvTable, findCell, parseCsv } from "../text/csv-table.js";
import { type Lines, makeExcerpt } from "../text/lines.js";
import type { Format, NodeSpot, Spot } from "../text/problem.js";
import type { ProjectFiles } from "../text/project-files.js";
import { type CanonicalPlaces, outlineCanonical, outlineJsonLine } from "../yaml/canonical-outline.js";
import { findRange, findValue, type TextRange } from "../yaml/yaml-find.js";
import { composeYaml } from "../yaml/yaml-read.js";

/** A place as people see it. The excerpt is absent when there is no line to show. */
export interface Place {
  readonly source: SourceRef;
  readonly excerpt?: NonNullable<Diagnostic["excerpt"]>;
}

/** Looks places up by reading their files again; keeps the last few files. */
export interface Places {
  /** Undefined when the file can't be read. */
  find(spot: Spot): Place | undefined;
  /** The value at a spot of a YAML or JSON Lines file as it is written; undefined when it is not there. */
  readValue(spot: NodeSpot): unknown;
  /** Path as it is printed: relative to the project folder, with `/`. */
  show(file: string): string;
}

interface OpenFile {
  readonly lines: Lines;
  /** The places of a file that the fast reader takes; the document of another one. */
  yaml?: CanonicalPlaces | Document.Parsed;
  csv?: CsvTable;
  /** The line of JSON that was asked for last: several fields of an entry are, one after the other. */
  json?: { readonly line: number; readonly places: CanonicalPlaces | Document.Parsed };
}

const KEPT_FILES = 4;

/** Places in the files of a project. */
export function createPlaces(files: ProjectFiles): Places {
  const open = new Map<string, OpenFile>();
  const { show } = files;
  return {
    show,
    find(spot) {
      const file = show(spot.file);
      const opened = openFile(open, files, spot.file);
      if (opened === undefined) return undefined;
      const range = rangeOf(opened, spot);
      const { line, column } = opened.lines.locate(range.offset);
      const excerpt = makeExcerpt(opened.lines.lineAt(line), column, range.length);
      return { source: { file, line, column }, ...(excerpt && { excerpt }) };
    },
    readValue({ file, format, path }) {
      const opened = openFile(open, files, file);
      if (opened === undefined || format === "csv") return undefined;
      return format === "yaml"
        ? valueIn(yamlOf(opened), path)
        : valueIn(jsonOf(opened, Number(path[0]) + 1), path.slice(1));
    },
  };
}

function openFile(open: Map<string, OpenFile>, files: ProjectFiles, file: string): OpenFile | undefined {
  const known = open.get(file);
  if (known !== undefined) return known;
  const lines = files.readLines(file);
  if (lines === undefined) return undefined;
  const [oldest] = open.keys();
  if (open.size >= KEPT_FILES && oldest !== undefined) open.delete(oldest);
  const opened = { lines };
  open.set(file, opened);
  return opened;
}

function rangeOf(file: OpenFile, spot: Spot): TextRange {
  if ("offset" in spot) return spot;
  if (!("path" in spot)) return { offset: 0, length: 1 };
  const range = READERS[spot.format](file, spot.path, spot.part ?? "value") ?? { offset: 0, length: 1 };
  return spot.mark === undefined ? range : narrow(file.lines.text, range, spot);
}

function yamlOf(file: OpenFile): CanonicalPlaces | Document.Parsed {
  file.yaml ??= outlineCanonical(file.lines.text) ?? composeYaml(file.lines.text);
  return file.yaml;
}

/** A line of JSON is a YAML document. */
function jsonOf(file: OpenFile, line: number): CanonicalPlaces | Document.Parsed {
  if (file.json?.line !== line) {
    const text = file.lines.lineAt(line);
    file.json = { line, places: outlineJsonLine(text) ?? composeYaml(text) };
  }
  return file.json.places;
}

function valueIn(places: CanonicalPlaces | Document.Parsed, path: DocumentPath): unknown {
  return isCanonical(places) ? valueAt(places.value, path) : findValue(places, path);
}

function rangeIn(
  places: CanonicalPlaces | Document.Parsed,
  path: DocumentPath,
  part: "key" | "value",
): TextRange | undefined {
  return isCanonical(places) ? places.find(path, part) : findRange(places, path, part);
}

function isCanonical(yaml: CanonicalPlaces | Document.Parsed): yaml is CanonicalPlaces {
  return "find" in yaml;
}

function narrow(text: string, range: TextRange, { mark = "" }: NodeSpot): TextRange {
  const at = text.slice(range.offset, range.offset + range.length).indexOf(mark);
  return at < 0 ? range : { offset: range.offset + at, length: mark.length };
}

type FindRange = (file: OpenFile, path: DocumentPath, part: "key" | "value") => TextRange | undefined;

const READERS: { readonly [F in Format]: FindRange } = {
  yaml: (file, path, part) => rangeIn(yamlOf(file), path, part),
  jsonl(file, [index, ...rest], part) {
    const line = Number(index) + 1;
    const range = rangeIn(jsonOf(file, line), rest, part);
    return { offset: file.lines.startOf(line) + (range?.offset ?? 0), length: range?.length ?? 1 };
  },
  csv(file, [index, column = 0]) {
    file.csv ??= parseCsv(file.lines.text);
    const record = file.csv.ok ? file.csv.records[Number(index)] : undefined;
    if (record === undefined) return undefined;
    return findCell(file.lines.text, file.lines.startOf(record.line), Number(column));
  },
};
