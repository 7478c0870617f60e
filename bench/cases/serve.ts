import type { Browser } from "playwright-core";
import type { Bench } from "../bench.js";
import type { Benchmark, Outcome } from "../benchmark.js";
import { openBrowser } from "../serve/browse.js";
import { measureAlbum } from "../serve/measure-album.js";
import { measureEstate } from "../serve/measure-estate.js";
import { measureGrid } from "../serve/measure-grid.js";
import { measureMillion } from "../serve/measure-million.js";

type Part = (bench: Bench, browser: Browser | string) => Promise<Outcome>;

const PARTS: readonly Part[] = [measureGrid, measureAlbum, measureEstate, measureMillion];

export const serve: Benchmark = {
  name: "serve",
  title: "The server and the web app",
  about: [
    "`sync serve` as a process of its own, its pages in Chromium without a window, 1920 × 1080 pixels, each time in a browser that knows nothing of it. Seconds of a page count from where the navigation begins, those of keys from the event to what is painted after it, all but the slowest fiftieth of them. A wall of images is there when every thumbnail in the window is; thumbnails are 40 pictures under many names.",
    "The album of 10,000 images is opened in a server that was just started. CPU seconds and memory are the server's, not the browser's; memory is its peak so far. CPU seconds of a key are those of the page's main thread, shared among all keys.",
    "Directus is installed from npm while the benchmark runs, as it is by default, and reads a copy of the same database through its own driver. Four requests are on their way at the same time, from this one process. Ours answers each image with its labels and albums; Directus with the columns of its table.",
  ],
  run: async (bench) => {
    const browser = await openBrowser();
    try {
      const outcomes: Outcome[] = [];
      for (const part of PARTS) outcomes.push(await part(bench, browser));
      return {
        rows: outcomes.flatMap(({ rows }) => rows),
        goals: outcomes.flatMap(({ goals }) => goals),
      };
    } finally {
      if (typeof browser !== "string") await browser.close();
    }
  },
};
