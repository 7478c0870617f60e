import type { RunRecord } from "../../../db/history/history.js";
import { isJsonObject, type Json } from "../../../model/json.js";
import { count } from "../../../model/words.js";

const WORDS: readonly (readonly [key: string, word: string])[] = [
  ["create", "added"],
  ["update", "changed"],
  ["move", "moved"],
  ["adopt", "adopted"],
  ["release", "released"],
  ["delete", "deleted"],
  ["forget", "forgotten"],
];

/** When a run began, to the minute: `2026-11-22 14:05 UTC`. */
export function formatStart({ startedAt }: RunRecord): string {
  return `${startedAt.slice(0, 16)} UTC`;
}

/** `ana@studio`, and the commit that was checked out. */
export function formatOrigin({ who, host, gitCommit }: RunRecord): string {
  return gitCommit === null ? `${who}@${host}` : `${who}@${host}, commit ${gitCommit.slice(0, 10)}`;
}

/** What a run did, as its summary tells: `5 added, 3 thumbnails`. A run that was killed has none. */
export function formatOutcome({ summary }: RunRecord): string {
  if (!isJsonObject(summary)) return "";
  const counts = WORDS.flatMap(([key, word]) => countOf(summary[key], word));
  const thumbnails = isJsonObject(summary.thumbnails) ? summary.thumbnails : {};
  const made = countOf(thumbnails.made, "thumbnail", "thumbnails");
  const failed = countOf(thumbnails.failed, "failed");
  return [...counts, ...made, ...failed].join(", ") || "nothing to change";
}

function countOf(value: Json | undefined, word: string, plural = word): readonly string[] {
  return typeof value === "number" && value > 0 ? [count(value, word, plural)] : [];
}
