import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { before, describe, it } from "node:test";
import { gzipSync } from "node:zlib";
import type { Page } from "playwright-core";
import { findingsOf } from "../support/axe.js";
import { serveWatched, shareEstate, visit, WITHOUT_BROWSER, waitForPage } from "../support/browser.js";
import { hashTree } from "../support/tree-hash.js";

const PAGES = [
  "/templates",
  "/templates/new",
  "/templates/card-deck",
  "/templates/card-deck?tab=yaml",
  "/templates/card-deck?tab=images",
  "/templates/no-such-one",
  "/albums",
  "/albums/decks%2Ftarot-deck-20251014-224018",
  "/images",
  "/images?id=50",
  "/images?text=nothing-like-it",
  "/discover",
  "/plan",
  "/runs",
  "/runs/1",
];

/** Resolves in the page once what just changed is drawn. */
const DRAWN = "new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)))";

describe("pages of the web app", { skip: WITHOUT_BROWSER }, () => {
  const estate = shareEstate();
  let was: unknown;
  before(async () => {
    // Opening a database for reading makes the empty -wal beside it.
    await estate.app.server.get("/api/v1/templates");
    was = hashTree(estate.dir);
  });

  it("are opened by the link that the server prints", async () => {
    const page = await (await estate.browser.newContext()).newPage();
    await page.goto(estate.app.link);
    await page.getByRole("link", { name: "New template" }).waitFor();
    assert.equal(new URL(page.url()).search, "");
    await page.context().close();
  });

  for (const [name, show, options] of [
    ["light", visit, { viewport: { width: 1280, height: 860 }, colorScheme: "light" }],
    ["dark, on a phone", turnTo, { viewport: { width: 390, height: 844 }, colorScheme: "dark" }],
  ] as const) {
    it(`have no serious finding of axe, and are as wide as the window at a zoom of 400 %: ${name}`, async () => {
      const page = await estate.app.open("/templates", options);
      const found: string[] = [];
      for (const path of PAGES) {
        await show(page, path);
        found.push(...(await findingsOf(page)).map((finding) => `${path}: ${finding}`));
        const beyond = await measureBeyond(page, { width: 320, height: 256 });
        if (beyond > 0) found.push(`${path}: ${beyond} pixels too wide`);
        await page.setViewportSize(options.viewport);
      }
      assert.deepEqual(found, []);
      await page.context().close();
    });
  }

  it("write nothing, ask no other server, and break no rule of the content policy", async () => {
    // Those that the tests before this one opened.
    for (const path of PAGES) assert.ok(estate.app.requests.includes(path.split("?")[0] as string), path);
    assert.deepEqual(hashTree(estate.dir), was);
    assert.deepEqual(estate.app.wrongs, []);
    assert.deepEqual(estate.app.server.bugs, []);
  });

  it("load at most 60 kB of scripts at first", async () => {
    const page = await estate.app.open("/templates");
    const sizes = await page.evaluate<string[]>(
      'performance.getEntriesByType("resource").map(({ name }) => name.split("/").at(-1)).filter((name) => name.endsWith(".js"))',
    );
    const bytes = sizes.reduce(
      (sum, name) => sum + gzipSync(readFileSync(join(import.meta.dirname, "../../ui", name))).length,
      0,
    );
    assert.ok(sizes.length > 0);
    assert.ok(bytes <= 60_000, `${bytes} bytes in ${sizes.join(", ")}`);
    await page.close();
  });

  it("show no control that writes where the server only reads", async (t) => {
    const readOnly = await serveWatched(t, estate.browser, estate.dir, { isWritable: false });
    const page = await readOnly.open("/templates");
    assert.equal(await page.getByText("New template").count(), 0);
    await visit(page, "/templates/card-deck");
    assert.equal(await page.getByRole("button", { name: /Review|Add row|Delete row|Add LoRA/ }).count(), 0);
    assert.equal(await page.getByLabel("Style suffix").getAttribute("readonly"), "");
    await page.locator('[role="gridcell"]').first().click();
    await page.keyboard.press("F2");
    assert.equal(await page.locator(".cell-editor").count(), 0);
    assert.deepEqual(readOnly.wrongs, []);
  });

  it("take keys: j and k between rows, Enter to open, / to search, filters in the address", async () => {
    const page = await estate.app.open("/templates");
    await page.keyboard.press("j");
    await page.keyboard.press("j");
    await page.keyboard.press("k");
    await page.keyboard.press("Enter");
    await page.waitForURL("**/templates/card-deck");
    await page.goBack();
    await page.getByText("3 recipes").waitFor();
    await page.keyboard.press("/");
    await page.keyboard.type("zodiac");
    await page.waitForURL(/\/templates\?text=zodiac$/);
    await page.getByText("1 recipe").waitFor();
    await page.reload();
    await page.getByText("1 recipe").waitFor();
    await page.close();
  });

  it("say that there are more rows than those they show", async () => {
    const page = await estate.app.open("/plan");
    // As if the server gave two at most.
    await page.route(/limit=500/, (route) => {
      const url = route.request().url();
      return route.continue({ url: url.replace("limit=500", "limit=2") });
    });
    await visit(page, "/templates");
    const more = page.getByText(/^These are the first/);
    assert.match(await more.innerText(), /^These are the first 2 of 3 recipes\. Search or filter/);
    await visit(page, "/albums?text=tarot");
    await page.getByText("1 album", { exact: true }).waitFor();
    assert.equal(await more.count(), 0);
    await page.close();
  });

  it("show a change of a file soon, without being asked", async () => {
    const page = await estate.app.open("/templates/zodiac");
    const file = "manifests/sets/zodiac.yaml";
    const text = estate.read(file);
    estate.write(file, text.replace("fine line work", "coarse line work"));
    // Some 0.4 s where nothing else runs.
    await page.locator(".marked-text", { hasText: "coarse line work" }).waitFor({ timeout: 5000 });
    estate.write(file, text);
    await page.close();
  });
});

/** Shows another page of the app as its links do, without loading the app again. */
async function turnTo(page: Page, path: string): Promise<void> {
  await page.evaluate(
    `history.pushState(null, "", ${JSON.stringify(path)}); dispatchEvent(new PopStateEvent("popstate")); ${DRAWN}`,
  );
  await waitForPage(page);
}

/** Pixels by which a page is wider than a window of this size. */
async function measureBeyond(page: Page, size: { width: number; height: number }): Promise<number> {
  await page.setViewportSize(size);
  // The image grid is laid out in the next frame.
  return page.evaluate<number>(`${DRAWN}.then(() => document.documentElement.scrollWidth - innerWidth)`);
}
