import type { Diagnostic, Severity } from "../../model/diagnostic.js";
import type { DocumentPath } from "../../model/source.js";
import type { DiagnosticCode } from "./codes.js";

/** How a file is to be read when a place in it is looked up. Paths of jsonl and csv begin with the record's index. */
export type Format = "yaml" | "jsonl" | "csv";

/** A node of a document. `part`: its key or its value; `mark`: the first occurrence of this text inside it. */
export interface NodeSpot {
  readonly file: string;
  readonly format: Format;
  readonly path: DocumentPath;
  readonly part?: "key" | "value";
  readonly mark?: string;
}

/** A range of the text of a file, in UTF-16 code units after a byte order mark. */
interface RangeSpot {
  readonly file: string;
  readonly offset: number;
  readonly length: number;
}

/** Where a problem is; files are absolute paths. Without a range or a path: the file as a whole. */
export type Spot = NodeSpot | RangeSpot | { readonly file: string };

/** A problem as it is found. Line, column and excerpt are looked up when everything was read. */
export interface Problem extends Pick<Diagnostic, "summary" | "expected" | "help" | "address"> {
  readonly severity?: Severity;
  readonly code: DiagnosticCode;
  readonly at?: Spot;
  readonly related?: readonly { readonly message: string; readonly at: Spot }[];
}

/** Takes note of a problem; the caller goes on. */
export type Report = (problem: Problem) => void;
