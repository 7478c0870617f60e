import { availableParallelism } from "node:os";
import type { Context } from "./command.js";

/** How many pictures are worked on at the same time: `--workers`, else what the machine bears. */
export async function readWorkers({ flags, environment }: Context): Promise<number> {
  const { chooseWorkers } = await import("../../apply/thumbnails.js");
  const threads = Number(environment.UV_THREADPOOL_SIZE ?? "4");
  return flags.count("workers") ?? chooseWorkers(availableParallelism(), threads > 0 ? threads : 4);
}
