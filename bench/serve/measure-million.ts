import type { Browser } from "playwright-core";
import type { Bench } from "../bench.js";
import type { Outcome } from "../benchmark.js";
import { dirOf } from "../estates/estates.js";
import { linkThumbnails } from "../estates/link-thumbnails.js";
import { atLeast } from "../goals.js";
import { formatCount } from "../numbers.js";
import { withSyncServer } from "./server.js";
import { JUMP, walkWall } from "./wall.js";

/** Thumbnails are looked at at both ends only. */
const THUMBNAILS = 2000;

/** Whether the last of very many images is reached. */
export async function measureMillion(bench: Bench, browser: Browser | string): Promise<Outcome> {
  const images = bench.scale(1_000_000);
  const dir = dirOf(bench.estates.applied(images, "without files"));
  await linkThumbnails(dir, THUMBNAILS);
  const reached: number[] = [];
  const walk = async (chromium: Browser) => {
    const outcome = await withSyncServer(bench, dir, (server) => walkWall(chromium, server));
    reached.push(outcome.reached);
    return outcome;
  };
  const run = typeof browser === "string" ? browser : () => walk(browser);
  const rows = await bench.repeat([{ variant: JUMP, ours: true, images, run }], 0.04);
  const value =
    reached.length > 0
      ? { value: Math.min(...reached) }
      : { value: null, reason: rows[0]?.remark ?? "not measured" };
  return { rows, goals: [atLeast(`images of ${formatCount(images)} that are reached`, images, "", value)] };
}
