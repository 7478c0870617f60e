import { formatTime } from "../model/time.js";

/** Tells the time: `YYYY-MM-DD HH:MM:SS.ffffff` in UTC. */
export type Clock = () => string;

/** The canonical time a number of seconds after another, with milliseconds. */
export function addSeconds(time: string, seconds: number): string {
  return formatTime(new Date(milliseconds(time) + seconds * 1000));
}

/** Milliseconds from one canonical time to another. */
export function millisecondsBetween(from: string, to: string): number {
  return milliseconds(to) - milliseconds(from);
}

function milliseconds(time: string): number {
  return Date.parse(`${time.slice(0, 10)}T${time.slice(11, 23)}Z`);
}
