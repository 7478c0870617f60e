/** Canonical text of a moment: `YYYY-MM-DD HH:MM:SS.ffffff` in UTC. */
export function formatTime(moment: Date): string {
  return `${moment.toISOString().slice(0, 23).replace("T", " ")}000`;
}

/** A moment as the names of files have it: `YYYYMMDD-HHMMSS` in UTC. */
export function stampOf(moment: Date): string {
  return formatTime(moment).slice(0, 19).replace(/[-:]/g, "").replace(" ", "-");
}

const TIME =
  /^(\d{4})-(\d{2})-(\d{2})(?:[T ](\d{2}):(\d{2})(?::(\d{2})(?:[.,](\d{1,9}))?)?(?: ?(Z|[+-]\d{2}(?::?\d{2})?))?)?$/i;
const DAYS = [31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];

/**
 * Canonical text of an ISO 8601 date-time, or undefined when the text is none. Without a zone it is UTC, without a time
 * of day it is midnight; digits beyond microseconds are cut off.
 */
export function parseTime(text: string): string | undefined {
  const match = TIME.exec(text);
  if (match === null) return undefined;
  const [, year, month, day, hour = "00", minute = "00", second = "00", fraction = "", zone = "Z"] = match;
  if (!isDay(Number(year), Number(month), Number(day))) return undefined;
  if (hour > "23" || minute > "59" || second > "59") return undefined;
  const offset = zoneOffset(zone);
  if (offset === undefined) return undefined;
  const local = `${year}-${month}-${day} ${hour}:${minute}:${second}`;
  const utc = offset === 0 ? local : shift(local, offset);
  // Unlike a template, join makes one piece of text; estates hold one for each image.
  return utc && [utc, fraction.slice(0, 6).padEnd(6, "0")].join(".");
}

/** True when the runtime knows the IANA time zone. */
export function isTimeZone(name: string): boolean {
  // What most projects have; the first use of Intl costs every command 10 ms.
  if (name === "UTC") return true;
  try {
    new Intl.DateTimeFormat("en-US", { timeZone: name });
    return true;
  } catch {
    return false;
  }
}

function isDay(year: number, month: number, day: number): boolean {
  const isLeap = year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0);
  const days = month === 2 && isLeap ? 29 : (DAYS[month - 1] ?? 0);
  return day >= 1 && day <= days;
}

/** A local time in UTC; undefined where that leaves the years of four digits. */
function shift(local: string, offset: number): string | undefined {
  const utc = new Date(Date.parse(`${local.replace(" ", "T")}.000Z`) - offset * 60_000).toISOString();
  return /^\d{4}-/.test(utc) ? utc.slice(0, 19).replace("T", " ") : undefined;
}

/** Minutes east of Greenwich; undefined for an hour or minute that no zone has. */
function zoneOffset(zone: string): number | undefined {
  if (zone.toUpperCase() === "Z") return 0;
  const hours = Number(zone.slice(1, 3));
  const minutes = Number(zone.slice(3).replace(":", "") || "0");
  if (hours > 15 || minutes > 59) return undefined;
  return (zone.startsWith("-") ? -1 : 1) * (hours * 60 + minutes);
}
