import { type Browser, chromium, type Page } from "playwright-core";
import { findChromium } from "../peer-programs.js";
import type { SyncServer } from "./server.js";
import { type Seen, WATCH_PAGE } from "./watch-page.js";

const WINDOW = { width: 1920, height: 1080 };

/** Chromium without a window, or why there is none. */
export async function openBrowser(): Promise<Browser | string> {
  const program = findChromium();
  if (program === undefined) return "no Chromium here";
  // Chromium's own sandbox needs rights that containers do not give.
  return chromium.launch({ executablePath: program, args: ["--no-sandbox"] });
}

/** Opens a page of the web app in a browser that has nothing of it yet, does the work, and closes it. */
export async function withPage<T>(
  browser: Browser,
  { url, cookie }: SyncServer,
  path: string,
  work: (page: Page) => Promise<T>,
): Promise<T> {
  const context = await browser.newContext({ viewport: WINDOW });
  try {
    await context.addCookies([{ ...cookie, url }]);
    await context.addInitScript({ content: WATCH_PAGE });
    const page = await context.newPage();
    await page.goto(url + path, { waitUntil: "commit" });
    return await work(page);
  } finally {
    await context.close();
  }
}

/** What the page was seen to do so far. */
export function readSeen(page: Page): Promise<Seen> {
  return page.evaluate<Seen>("seen");
}

/** Waits until every thumbnail in the window is there. Throws after a minute. */
export async function waitForThumbnails(page: Page): Promise<void> {
  // Playwright's own waiting evaluates texts inside the page, which its content policy forbids.
  const isThere = await page.evaluate<boolean>(`new Promise((resolve) => {
    const look = () => {
      if (seen.allThumbnails !== null || performance.now() > 60_000) resolve(seen.allThumbnails !== null);
      else setTimeout(look, 50);
    };
    look();
  })`);
  if (!isThere) throw new Error(`${page.url()} has no thumbnails after a minute.`);
}

/** Seconds that a page's main thread worked for while something was done with it. */
export async function measureThread(page: Page, work: () => Promise<void>): Promise<number> {
  const session = await page.context().newCDPSession(page);
  await session.send("Performance.setTimeDomain", { timeDomain: "threadTicks" });
  await session.send("Performance.enable");
  const read = async () => {
    const { metrics } = await session.send("Performance.getMetrics");
    return metrics.find(({ name }) => name === "TaskDuration")?.value ?? 0;
  };
  const before = await read();
  await work();
  return (await read()) - before;
}

/** When the largest thing of a page was painted, in seconds; nothing may still be loading. */
export async function readLargestPaint(page: Page): Promise<number> {
  await page.locator("main h1").first().waitFor();
  await page.locator(".skeleton").first().waitFor({ state: "detached" });
  await page.waitForLoadState("load");
  await page.waitForTimeout(SETTLE_MS);
  return (await readSeen(page)).largestPaint / 1000;
}

/** Longer than any picture or list that is still to come takes. */
const SETTLE_MS = 1500;

/** Where a jump to the end led. */
interface Jump {
  /** Null where half a minute was not enough. */
  readonly seconds: number | null;
  /** Of the last tile, from 1. */
  readonly place: number;
}

/** Presses End in a wall of images: seconds until the last tile and all others in sight have their pictures. */
export async function jumpToEnd(page: Page): Promise<Jump & { readonly seconds: number }> {
  await page.locator(".tile").first().focus();
  await page.evaluate(FOLLOW_JUMP);
  await page.keyboard.press("End");
  const jump = await page.evaluate<Jump>("jump");
  if (jump.seconds === null) throw new Error(`A jump to the end got no further than image ${jump.place}.`);
  return { ...jump, seconds: jump.seconds };
}

/** Listens for the key before it is pressed; `jump` is then a promise. */
const FOLLOW_JUMP = `void (globalThis.jump = new Promise((resolve) => {
  addEventListener("keydown", ({ timeStamp }) => {
    const look = () => {
      const last = document.querySelector(".tile:last-child");
      const [place, size, took] = [last?.ariaPosInSet, last?.ariaSetSize, performance.now() - timeStamp];
      const isThere = place !== undefined && place === size && inSight();
      if (isThere || took > 30_000) resolve({ seconds: isThere ? took / 1000 : null, place: Number(place) });
      else requestAnimationFrame(look);
    };
    requestAnimationFrame(look);
  }, { capture: true, once: true });
}))`;

/** Turns the wheel so many times. */
export async function scroll(page: Page, times: number, pixels: number): Promise<void> {
  await page.mouse.move(WINDOW.width / 2, WINDOW.height / 2);
  for (let turn = 0; turn < times; turn++) {
    await page.mouse.wheel(0, pixels);
    await page.waitForTimeout(30);
  }
}

/** The seconds that a key took, all but the slowest fiftieth of so many; less than 16 ms count as 16. */
export function slowestKey({ keys }: Seen, count: number): number {
  const sorted = [...keys].sort((a, b) => b - a);
  return Math.max(16, sorted[Math.floor(count / 50)] ?? 0) / 1000;
}
