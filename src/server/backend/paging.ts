import type { Parameters } from "../http/route.js";
import { COUNT, type ParameterSchema, type Schema, TEXT } from "../schema/schema.js";

const USUAL_PER_PAGE = 20;
const MOST_PER_PAGE = 500;

/** Members of every list of the backend beside its rows. */
export const PAGE_MEMBERS = { total: COUNT, page: COUNT, per_page: COUNT, pages: COUNT };

/** Parameters as the backend takes them: others are ignored, and a value that is none counts as not given. */
export function lenient(names: readonly string[]): ParameterSchema {
  const properties: { readonly [name: string]: Schema } = Object.fromEntries(
    names.map((name) => [name, TEXT]),
  );
  return { type: "object", properties };
}

/** Which page is wanted. */
export function readPage(query: Parameters): { readonly page: number; readonly perPage: number } {
  return {
    page: readCount(query.page, 1, 1e9),
    perPage: readCount(query.per_page, USUAL_PER_PAGE, MOST_PER_PAGE),
  };
}

/** The members of a list beside its rows. */
export function pageMembers(total: number, { page, perPage }: ReturnType<typeof readPage>): object {
  return { total, page, per_page: perPage, pages: Math.ceil(total / perPage) };
}

/** True for `1` and `true`, false for `0` and `false`, else undefined. */
export function readSwitch(value: Parameters[string]): boolean | undefined {
  const text = String(value).toLowerCase();
  if (text === "1" || text === "true") return true;
  return text === "0" || text === "false" ? false : undefined;
}

function readCount(value: Parameters[string], usual: number, most: number): number {
  const text = String(value);
  return /^[1-9]\d*$/.test(text) ? Math.min(Number(text), most) : usual;
}
