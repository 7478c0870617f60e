import type Database from "better-sqlite3";

/** Tables with rows for each image or album. */
const TABLES = "albums|images|labels|album_images|sync_(?:objects|changes|thumbnails|refs)";

/** Indexes of few rows, whatever the estate. */
const SMALL = /sync_objects_apart|sync_thumbnails_remove/;

/** A part of a statement that visits all rows of a table, or all of an estate or a kind. */
export interface WholeRead {
  readonly table: string;
  /** True when it is done again for each row of something else. */
  readonly repeated: boolean;
  /** As SQLite describes it. */
  readonly detail: string;
}

interface Step {
  readonly id: number;
  readonly parent: number;
  readonly detail: string;
}

/** What a statement reads whole, by SQLite's own plan for it. */
export function findWholeReads(database: Database.Database, sql: string): readonly WholeRead[] {
  const values = Array.from(sql.replaceAll(/'[^']*'/g, "").matchAll(/\?/g), () => null);
  const steps = database.prepare(`EXPLAIN QUERY PLAN ${sql}`).all(values) as Step[];
  const found = steps.flatMap((step) => {
    const table = readWhole(sql, step.detail);
    return table === undefined ? [] : [{ table, repeated: isRepeated(steps, step), detail: step.detail }];
  });
  return isLimited(sql, steps) ? found.filter(({ repeated }) => repeated) : found;
}

/** True when it stops after so many rows, which it need not sort first, or jumps from value to value of an index. */
function isLimited(sql: string, steps: readonly Step[]): boolean {
  if (/\bSELECT (?:min|max)\((\w+)\) FROM \w+ WHERE estate = \?/.test(sql)) return true;
  return /\bLIMIT (?:\d+|\?)$/.test(sql.trim()) && !steps.some(({ detail }) => /FOR ORDER BY/.test(detail));
}

/** An equation of estate or kind alone leaves as many rows as the estate has, and so does a range of addresses. */
function readWhole(sql: string, detail: string): string | undefined {
  const [, verb, alias = "", terms] = /^(SCAN|SEARCH) (\w+)[^(]*(?:\((.*)\))?/.exec(detail) ?? [];
  if (verb === undefined || /VIRTUAL TABLE/.test(detail) || SMALL.test(detail)) return undefined;
  if (verb === "SEARCH" && !/^(?:(?:estate|kind)=\?|address[<>]\?| AND )+$/.test(terms ?? ""))
    return undefined;
  if (/kind=\?/.test(terms ?? "") && /\.kind = 'album'/.test(sql)) return "recorded albums";
  return new RegExp(`^(?:${TABLES})$`).test(alias) ? alias : tableOf(sql, alias);
}

function tableOf(sql: string, alias: string): string | undefined {
  return new RegExp(`\\b(${TABLES})\`?\\s+(?:as\\s+)?${alias}\\b`, "i").exec(sql)?.[1];
}

/** The first of several loops is run once; so is what stands in a subquery that refers to nothing outside. */
function isRepeated(steps: readonly Step[], step: Step): boolean {
  const inner = steps
    .filter(({ parent, detail }) => parent === step.parent && /^(SCAN|SEARCH) /.test(detail))
    .indexOf(step);
  const above = steps.find(({ id }) => id === step.parent);
  if (above === undefined) return inner > 0;
  return inner > 0 || /^CORRELATED/.test(above.detail) || isRepeated(steps, above);
}
