import { signal } from "@preact/signals";
import type { FileEdit } from "../api/edit-types.js";
import type { Diagnostic } from "../api/types.js";

/** Edits that somebody wants to look at before they are written. */
export interface Review {
  readonly title: string;
  readonly edits: readonly FileEdit[];
  /** Warnings of what made the edits, shown beside those of the preview. */
  readonly notes?: readonly Diagnostic[];
  readonly onSaved: () => void;
  /** A file is not any more what the edits were made on. */
  readonly onStale?: () => void;
}

/** The review that is open. */
export const currentReview = signal<Review | undefined>(undefined);

export function openReview(review: Review): void {
  currentReview.value = review;
}

export function closeReview(): void {
  currentReview.value = undefined;
}
