/** Canonical text of a moment: `YYYY-MM-DD HH:MM:SS.ffffff` in UTC. */
export function formatTime(moment: Date): string {
  return `${moment.toISOString().slice(0, 23).replace("T", " ")}000`;
}

const TIME =
  /^(\d{4})-(\d{2})-(\d{2})(?:[T ](\d{2}):(\d{2})(?::(\d{2})(?:[.,](\d{1,9}))?)?(?: ?(Z|[+-]\d{2}(?::?\d{2})?))?)?$/i;

/**
 * Canonical text of an ISO 8601 date-time, or undefined when the text is none. Without a zone it is UTC, without a time
 * of day it is midnight; digits beyond microseconds are cut off.
 */
export function parseTime(text: string): string | undefined {
  const match = TIME.exec(text);
  if (match === null) return undefined;
  const [, year, month, day, hour = "00", minute = "00", second = "00", fraction = "", zone = "Z"] = match;
  const local = `${year}-${month}-${day}T${hour}:${minute}:${second}`;
  const moment = new Date(`${local}.000Z`);
  // Date rolls 30 February and 24:00 over instead of refusing them.
  if (Number.isNaN(moment.getTime()) || moment.toISOString().slice(0, 19) !== local) return undefined;
  const offset = zoneOffset(zone);
  if (offset === undefined) return undefined;
  const utc = new Date(moment.getTime() - offset * 60_000);
  if (!/^\d{4}-/.test(utc.toISOString())) return undefined;
  return `${utc.toISOString().slice(0, 19).replace("T", " ")}.${fraction.slice(0, 6).padEnd(6, "0")}`;
}

/** True when the runtime knows the IANA time zone. */
export function isTimeZone(name: string): boolean {
  try {
    new Intl.DateTimeFormat("en-US", { timeZone: name });
    return true;
  } catch {
    return false;
  }
}

/** Minutes east of Greenwich; undefined for an hour or minute that no zone has. */
function zoneOffset(zone: string): number | undefined {
  if (zone.toUpperCase() === "Z") return 0;
  const hours = Number(zone.slice(1, 3));
  const minutes = Number(zone.slice(3).replace(":", "") || "0");
  if (hours > 15 || minutes > 59) return undefined;
  return (zone.startsWith("-") ? -1 : 1) * (hours * 60 + minutes);
}
