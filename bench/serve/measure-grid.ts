import type { Browser, Page } from "playwright-core";
import type { Bench } from "../bench.js";
import type { Outcome } from "../benchmark.js";
import { dirOf } from "../estates/estates.js";
import { WIDE_SET } from "../estates/sets.js";
import { atMost, secondsOf } from "../goals.js";
import { formatCount } from "../numbers.js";
import { measureThread, readSeen, slowestKey, withPage } from "./browse.js";
import { type SyncServer, withSyncServer } from "./server.js";

const COLUMNS = 8;
const CELL = "a key in a grid of items";
const FIELD = "a key in a prompt above that grid";
const WORD = "slate";
const CELLS = 20;
const TEXT = "in the manner of an old engraving, close up, at dusk ".repeat(2);
/** As somebody types who is fast. */
const PAUSE_MS = 40;

/** How long keys take in the editor of a large set. */
export async function measureGrid(bench: Bench, browser: Browser | string): Promise<Outcome> {
  const items = bench.scale(1000);
  const dir = dirOf(bench.estates.wideSet(items, COLUMNS));
  return withSyncServer(bench, dir, async (server) => {
    const trial = (variant: string, type: (page: Page) => Promise<number>) => ({
      variant,
      ours: true,
      images: items,
      run: typeof browser === "string" ? browser : () => measureKeys(browser, server, type),
    });
    const rows = await bench.repeat([trial(CELL, fillCells), trial(FIELD, fillField)], 0.06);
    const size = `${formatCount(items)} × ${COLUMNS} items`;
    return {
      rows,
      goals: [
        atMost(`${CELL}, ${size}`, 0.05, "s", secondsOf(rows, CELL)),
        atMost(`${FIELD}, ${size}`, 0.05, "s", secondsOf(rows, FIELD)),
      ],
    };
  });
}

/** CPU is that of the page's main thread for one key, of all of them together. `type`: says how many keys it typed. */
function measureKeys(browser: Browser, server: SyncServer, type: (page: Page) => Promise<number>) {
  return withPage(browser, server, `/templates/${WIDE_SET}`, async (page) => {
    await page.locator('[role="gridcell"]').first().waitFor();
    let keys = 0;
    const cpu = await measureThread(page, async () => {
      keys = await type(page);
    });
    return { seconds: slowestKey(await readSeen(page), keys), cpuSeconds: cpu / keys, peakMegabytes: null };
  });
}

/** Overwrites one cell below the other. */
async function fillCells(page: Page): Promise<number> {
  await page.locator('[role="gridcell"][aria-colindex="3"]').first().click();
  for (let cell = 0; cell < CELLS; cell++) {
    await page.keyboard.type(WORD, { delay: PAUSE_MS });
    await page.keyboard.press("Enter");
    await page.waitForTimeout(PAUSE_MS);
  }
  return CELLS * (WORD.length + 1);
}

async function fillField(page: Page): Promise<number> {
  await page.getByLabel("Style suffix").click();
  await page.keyboard.type(TEXT, { delay: PAUSE_MS });
  await page.waitForTimeout(PAUSE_MS);
  return TEXT.length;
}
