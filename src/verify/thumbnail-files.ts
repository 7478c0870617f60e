import { readdirSync } from "node:fs";
import { unlessMissing } from "../files/system-error.js";
import type { InspectPicture } from "../images/inspect.js";
import { ImageProblem } from "../images/problem.js";
import type { Address } from "../model/address.js";
import type { VerifyFinding } from "./verify-finding.js";

/** What the database says of the thumbnail of one image row, anybody's. */
export interface StoredThumbnail {
  readonly rowId: number;
  /** Null when the estate does not own the row. */
  readonly address: Address | null;
  /** True when we made it for the bytes that are declared now. */
  readonly made: boolean;
  /** As the backend looks for it, relative to the media folder. */
  readonly path: string | null;
}

/** An existing thumbnail to decode. */
export interface ThumbnailFile {
  readonly rowId: number;
  readonly address: Address;
  readonly name: string;
}

/** Files without an image and images without their file, from names alone; and the files that remain to be decoded. */
export function compareThumbnails(
  dir: string,
  stored: readonly StoredThumbnail[],
): {
  readonly findings: readonly VerifyFinding[];
  readonly missing: readonly number[];
  readonly files: readonly ThumbnailFile[];
} {
  const there = new Set(unlessMissing(() => readdirSync(dir)));
  const findings: VerifyFinding[] = [];
  const missing: number[] = [];
  const files: ThumbnailFile[] = [];
  const orphans = new Set(there);
  for (const { rowId, address, made, path } of stored) {
    const name = nameThumbnail(rowId);
    orphans.delete(name);
    if (path?.startsWith("thumbnails/")) orphans.delete(path.slice("thumbnails/".length));
    if (address === null || !made) continue;
    if (there.has(name)) files.push({ rowId, address, name });
    else {
      missing.push(rowId);
      findings.push(faultOf("thumbnail-missing", address, `thumbnails/${name} of ${address} does not exist`));
    }
  }
  return { findings: [...findings, ...[...orphans].sort().map(describeOrphan)], missing, files };
}

/** Decodes a thumbnail; undefined when it is intact. */
export async function checkThumbnail(
  { address, name }: ThumbnailFile,
  path: string,
  inspect: InspectPicture,
): Promise<VerifyFinding | undefined> {
  try {
    await inspect(path, name);
    return undefined;
  } catch (error) {
    if (!(error instanceof ImageProblem)) throw error;
    return faultOf("thumbnail-damaged", address, `thumbnails/${name} of ${address} ${error.fault.reason}`);
  }
}

function faultOf(
  code: "thumbnail-missing" | "thumbnail-damaged",
  address: Address,
  summary: string,
): VerifyFinding {
  const help = "Run sync verify --remake-thumbnails, then sync thumbnails.";
  return { severity: "error", code, address, summary, help };
}

function describeOrphan(name: string): VerifyFinding {
  return {
    severity: "error",
    code: "thumbnail-orphaned",
    summary: `thumbnails/${name} belongs to no image in the database`,
    help: "Run sync thumbnails to remove the thumbnails of images that an apply deleted. Delete others by hand.",
  };
}

function nameThumbnail(rowId: number): string {
  return `${rowId}.webp`;
}
