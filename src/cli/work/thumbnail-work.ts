import { existsSync } from "node:fs";
import { availableParallelism } from "node:os";
import { relative, sep } from "node:path";
import type { ThumbnailPorts } from "../../apply/thumbnail-ports.js";
import type { ThumbnailOptions } from "../../apply/thumbnails.js";
import type { DatabaseHandle } from "../../db/connection/connect.js";
import { nameOf } from "../../model/address.js";
import type { Settings } from "../../model/estate.js";
import { formatTime } from "../../model/time.js";
import type { Context } from "../args/command.js";

/** What making thumbnails of this project needs, but for its progress. */
export async function createThumbnailPorts(
  settings: Settings,
  handle: DatabaseHandle,
  { now, takeSignals }: Context,
): Promise<Omit<ThumbnailPorts, "onProgress">> {
  const [
    { createThumbnailQueue },
    { createThumbnailMaker },
    { createAssetGuard, resolveAsset },
    { ImageProblem, OUTSIDE_ROOT },
  ] = await Promise.all([
    import("../../db/queue/thumbnail-queue.js"),
    import("../../images/thumbnails.js"),
    import("../../manifest/check/assets.js"),
    import("../../images/problem.js"),
  ]);
  const isInside = createAssetGuard(settings);
  const showPath = (path: string) => relative(settings.projectDir, path).split(sep).join("/");
  return {
    queue: createThumbnailQueue(handle, settings.estate),
    maker: createThumbnailMaker({
      mediaDir: settings.mediaDir,
      effort: settings.thumbnailEffort,
      pixelsInFlight: settings.pixelsInFlight,
      showPath,
    }),
    resolveAsset(address) {
      const file = nameOf(address);
      const path = resolveAsset(settings, file);
      if (existsSync(path) && !isInside(file)) throw new ImageProblem(file, OUTSIDE_ROOT);
      return path;
    },
    clock: () => formatTime(now()),
    signal: takeSignals(),
  };
}

/** How many workers, and whether failures are tried again, as the flags say; a plan may ask for the latter too. */
export async function readThumbnailOptions(
  context: Context,
  retryPlanned = false,
): Promise<ThumbnailOptions> {
  return {
    workers: await chooseWorkersFor(context),
    retryFailed: retryPlanned || context.flags.isOn("retry"),
  };
}

/** How many pictures are worked on at the same time: `--workers`, else what the machine bears. */
export async function chooseWorkersFor({ flags, environment }: Context): Promise<number> {
  const { chooseWorkers } = await import("../../apply/thumbnails.js");
  const threads = Number(environment.UV_THREADPOOL_SIZE ?? "4");
  return flags.count("workers") ?? chooseWorkers(availableParallelism(), threads > 0 ? threads : 4);
}
