import { between, diceFor } from "./seeded.js";

/** When the generator began a picture (its file name says so) and when it had saved it (its sidecar does). */
interface Moment {
  /** `YYYYMMDD_HHMMSS` */
  readonly stamp: string;
  /** `YYYY-MM-DDTHH:MM:SS.ffffff`, seconds later */
  readonly saved: string;
}

/** `count` moments from `start` (`YYYY-MM-DDTHH:MM:SS`) on, each `seconds` after the one before. */
export function momentsFrom(start: string, seconds: number, count: number): readonly Moment[] {
  const dice = diceFor(start);
  const first = Date.parse(`${start}Z`);
  return Array.from({ length: count }, (_, index) => {
    const begun = first + index * seconds * 1000;
    const took = Math.floor(between(dice, 0.84, 0.97) * seconds * 1_000_000);
    return { stamp: formatStamp(begun), saved: formatSaved(begun, took) };
  });
}

function formatStamp(milliseconds: number): string {
  return new Date(milliseconds).toISOString().slice(0, 19).replace(/[-:]/g, "").replace("T", "_");
}

function formatSaved(milliseconds: number, micros: number): string {
  const second = new Date(milliseconds + Math.floor(micros / 1_000_000) * 1000).toISOString().slice(0, 19);
  return `${second}.${String(micros % 1_000_000).padStart(6, "0")}`;
}
