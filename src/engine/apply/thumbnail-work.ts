import { existsSync } from "node:fs";
import { relative, sep } from "node:path";
import type { ThumbnailPorts } from "../../apply/thumbnail-ports.js";
import type { DatabaseHandle } from "../../db/connection/connect.js";
import { nameOf } from "../../model/address.js";
import { formatTime } from "../../model/time.js";
import type { Project } from "../project/project.js";

/** What making thumbnails of this project needs, but for its progress. */
export async function createThumbnailPorts(
  { settings, ports }: Project,
  handle: DatabaseHandle,
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
    clock: () => formatTime(ports.now()),
    signal: ports.takeSignal(),
  };
}
