import type { Browser } from "playwright-core";
import type { Bench } from "../bench.js";
import type { Outcome } from "../benchmark.js";
import { dirOf } from "../estates/estates.js";
import { linkThumbnails } from "../estates/link-thumbnails.js";
import { atMost, secondsOf } from "../goals.js";
import { formatCount, formatFigure } from "../numbers.js";
import type { Outcome as TrialOutcome } from "../trials.js";
import { readSeen, waitForThumbnails, withPage } from "./browse.js";
import { cpuOf, cpuSince, peakOf } from "./process.js";
import { type SyncServer, withSyncServer } from "./server.js";

const VARIANT = "thumbnails of an album, cold";
const PAGE = "/albums/bench%2Falbum-00000";

/** How soon the thumbnails of a large album are there, in a server and a browser that were just started. */
export async function measureAlbum(bench: Bench, browser: Browser | string): Promise<Outcome> {
  const images = bench.scale(10_000);
  const dir = dirOf(bench.estates.oneAlbum(images));
  await linkThumbnails(dir);
  const open = (chromium: Browser) => withSyncServer(bench, dir, (server) => openAlbum(chromium, server));
  const run = typeof browser === "string" ? browser : () => open(browser);
  const rows = await bench.repeat([{ variant: VARIANT, ours: true, images, run }], 0.02);
  const text = `first thumbnails of an album of ${formatCount(images)} images, cold`;
  return { rows, goals: [atMost(text, 0.5, "s", secondsOf(rows, VARIANT))] };
}

async function openAlbum(browser: Browser, server: SyncServer): Promise<TrialOutcome> {
  const before = cpuOf(server.pid);
  return withPage(browser, server, PAGE, async (page) => {
    await waitForThumbnails(page);
    const { firstThumbnail, allThumbnails } = await readSeen(page);
    return {
      seconds: Number(allThumbnails) / 1000,
      cpuSeconds: cpuSince(server.pid, before),
      peakMegabytes: peakOf(server.pid),
      remark: `the first one after ${formatFigure(Number(firstThumbnail) / 1000)} s`,
    };
  });
}
