import type { Address } from "../model/address.js";

/** What the caller asks of a plan. */
export interface PlanOptions {
  /** Delete rows that are no longer declared, instead of releasing them. */
  readonly prune: boolean;
  /** Objects whose row was deleted in the database and is to be made again. */
  readonly restore: "all" | readonly Address[];
  /** How many deletes and releases of one kind are consented to, beyond the budget. */
  readonly allowDeletes: number;
  /** Delete rows although others' labels, links or jobs name them. */
  readonly deleteForeign: boolean;
  /** More than `rows` and more than `share` (0…1) of a kind's owned rows at once is refused. */
  readonly budget: { readonly rows: number; readonly share: number };
  /** The thumbnail recipe that is wanted. */
  readonly recipe: string;
  /** Try thumbnails again that failed for the same bytes and recipe. */
  readonly retryThumbnails: boolean;
}
