/** A place in a file: path relative to the project folder with `/`, line and column counted from 1. */
export interface SourceRef {
  readonly file: string;
  readonly line: number;
  readonly column: number;
}

/** Steps from the top of a YAML document to a node: keys and list positions, e.g. `["images", 3, "prompt"]`. */
export type DocumentPath = readonly (string | number)[];
