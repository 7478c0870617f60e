import type { Diagnostic, Json, PlanPart } from "./types.js";

/** One step of a change of a CSV file; the steps are made one after the other. */
export type CellEdit =
  | { readonly op: "set"; readonly row: number; readonly column: string; readonly value: string }
  | { readonly op: "insert"; readonly row: number; readonly values: { readonly [column: string]: string } }
  | { readonly op: "remove"; readonly row: number }
  | { readonly op: "move"; readonly row: number; readonly to: number }
  | { readonly op: "add-column"; readonly column: string };

export type Path = readonly (string | number)[];

/** One step of a change of a manifest, by path. */
export type ManifestOp =
  | { readonly op: "set" | "insert"; readonly path: Path; readonly value: Json }
  | { readonly op: "remove"; readonly path: Path }
  | { readonly op: "move"; readonly path: Path; readonly to: number };

/** A change of one file. `etag` is null when the file must not exist yet. */
export interface FileEdit {
  readonly file: string;
  readonly etag: string | null;
  readonly ops?: readonly ManifestOp[];
  readonly text?: string;
  readonly cells?: readonly CellEdit[];
}

export interface Preview {
  readonly files: readonly { readonly path: string; readonly etag: string | null; readonly diff: string }[];
  readonly diagnostics: readonly Diagnostic[];
  readonly planId: string | null;
  readonly plan: PlanPart | null;
  readonly prompts: readonly {
    readonly template: string;
    readonly key: string;
    readonly before: string | null;
    readonly after: string | null;
  }[];
}

export interface Saved {
  readonly files: readonly { readonly path: string; readonly etag: string | null }[];
  readonly undo: string;
  readonly planId: string | null;
}

export interface FileOnDisk {
  readonly path: string;
  readonly etag: string | null;
  readonly text: string | null;
}
