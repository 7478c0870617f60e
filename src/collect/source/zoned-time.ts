import { createRequire } from "node:module";
import { parseTime } from "../../model/time.js";

const ZONE = /(?:Z|[+-]\d{2}(?::?\d{2})?)$/i;
const HAS_TIME_OF_DAY = /\d[T ]\d/;
const MILLISECONDS_FROM = 1e11;
const EARLIEST_YEAR = 1990;
const LATEST_YEAR = 2099;

/**
 * An ISO 8601 text as `2025-10-13T21:35:33.481220Z`; one without a zone is local time in `timeZone`. Undefined for a text
 * that is no time, and for years outside 1990 to 2099.
 */
export function readTimeText(text: string, timeZone: string): string | undefined {
  const canonical = parseTime(text.trim());
  if (canonical === undefined) return undefined;
  const hasZone = HAS_TIME_OF_DAY.test(text) && ZONE.test(text.trim());
  return formatUtc(hasZone ? canonical : localToUtc(canonical, timeZone));
}

/** Seconds or milliseconds since 1970 in the same form. */
export function readEpoch(value: number): string | undefined {
  const milliseconds = Math.abs(value) < MILLISECONDS_FROM ? value * 1000 : value;
  const moment = new Date(milliseconds);
  return Number.isNaN(moment.getTime()) ? undefined : readTimeText(moment.toISOString(), "UTC");
}

/** Local canonical time → UTC. A time that a clock shows twice is the first; one that it skips is read as before the jump. */
function localToUtc(canonical: string, timeZone: string): string {
  if (timeZone === "UTC") return canonical;
  temporal ??= require("temporal-polyfill") as typeof import("temporal-polyfill");
  const instant = temporal.Temporal.PlainDateTime.from(canonical).toZonedDateTime(timeZone).toInstant();
  return instant.toString({ fractionalSecondDigits: 6 }).replace("T", " ").replace("Z", "");
}

// Loading it takes 25 ms of a processor, and UTC needs none of it.
const require = createRequire(import.meta.url);
let temporal: typeof import("temporal-polyfill") | undefined;

function formatUtc(canonical: string): string | undefined {
  const year = Number(canonical.slice(0, 4));
  if (year < EARLIEST_YEAR || year > LATEST_YEAR) return undefined;
  const text = canonical.replace(" ", "T");
  return `${text.endsWith(".000000") ? text.slice(0, 19) : text}Z`;
}
