import { isAbsolute, join } from "node:path";
import pLimit from "p-limit";
import type { ImageRow } from "../../db/browse/image-rows.js";
import { exists } from "../../files/exists.js";
import { createFence } from "../../files/fence.js";
import { isRefusal, readFencedFile } from "../../files/fenced-file.js";
import { DEFAULT_LIMITS } from "../../images/header.js";
import { makePreview } from "../../images/preview.js";
import type { Settings } from "../../model/estate.js";
import { localizePath } from "../project/database.js";

/** The bytes of a picture with what they are. */
export interface PictureBytes {
  readonly bytes: Buffer;
  /** Of its first bytes; null for what a browser must not show. */
  readonly mediaType: string | null;
}

/** A picture within the limits is smaller; see src/images/source.ts. */
const MOST_BYTES = 1024 * 1024 * 1024;

/**
 * The file of an image row: where the backend has it, as this machine sees that. Undefined when it is missing, can't be
 * read, or lies outside the asset roots, also through links.
 */
export function readPicture(
  settings: Settings,
  row: ImageRow,
  servedFrom: string | null,
): PictureBytes | undefined {
  const path = locate(settings, row, servedFrom);
  return path === undefined ? undefined : read(path, rootsOf(settings));
}

/** The thumbnail file of a row, whoever made it; undefined when there is none. */
export function readThumbnailFile({ mediaDir }: Settings, rowId: number): PictureBytes | undefined {
  const folder = join(mediaDir, "thumbnails");
  return read(join(folder, `${rowId}.webp`), [folder]);
}

/**
 * A small WebP of a picture that has no thumbnail yet, made in memory; undefined where the file is missing or lies outside
 * the asset roots. Throws ImageProblem for what is no picture.
 */
export async function makeThumbnail(
  settings: Settings,
  row: ImageRow,
  servedFrom: string | null,
): Promise<Buffer | undefined> {
  const path = locate(settings, row, servedFrom);
  if (path === undefined || !createFence(rootsOf(settings)).contains(path) || !exists(path)) return undefined;
  const limits = { ...DEFAULT_LIMITS, pixelsInFlight: settings.pixelsInFlight };
  return inTurn(() => makePreview(path, { hide: false, shownAs: row.filename, limits }));
}

/** Decoding takes much memory, and all cores. */
const inTurn = pLimit(1);

function locate(
  { assetRoots }: Settings,
  { filePath }: ImageRow,
  servedFrom: string | null,
): string | undefined {
  const [{ dir, servedFrom: configured }] = assetRoots;
  const path = localizePath(filePath, servedFrom ?? configured ?? dir, assetRoots);
  return isAbsolute(path) ? path : undefined;
}

function rootsOf({ assetRoots }: Settings): readonly string[] {
  return assetRoots.map(({ dir }) => dir);
}

const SIGNATURES: readonly (readonly [start: RegExp, mediaType: string])[] = [
  [/^\x89PNG\r\n\x1a\n/, "image/png"],
  [/^\xff\xd8\xff/, "image/jpeg"],
  [/^RIFF.{4}WEBP/s, "image/webp"],
  [/^GIF8[79]a/, "image/gif"],
  [/^.{4}ftypavi[fs]/s, "image/avif"],
];

function read(path: string, folders: readonly string[]): PictureBytes | undefined {
  const bytes = readFencedFile(path, createFence(folders), MOST_BYTES);
  if (isRefusal(bytes)) return undefined;
  const head = bytes.toString("latin1", 0, 16);
  const mediaType = SIGNATURES.find(([start]) => start.test(head))?.[1] ?? null;
  return { bytes, mediaType };
}
