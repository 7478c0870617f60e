import { stat } from "node:fs/promises";
import type { RemovalOutcome, ThumbnailRemoval } from "../apply/ports.js";
import { removeFile } from "../files/durable.js";
import { hashRegularFile } from "../files/hash.js";
import { codeOf } from "../files/system-error.js";
import { formatTime } from "../model/time.js";

/** Removes the thumbnail at `path` if sync created it for the deleted row; returns what happened. */
export async function removeThumbnail(path: string, removal: ThumbnailRemoval): Promise<RemovalOutcome> {
  const outcome = await judgeFile(path, removal);
  // Also removes the temporary file of a killed run.
  if (outcome === "removed" || outcome === "absent") await removeFile(path);
  return outcome;
}

async function judgeFile(path: string, removal: ThumbnailRemoval): Promise<RemovalOutcome> {
  const { fileSha256, madeAt, takenBy } = removal;
  try {
    if (fileSha256 !== null)
      return hashRegularFile(path, "follow").sha256 === fileSha256 ? "removed" : "foreign";
    const { mtime } = await stat(path);
    if (takenBy === null) return "removed";
    if (madeAt === null) return "foreign";
    // Earlier versions kept no digest. Files of the row that has the id now came after our record.
    return formatTime(mtime) <= madeAt ? "removed" : "unsure";
  } catch (error) {
    if (codeOf(error) === "ENOENT") return "absent";
    throw error;
  }
}
