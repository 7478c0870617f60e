import type { CollectRule } from "../model/collect-rule.js";
import type { Json } from "../model/json.js";
import type { Notice } from "./source/collected-image.js";

type OutcomeName = "staged" | "unchanged" | "updated" | "skipped" | "failed";

/** What became of one file below the root. Names are as {@link FileSeen.file} writes them. */
export interface FileOutcome {
  readonly outcome: OutcomeName;
  readonly file: string;
  readonly what: "image" | "sidecar" | "other";
  /** Where it is staged, under the asset root. */
  readonly staged?: string;
  readonly album?: string;
  /** Of a picture: the item of the album's set that its manifest says it shows. */
  readonly item?: string;
  /** Of a picture without a recipe: keywords of its texts. */
  readonly unread_texts?: readonly string[];
  /** Classes of nodes of its ComfyUI graph that no rule knows. */
  readonly unknown_nodes?: readonly string[];
  /** Why it was skipped or failed, with how much that matters. */
  readonly reason?: Notice & { readonly severity: "error" | "warning" | "note" };
}

/** What became of one manifest. */
export interface ManifestOutcome {
  /** Absolute path. */
  readonly file: string;
  readonly album: string;
  readonly action: "created" | "updated" | "renamed";
  /** True for a new album that everybody will see, because a rule says so. */
  readonly public?: true;
  readonly added: number;
  readonly changed: number;
  /** Of a renamed one: the slug that the album had. */
  readonly from?: string;
}

/** A fact that stays as a person edited it, although its source changed. */
export interface KeptFact {
  /** Absolute path of the manifest or JSON Lines file. */
  readonly manifest: string;
  readonly file: string;
  readonly fact: string;
  readonly declared: Json | null;
  readonly found: Json | null;
}

/** What collecting did. The counts add up to the number of files seen. */
export interface CollectReport {
  readonly counts: { readonly [O in OutcomeName]: number } & { readonly seen: number };
  readonly files: readonly FileOutcome[];
  /** Ascending by album. */
  readonly manifests: readonly ManifestOutcome[];
  readonly kept: readonly KeptFact[];
  /** Things to know that are about no single outcome: remarks on images, folders, what vanished. */
  readonly remarks: readonly (Notice & { readonly severity: "error" | "warning" | "note" })[];
  /** Rules for the folders that no rule matches, for a person to correct. */
  readonly suggested_rules: readonly CollectRule[];
}

/** Gathers outcomes while they come. */
export function countOutcomes(files: readonly FileOutcome[]): CollectReport["counts"] {
  const count = (name: OutcomeName): number => files.filter(({ outcome }) => outcome === name).length;
  return {
    seen: files.length,
    staged: count("staged"),
    unchanged: count("unchanged"),
    updated: count("updated"),
    skipped: count("skipped"),
    failed: count("failed"),
  };
}

/** True when an image that should have been staged was not, or something could not be read at all. */
export function hasFailures({ files, remarks }: CollectReport): boolean {
  return (
    files.some(({ outcome }) => outcome === "failed") || remarks.some(({ severity }) => severity === "error")
  );
}

/** True when a person should look at something. */
export function hasWarnings({ files, remarks, kept }: CollectReport): boolean {
  return (
    kept.length > 0 ||
    remarks.some(({ severity }) => severity === "warning") ||
    files.some(({ reason }) => reason?.severity === "warning")
  );
}
