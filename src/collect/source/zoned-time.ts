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
  const local = Date.parse(`${canonical.slice(0, 19).replace(" ", "T")}Z`);
  // Offsets a day earlier and later cover every change in between.
  const offsets = [-DAY, DAY].map((shift) => zoneOffset(local + shift, timeZone));
  const fits = offsets.find((offset) => zoneOffset(local - offset, timeZone) === offset);
  const utc = new Date(local - (fits ?? (offsets[0] as number)));
  return `${utc.toISOString().slice(0, 19).replace("T", " ")}${canonical.slice(19)}`;
}

const DAY = 86_400_000;
const formats = new Map<string, Intl.DateTimeFormat>();

/** Milliseconds that clocks in the zone are ahead of UTC at that moment. */
function zoneOffset(moment: number, timeZone: string): number {
  const parts = Object.fromEntries(
    zoneFormat(timeZone)
      .formatToParts(moment)
      .map(({ type, value }) => [type, Number(value)]),
  ) as Record<string, number>;
  const { year = 0, month = 1, day = 1, hour = 0, minute = 0, second = 0 } = parts;
  return Date.UTC(year, month - 1, day, hour, minute, second) - Math.floor(moment / 1000) * 1000;
}

function zoneFormat(timeZone: string): Intl.DateTimeFormat {
  const known = formats.get(timeZone);
  if (known !== undefined) return known;
  const format = new Intl.DateTimeFormat("en-US", {
    timeZone,
    hourCycle: "h23",
    year: "numeric",
    month: "numeric",
    day: "numeric",
    hour: "numeric",
    minute: "numeric",
    second: "numeric",
  });
  formats.set(timeZone, format);
  return format;
}

function formatUtc(canonical: string): string | undefined {
  const year = Number(canonical.slice(0, 4));
  if (year < EARLIEST_YEAR || year > LATEST_YEAR) return undefined;
  const text = canonical.replace(" ", "T");
  return `${text.endsWith(".000000") ? text.slice(0, 19) : text}Z`;
}
