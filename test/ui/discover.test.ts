import assert from "node:assert/strict";
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, it } from "node:test";
import { findingsOf } from "../support/axe.js";
import { makeSampleEstate, openBrowser, serveWatched, visit, WITHOUT_BROWSER } from "../support/browser.js";
import { loadUi } from "../support/ui-module.js";

const { toShellWord } = await loadUi<{ toShellWord(path: string): string }>(
  "../../src/ui/design/shell-word.ts",
);

describe("words of a command", () => {
  it("are quoted where a shell would read something else", () => {
    assert.deepEqual(["old/outputs", "image packs", "it's", "$(rm x)", "-x", "ä"].map(toShellWord), [
      "old/outputs",
      "'image packs'",
      "'it'\\''s'",
      "'$(rm x)'",
      "./-x",
      "'ä'",
    ]);
  });
});

describe("folders that were not collected, in the web app", { skip: WITHOUT_BROWSER }, () => {
  it("are listed with their albums and the command that collects them, to copy", async (t) => {
    const browser = await openBrowser(t);
    const dir = makeSampleEstate(t);
    const put = (folder: string, name: string) => {
      mkdirSync(join(dir, folder), { recursive: true });
      writeFileSync(join(dir, folder, name), "");
    };
    put("old prints/zodiac_20251013_213519", "20251013_213520_Aries.png");
    put("old prints/zodiac_20251013_213519", "20251013_213525_Taurus.png");
    put("old prints/oddments", "a.png");
    const app = await serveWatched(t, browser, dir);
    const page = await app.open("/discover", { permissions: ["clipboard-read", "clipboard-write"] });
    await page.getByRole("heading", { name: "Folders not collected yet" }).waitFor();
    const shown = await page.locator(".uncollected li").allInnerTexts();
    assert.match(
      shown.join("\n"),
      /oddments · 1 picture No rule matches it: add one [\s\S]*pattern: "oddments"/,
    );
    assert.match(
      shown.join("\n"),
      /zodiac_20251013_213519 · 2 pictures → album zodiac\/zodiac-20251013-213519, set template zodiac/,
    );
    const command = page.locator(".command", { hasText: "sync collect" });
    await command.getByRole("button", { name: "Copy" }).click();
    await page.getByText("Copied").waitFor();
    assert.equal(await page.evaluate("navigator.clipboard.readText()"), "sync collect 'old prints'");
    assert.deepEqual(await findingsOf(page), []);
    await page.setViewportSize({ width: 320, height: 256 });
    assert.ok((await page.evaluate<number>("document.documentElement.scrollWidth - innerWidth")) <= 0);
    await visit(page, "/discover");
    assert.deepEqual(app.wrongs, []);
    assert.deepEqual(app.server.bugs, []);
    await page.context().close();
  });
});
