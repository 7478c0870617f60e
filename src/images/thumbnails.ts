import { join } from "node:path";
import type { ThumbnailJob, ThumbnailMaker } from "../apply/ports.js";
import { makeFolder, replaceFile } from "../files/durable.js";
import { FolderFlush } from "../files/flush.js";
import { sha256Of } from "../files/hash.js";
import { startDecoding } from "./decode.js";
import { checkSize, DAMAGED, DEFAULT_LIMITS, estimateCost, type ImageLimits, readHeader } from "./header.js";
import { PixelBudget } from "./pixel-budget.js";
import { ImageProblem } from "./problem.js";
import { BOX, nameRecipe, QUALITY } from "./recipe.js";
import { removeThumbnail } from "./remove-thumbnail.js";
import { readPictureFile } from "./source.js";
import { SpareBuffers } from "./spare-buffers.js";

export interface ThumbnailSettings {
  /** Absolute; thumbnails are written to `<mediaDir>/thumbnails`. */
  readonly mediaDir: string;
  /** Of the WebP encoder: 0 (fast) to 6 (small). */
  readonly effort: number;
  /** Pixels of all pictures that are decoded at the same time. */
  readonly pixelsInFlight: number;
  /** Pixels of one interlaced PNG; 40 million when left out. */
  readonly interlacedPixels?: number;
  /** How messages name a source file. */
  readonly showPath: (path: string) => string;
}

/** Makes `<mediaDir>/thumbnails/<row id>.webp`: inside 300 × 300, upright, sRGB, first frame, without metadata. */
export function createThumbnailMaker(settings: ThumbnailSettings): ThumbnailMaker {
  const dir = join(settings.mediaDir, "thumbnails");
  const limits: ImageLimits = {
    pixelsInFlight: settings.pixelsInFlight,
    interlacedPixels: settings.interlacedPixels ?? DEFAULT_LIMITS.interlacedPixels,
  };
  const budget = new PixelBudget(limits.pixelsInFlight);
  const folder = new FolderFlush(dir);
  const pathOf = (rowId: number): string => join(dir, `${rowId}.webp`);
  const buffers = new SpareBuffers();
  let hasFolder = false;
  let isFlushed = true;
  return {
    recipe: nameRecipe(settings.effort),
    async make(job, sourceFile) {
      const file = settings.showPath(sourceFile);
      const thumbnail = await buffers.lend(async (take) => {
        const bytes = await readDeclared(job, sourceFile, { limits, file, take });
        return shrink(bytes, limits, budget, settings.effort, file);
      });
      if (!hasFolder) makeFolder(dir);
      hasFolder = true;
      await replaceFile(pathOf(job.rowId), thumbnail);
      isFlushed = false;
      return sha256Of(thumbnail);
    },
    async flush() {
      if (isFlushed) return;
      isFlushed = true;
      await folder.flush();
    },
    remove: (removal) => removeThumbnail(pathOf(removal.rowId), removal),
  };
}

/** The bytes that the job is about, read once, so that what is hashed is what is decoded. */
async function readDeclared(
  job: ThumbnailJob,
  path: string,
  {
    limits,
    file,
    take,
  }: {
    readonly limits: ImageLimits;
    readonly file: string;
    readonly take: (size: number) => Buffer;
  },
): Promise<Buffer> {
  const bytes = await readPictureFile(path, limits, file, take);
  const found = sha256Of(bytes);
  if (found === job.sha256) return bytes;
  // A pointer or an empty file explains itself better than two hashes do.
  await readHeader(bytes, file);
  throw new ImageProblem(file, {
    code: "changed",
    reason: `does not match its declared sha256 (found ${found}, declared ${job.sha256})`,
    help: "Restore the file, or declare its new sha256, bytes, width and height.",
  });
}

async function shrink(
  bytes: Buffer,
  limits: ImageLimits,
  budget: PixelBudget,
  effort: number,
  file: string,
): Promise<Buffer> {
  const facts = await readHeader(bytes, file);
  checkSize(facts, limits, file);
  const picture = await startDecoding(bytes, limits.pixelsInFlight);
  return budget.run(estimateCost(facts, limits), () =>
    picture
      .resize({ width: BOX, height: BOX, fit: "inside", withoutEnlargement: true })
      .toColourspace("srgb")
      .webp({ quality: QUALITY, effort })
      .toBuffer()
      .catch(() => {
        throw new ImageProblem(file, DAMAGED);
      }),
  );
}
