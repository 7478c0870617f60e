import { COUNT, list, nullable, object, type Schema, TEXT } from "../schema/schema.js";
import type { Parameters } from "./route.js";

/** How many entries a list gives. */
export const PAGE_LIMIT: Schema = { type: "integer", minimum: 1, maximum: 500, default: 100 };

/** Query parameters of every list. */
export const PAGE_PARAMETERS: { readonly [name: string]: Schema } = {
  limit: PAGE_LIMIT,
  cursor: { type: "string", pattern: "^-?\\d{1,16}$", description: "nextCursor of the page before" },
};

const USUAL_LIMIT = 100;

/** The schema of a page of these. */
export function pageOf(item: Schema): Schema {
  return object({ items: list(item), total: COUNT, nextCursor: nullable(TEXT) });
}

/** What a list is asked for. */
export function readPaging({ limit, cursor }: Parameters): {
  readonly limit: number;
  readonly after?: number;
} {
  return {
    limit: typeof limit === "number" ? limit : USUAL_LIMIT,
    ...(typeof cursor === "string" && { after: Number(cursor) }),
  };
}

/** The page of a list that is in memory; its cursor is a place. */
export function cutPage<T>(items: readonly T[], query: Parameters): object {
  const { limit, after = 0 } = readPaging(query);
  const start = Math.max(0, after);
  const end = start + limit;
  return {
    items: items.slice(start, end),
    total: items.length,
    nextCursor: end < items.length ? String(end) : null,
  };
}
