import { realpathSync } from "node:fs";
import { availableParallelism } from "node:os";
import { relative, sep } from "node:path";
import { PictureProblem } from "../apply/ports.js";
import type { ThumbnailPorts } from "../apply/thumbnail-ports.js";
import type { ThumbnailOptions } from "../apply/thumbnails.js";
import type { DatabaseHandle } from "../db/connect.js";
import { type Address, nameOf } from "../model/address.js";
import type { Settings } from "../model/estate.js";
import { formatTime } from "../model/time.js";
import type { Context } from "./command.js";

/** What making thumbnails of this project needs, but for its progress. */
export async function createThumbnailPorts(
  settings: Settings,
  handle: DatabaseHandle,
  { now, takeSignals }: Context,
): Promise<Omit<ThumbnailPorts, "onProgress">> {
  const [{ createThumbnailQueue }, { createThumbnailMaker }, { resolveAsset }] = await Promise.all([
    import("../db/thumbnail-queue.js"),
    import("../images/thumbnails.js"),
    import("../manifest/assets.js"),
  ]);
  const showPath = (path: string) => relative(settings.projectDir, path).split(sep).join("/");
  return {
    queue: createThumbnailQueue(handle, settings.estate),
    maker: createThumbnailMaker({
      mediaDir: settings.mediaDir,
      effort: settings.thumbnailEffort,
      pixelsInFlight: settings.pixelsInFlight,
      showPath,
    }),
    resolveAsset: (address) => guardPath(settings, address, resolveAsset(settings, nameOf(address))),
    clock: () => formatTime(now()),
    signal: takeSignals(),
  };
}

/** The path of an image; throws a PictureProblem for one that leads out of the asset roots, be it through a link. */
function guardPath({ assetRoots }: Settings, address: Address, path: string): string {
  const place = findRealPath(path);
  // The maker says more of a file that is not there.
  if (place === undefined) return path;
  const isInside = assetRoots.some(({ dir }) => place.startsWith(`${findRealPath(dir) ?? dir}${sep}`));
  if (isInside) return path;
  throw new PictureProblem(`${nameOf(address)} leads out of the asset root`);
}

function findRealPath(path: string): string | undefined {
  try {
    return realpathSync(path);
  } catch {
    return undefined;
  }
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
  const { chooseWorkers } = await import("../apply/thumbnails.js");
  const threads = Number(environment.UV_THREADPOOL_SIZE ?? "4");
  return flags.count("workers") ?? chooseWorkers(availableParallelism(), threads > 0 ? threads : 4);
}
