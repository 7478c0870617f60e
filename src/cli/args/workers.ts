import { availableParallelism } from "node:os";
import type { Context } from "./command.js";

/** How many pictures are worked on at the same time: what the option says, else what the machine bears. */
export async function readWorkers(
  { flags, environment }: Context,
  option: "workers" | "concurrency" = "workers",
): Promise<number> {
  const { chooseWorkers } = await import("../../apply/thumbnails.js");
  const threads = Number(environment.UV_THREADPOOL_SIZE ?? "4");
  return flags.count(option) ?? chooseWorkers(availableParallelism(), threads > 0 ? threads : 4);
}
