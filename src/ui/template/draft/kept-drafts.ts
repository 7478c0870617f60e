import type { TemplateDetail } from "../../api/types.js";
import type { Content } from "./content.js";

/** Edits that were left unsaved in this tab. */
interface KeptDraft {
  readonly keptAt: number;
  readonly content: Content;
}

/** Keyed by what the edits were made on: edits of another state of the files are not offered. */
function keyOf({ slug, etag, csv }: TemplateDetail): string {
  return `album-sync.draft ${slug} ${etag ?? "new"} ${csv?.etag ?? ""}`;
}

export function keepDraft(detail: TemplateDetail, content: Content): void {
  try {
    sessionStorage.setItem(keyOf(detail), JSON.stringify({ keptAt: Date.now(), content }));
  } catch {
    // A full storage loses the copy, not the edits.
  }
}

export function forgetDraft(detail: TemplateDetail): void {
  sessionStorage.removeItem(keyOf(detail));
}

export function keptDraft(detail: TemplateDetail): KeptDraft | undefined {
  const text = sessionStorage.getItem(keyOf(detail));
  return text === null ? undefined : (JSON.parse(text) as KeptDraft);
}
