import { execFileSync } from "node:child_process";
import { cpSync, existsSync } from "node:fs";
import { join } from "node:path";
import type { TestContext } from "node:test";
import { type Browser, type BrowserContextOptions, chromium, type Page } from "playwright-core";
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
export function makeSampleEstate(t: Pick<TestContext, "after">): string {
  const dir = makeTempDir(t);
  for (const name of ["manifests", "data/sets", "data/legacy", "schemas", "sync.config.yaml"])
    cpSync(join(PROJECT_DIR, name), join(dir, name), { recursive: true });
  execFileSync(process.execPath, [join(PROJECT_DIR, "bin/sync.js"), "apply", "--yes"], {
    cwd: dir,
    stdio: "ignore",
  });
  return dir;
}

const TOKEN = "a-token-for-the-tests";

/** Opens another page of the app and waits until it has what it shows. */
export async function visit(page: Page, path: string): Promise<void> {
  await page.goto(new URL(path, page.url()).href);
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
  /** A page of the app, signed in, in a window of its own. */
  open(path: string, options?: BrowserContextOptions): Promise<Page>;
}

export async function serveWatched(
  t: Pick<TestContext, "after">,
  browser: Browser,
  dir: string,
  options: { readonly isWritable?: boolean } = {},
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
  return {
    server,
    wrongs,
    requests,
    async open(path, contextOptions = {}) {
      const context = await browser.newContext({ reducedMotion: "reduce", ...contextOptions });
      const page = await context.newPage();
      watch(page);
      await page.goto(`${origin}/?token=${TOKEN}`);
      await visit(page, path);
      return page;
    },
  };
}
