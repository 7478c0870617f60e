import type { Browser } from "playwright-core";
import { formatFigure } from "../numbers.js";
import type { Outcome } from "../trials.js";
import { jumpToEnd, readSeen, scroll, waitForThumbnails, withPage } from "./browse.js";
import { cpuOf, cpuSince, peakOf } from "./process.js";
import type { SyncServer } from "./server.js";

/** What was seen of the wall of all images. */
export interface WallOutcome extends Outcome {
  /** Of the image that the jump led to: its place, from 1. */
  readonly reached: number;
  /** Tiles in the document at most. */
  readonly tiles: number;
  /** Tasks of more than 50 ms from the jump on. */
  readonly longTasks: number;
}

/** The variant of a table. */
export const JUMP = "jump to the end of all images";

const TURNS = 30;
const PIXELS = 900;

/** Jumps from the first of all images to the last, and scrolls back from there. Seconds are those of the jump. */
export function walkWall(browser: Browser, server: SyncServer): Promise<WallOutcome> {
  return withPage(browser, server, "/images", async (page) => {
    await waitForThumbnails(page);
    const before = (await readSeen(page)).longTasks.length;
    const cpuBefore = cpuOf(server.pid);
    const { seconds, place } = await jumpToEnd(page);
    await scroll(page, TURNS, -PIXELS);
    const { longTasks, mostTiles } = await readSeen(page);
    const long = longTasks.slice(before);
    const longest = long.length === 0 ? "" : `, the longest of ${formatFigure(Math.max(...long))} ms`;
    return {
      seconds,
      cpuSeconds: cpuSince(server.pid, cpuBefore),
      peakMegabytes: peakOf(server.pid),
      reached: place,
      tiles: mostTiles,
      longTasks: long.length,
      remark: `${mostTiles} tiles at most, ${long.length} tasks over 50 ms${longest}`,
    };
  });
}
