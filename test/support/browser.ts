import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { cpSync, existsSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { after, before, it, type TestContext } from "node:test";
import { promisify } from "node:util";
import {
  type Browser,
  type BrowserContext,
  type BrowserContextOptions,
  chromium,
  type Page,
} from "playwright-core";
import { PROJECT_DIR } from "./paths.js";
import { serveProject, type TestServer } from "./running-server.js";
import { makeTempDir } from "./temp-dir.js";

const CANDIDATES = [process.env.CHROMIUM ?? "", "/usr/bin/chromium", "/usr/bin/google-chrome"];
const CHROMIUM = CANDIDATES.find((path) => path !== "" && existsSync(path));

/** Why tests in a browser are skipped; false where there is one, and in the gate, where they fail without one. */
export const WITHOUT_BROWSER =
  CHROMIUM === undefined && process.env.NEED_BROWSER === undefined
    ? "no Chromium here; set CHROMIUM to its path"
    : false;

/** Chromium without a window, closed after the test. */
export async function openBrowser(t: Pick<TestContext, "after">): Promise<Browser> {
  // Chromium's own sandbox needs rights that containers do not give.
  const browser = await chromium.launch({ executablePath: CHROMIUM ?? "chromium", args: ["--no-sandbox"] });
  t.after(() => browser.close());
  return browser;
}

/** A copy of the shipped estate in a folder of its own, applied to a database. */
async function makeSampleEstate(t: Pick<TestContext, "after">): Promise<string> {
  const dir = makeTempDir(t);
  for (const name of ["manifests", "data/sets", "data/legacy", "schemas", "sync.config.yaml"])
    cpSync(join(PROJECT_DIR, name), join(dir, name), { recursive: true });
  await promisify(execFile)(process.execPath, [join(PROJECT_DIR, "bin/sync.js"), "apply", "--yes"], {
    cwd: dir,
  });
  return dir;
}

/** The shipped estate, served to one browser. */
interface ServedEstate {
  readonly browser: Browser;
  readonly dir: string;
  readonly app: Watched;
  read(file: string): string;
  write(file: string, text: string): void;
}

/** An estate that all tests of a suite share: to be called in its `describe`; it is there once its tests run. */
export function shareEstate(): ServedEstate {
  const ends: (() => unknown)[] = [];
  const suite = { after: (end: () => unknown) => ends.push(end) } as unknown as Pick<TestContext, "after">;
  const shared: { browser?: Browser; dir?: string; app?: Watched } = {};
  before(async () => {
    const [browser, dir] = await Promise.all([openBrowser(suite), makeSampleEstate(suite)]);
    Object.assign(shared, { browser, dir, app: await serveWatched(suite, browser, dir) });
  });
  after(async () => {
    for (const end of ends.reverse()) await end();
  });
  const pathOf = (file: string) => join(shared.dir as string, file);
  return {
    get browser() {
      return shared.browser as Browser;
    },
    get dir() {
      return shared.dir as string;
    },
    get app() {
      return shared.app as Watched;
    },
    read: (file) => readFileSync(pathOf(file), "utf8"),
    write: (file, text) => writeFileSync(pathOf(file), text),
  };
}

/** The last test of a suite: what its pages did wrong while they were used. */
export function itDidNoWrong(estate: ServedEstate): void {
  it("did all that without an error, another server or a breach of the content policy", () => {
    assert.deepEqual(estate.app.wrongs, []);
    assert.deepEqual(estate.app.server.bugs, []);
  });
}

const TOKEN = "a-token-for-the-tests";

/** Opens another page of the app, by path or address, and waits until it has what it shows. */
export async function visit(page: Page, path: string): Promise<void> {
  await page.goto(path.startsWith("/") ? new URL(path, page.url()).href : path);
  await waitForPage(page);
}

/** Waits until a page of the app has what it shows. */
export async function waitForPage(page: Page): Promise<void> {
  await page.locator("main h1").first().waitFor();
  await page.locator(".skeleton").first().waitFor({ state: "detached" });
}

/** A server for an estate and what its pages did that they must not do. */
export interface Watched {
  readonly server: TestServer;
  /** Violations of the content policy, errors of scripts, requests to other servers. */
  readonly wrongs: readonly string[];
  /** Paths that were requested. */
  readonly requests: readonly string[];
  /** The link that signs a browser in. */
  readonly link: string;
  /** A page of the app, signed in, in a tab of its own; with options also in a window of its own. */
  open(path: string, options?: BrowserContextOptions): Promise<Page>;
}

export async function serveWatched(
  t: Pick<TestContext, "after">,
  browser: Browser,
  dir: string,
  options: { readonly isWritable?: boolean; readonly database?: string } = {},
): Promise<Watched> {
  const server = await serveProject(dir, { ...options, token: TOKEN });
  t.after(() => server.close());
  const origin = `http://127.0.0.1:${server.port}`;
  const wrongs: string[] = [];
  const requests: string[] = [];
  const watch = (page: Page) => {
    page.on("pageerror", (error) => wrongs.push(`error: ${error.message}`));
    page.on("console", (message) => {
      // A refused request is told by the page itself.
      if (message.type() === "error" && !/the server responded with a status/.test(message.text()))
        wrongs.push(`console: ${message.text()}`);
    });
    page.on("request", (request) => {
      const url = new URL(request.url());
      requests.push(url.pathname);
      if (url.origin !== origin && url.protocol !== "blob:") wrongs.push(`foreign: ${request.url()}`);
    });
  };
  const link = `${origin}/?token=${TOKEN}`;
  const openWindow = async (contextOptions: BrowserContextOptions = {}) => {
    const context = await browser.newContext({ reducedMotion: "reduce", ...contextOptions });
    // The cookie, without a page that is not looked at.
    assert.ok((await context.request.get(link)).ok());
    return context;
  };
  let shared: Promise<BrowserContext> | undefined;
  return {
    server,
    wrongs,
    requests,
    link,
    async open(path, contextOptions) {
      shared ??= openWindow();
      const context = await (contextOptions === undefined ? shared : openWindow(contextOptions));
      const page = await context.newPage();
      watch(page);
      await visit(page, `${origin}${path}`);
      return page;
    },
  };
}
