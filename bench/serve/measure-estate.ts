import { join } from "node:path";
import type { Browser } from "playwright-core";
import type { Bench } from "../bench.js";
import type { Outcome } from "../benchmark.js";
import { dirOf } from "../estates/estates.js";
import { linkThumbnails } from "../estates/link-thumbnails.js";
import { atMost, secondsOf } from "../goals.js";
import { formatCount } from "../numbers.js";
import type { Goal, Row } from "../results.js";
import { takeMedian } from "../statistics.js";
import type { Trial } from "../trials.js";
import { readLargestPaint, withPage } from "./browse.js";
import { compareWithDirectus } from "./compare-with-directus.js";
import { peakOf } from "./process.js";
import { previewPrompt, weighScripts } from "./requests.js";
import { type SyncServer, withSyncServer } from "./server.js";
import { JUMP, type WallOutcome, walkWall } from "./wall.js";

const PAGES = ["/templates", "/albums", "/albums/bench%2Falbum-00000", "/images"];
const PREVIEW = "preview of one manifest";
/** Not the first, which may be special. */
const MANIFEST = "manifests/bench/album-00003.yaml";

/** Pages, edits and requests of a large estate, all asked of one server. */
export async function measureEstate(bench: Bench, browser: Browser | string): Promise<Outcome> {
  const images = bench.scale(100_000);
  const dir = dirOf(bench.estates.applied(images, "without files"));
  await linkThumbnails(dir);
  return withSyncServer(bench, dir, async (server) => {
    const walks: WallOutcome[] = [];
    const rows = await bench.repeat(listTrials({ dir, images, browser, server, walks }), 0.1);
    const compared = await compareWithDirectus(bench, server, {
      images,
      database: join(dir, "data/albums.db"),
    });
    return {
      rows: [...rows, ...compared.rows],
      goals: [
        ...listGoals(rows, images),
        ...listWallGoals(walks, rows, images),
        await weighGoal(server),
        memoryGoal(server, images),
        ...compared.goals,
      ],
    };
  });
}

interface Estate {
  readonly dir: string;
  readonly images: number;
  readonly browser: Browser | string;
  readonly server: SyncServer;
  /** Takes what was seen of the wall. */
  readonly walks: WallOutcome[];
}

function listTrials({ dir, images, browser, server, walks }: Estate): readonly Trial[] {
  const inBrowser = (
    variant: string,
    work: (chromium: Browser) => ReturnType<Exclude<Trial["run"], string>>,
  ) => ({
    variant,
    ours: true,
    images,
    run: typeof browser === "string" ? browser : () => work(browser),
  });
  let prompts = 0;
  return [
    ...PAGES.map((path) => inBrowser(nameOfPage(path), (chromium) => paint(chromium, server, path))),
    inBrowser(JUMP, async (chromium) => {
      const walk = await walkWall(chromium, server);
      walks.push(walk);
      return walk;
    }),
    {
      variant: PREVIEW,
      ours: true,
      images,
      run: () => previewPrompt(server, dir, MANIFEST, `A prompt that is new, number ${prompts++}`),
    },
  ];
}

function nameOfPage(path: string): string {
  return `largest paint of ${decodeURIComponent(path)}`;
}

async function paint(browser: Browser, server: SyncServer, path: string) {
  const seconds = await withPage(browser, server, path, readLargestPaint);
  return { seconds, cpuSeconds: null, peakMegabytes: peakOf(server.pid) };
}

function listGoals(rows: readonly Row[], images: number): readonly Goal[] {
  const of = `of ${formatCount(images)} images`;
  return [
    ...PAGES.map(nameOfPage).map((page) => atMost(`${page}, ${of}`, 1, "s", secondsOf(rows, page))),
    atMost(`jump to the end ${of}`, 0.3, "s", secondsOf(rows, JUMP)),
    atMost(`${PREVIEW} of ${formatCount(images / 100)}`, 0.7, "s", secondsOf(rows, PREVIEW)),
  ];
}

function listWallGoals(walks: readonly WallOutcome[], rows: readonly Row[], images: number): readonly Goal[] {
  const reason = rows.find(({ variant }) => variant === JUMP)?.remark ?? "not measured";
  const take = (read: (walk: WallOutcome) => number, summarize: (figures: readonly number[]) => number) =>
    walks.length === 0 ? { value: null, reason } : { value: summarize(walks.map(read)) };
  const of = `of ${formatCount(images)} images`;
  return [
    atMost(
      `tasks over 50 ms in a jump to the end ${of}`,
      0,
      "",
      take(({ longTasks }) => longTasks, takeMedian),
    ),
    atMost(
      `tiles in the document ${of}`,
      300,
      "",
      take(
        ({ tiles }) => tiles,
        (all) => Math.max(...all),
      ),
    ),
  ];
}

async function weighGoal(server: SyncServer): Promise<Goal> {
  return atMost("scripts of the first page, packed", 60, "kB", {
    value: (await weighScripts(server)) / 1000,
  });
}

/** After everything that was asked of it. */
function memoryGoal({ pid }: SyncServer, images: number): Goal {
  const value = peakOf(pid);
  return atMost(
    `memory of the server, ${formatCount(images)} images`,
    150,
    "MB",
    value === null ? { value, reason: "this system does not tell" } : { value },
  );
}
