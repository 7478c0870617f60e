import assert from "node:assert/strict";
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { after, before, describe, it } from "node:test";
import { gzipSync } from "node:zlib";
import type { Browser } from "playwright-core";
import { findingsOf } from "../support/axe.js";
import {
  makeSampleEstate,
  openBrowser,
  serveWatched,
  visit,
  type Watched,
  WITHOUT_BROWSER,
} from "../support/browser.js";
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

describe("pages of the web app", { skip: WITHOUT_BROWSER }, () => {
  const ends: (() => void)[] = [];
  const context = { after: (end: () => void) => ends.push(end) } as unknown as Parameters<
    typeof openBrowser
  >[0];
  let browser: Browser;
  let dir: string;
  let app: Watched;
  before(async () => {
    browser = await openBrowser(context);
    dir = makeSampleEstate(context);
    app = await serveWatched(context, browser, dir);
  });
  after(async () => {
    for (const end of ends.reverse()) await end();
  });

  for (const [name, options] of [
    ["light", { viewport: { width: 1280, height: 860 }, colorScheme: "light" }],
    ["dark, on a phone", { viewport: { width: 390, height: 844 }, colorScheme: "dark" }],
  ] as const) {
    it(`have no serious finding of axe: ${name}`, async () => {
      const page = await app.open("/templates", options);
      const found: string[] = [];
      for (const path of PAGES) {
        await visit(page, path);
        found.push(...(await findingsOf(page)).map((finding) => `${path}: ${finding}`));
      }
      assert.deepEqual(found, []);
      await page.context().close();
    });
  }

  it("are as wide as the window at 320 pixels, which is a zoom of 400 %", async () => {
    const page = await app.open("/templates", { viewport: { width: 320, height: 256 } });
    const wide: string[] = [];
    for (const path of PAGES) {
      await visit(page, path);
      const beyond = await page.evaluate<number>("document.documentElement.scrollWidth - innerWidth");
      if (beyond > 0) wide.push(`${path}: ${beyond} pixels too wide`);
    }
    assert.deepEqual(wide, []);
    await page.context().close();
  });

  it("write nothing, ask no other server, and break no rule of the content policy", async () => {
    const was = hashTree(dir);
    const page = await app.open("/templates");
    for (const path of PAGES) await visit(page, path);
    await page.context().close();
    assert.deepEqual(hashTree(dir), was);
    assert.deepEqual(app.wrongs, []);
    assert.deepEqual(app.server.bugs, []);
  });

  it("load at most 60 kB of scripts at first", async () => {
    const page = await app.open("/templates");
    const sizes = await page.evaluate<string[]>(
      'performance.getEntriesByType("resource").map(({ name }) => name.split("/").at(-1)).filter((name) => name.endsWith(".js"))',
    );
    const bytes = sizes.reduce(
      (sum, name) => sum + gzipSync(readFileSync(join(import.meta.dirname, "../../ui", name))).length,
      0,
    );
    assert.ok(sizes.length > 0);
    assert.ok(bytes <= 60_000, `${bytes} bytes in ${sizes.join(", ")}`);
    await page.context().close();
  });

  it("show no control that writes where the server only reads", async (t) => {
    const readOnly = await serveWatched(t, browser, dir, { isWritable: false });
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
    const page = await app.open("/templates");
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
    await page.context().close();
  });

  it("show a change of a file soon, without being asked", async () => {
    const page = await app.open("/templates/zodiac");
    const file = join(dir, "manifests/sets/zodiac.yaml");
    const text = readFileSync(file, "utf8");
    writeFileSync(file, text.replace("fine line work", "coarse line work"));
    const field = page.getByLabel("Style suffix");
    // Some 0.4 s where nothing else runs.
    const end = Date.now() + 5000;
    while (Date.now() < end && !(await field.inputValue()).includes("coarse")) await page.waitForTimeout(20);
    assert.match(await field.inputValue(), /coarse line work/);
    writeFileSync(file, text);
    await page.context().close();
  });
});
