import assert from "node:assert/strict";
import { join } from "node:path";
import { describe, it } from "node:test";
import Database from "better-sqlite3";
import type { Page } from "playwright-core";
import { findingsOf } from "../support/axe.js";
import { itDidNoWrong, shareEstate, WITHOUT_BROWSER } from "../support/browser.js";

describe("images in the web app", { skip: WITHOUT_BROWSER }, () => {
  const estate = shareEstate();

  it("never asks for the original of a picture that nobody revealed", async () => {
    const database = new Database(join(estate.dir, "data/albums.db"));
    database.prepare("UPDATE images SET is_nsfw = 1 WHERE id = 50").run();
    database.close();
    const page = await estate.app.open("/images?id=50");
    await page.getByRole("button", { name: /Reveal/ }).waitFor();
    const file = "/api/v1/images/50/file";
    assert.equal(estate.app.requests.includes(file), false);
    await Promise.all([
      page.waitForResponse((response) => response.url().includes(file)),
      page.keyboard.press("r"),
    ]);
    await page.close();
  });

  it("tags what is selected in one review", async () => {
    const page = await estate.app.open("/albums/decks%2Ftarot-deck-20251014-224018");
    await page.locator('[role="option"][tabindex="0"]').focus();
    await page.keyboard.press("x");
    await page.keyboard.press("Shift+ArrowRight");
    await page.getByText("2 selected").waitFor();
    assert.deepEqual(await findingsOf(page), []);
    await page.keyboard.press("t");
    await page.locator('[aria-label="Tag"]:focus').waitFor();
    await page.keyboard.type("favourite");
    await page.keyboard.press("Enter");
    await page.getByText("2 rows").first().waitFor();
    await page.keyboard.press("Control+Enter");
    await page.getByText("Saved and applied").waitFor();
    assert.equal(
      estate.read("manifests/legacy/decks/tarot-deck-20251014-224018.yaml").match(/text: favourite/g)?.length,
      2,
    );
    await page.getByText("2 selected").waitFor();
    await page.close();
  });

  it("edits what was selected under another filter, of which none may be shown any more", async () => {
    const page = await estate.app.open("/images");
    await page.locator('[role="option"][tabindex="0"]').focus();
    await page.keyboard.press("Control+a");
    const all = page.getByText("113 selected");
    await all.waitFor();
    for (const text of ["zodiac", "nothing-like-it"]) {
      await page.getByLabel("Search prompts and labels").fill(text);
      await page.locator(".wall-count", { hasText: "113" }).waitFor({ state: "detached" });
      await page.getByRole("button", { name: "Visibility" }).click();
      await page.getByText("Who sees it?: 113 images").waitFor();
      await page.getByRole("button", { name: "Only the team" }).click();
      await page.getByText("Review 113 images").waitFor();
      await page.locator(".sheet .lead").waitFor();
      const files = await page.locator(".sheet .file-diff code").allInnerTexts();
      assert.ok(files.length > 4, files.join(", "));
      await page.keyboard.press("Escape");
      await all.waitFor();
    }
    await page.close();
  });

  it("says which of the selected images are gone, and edits the others", async () => {
    const page = await estate.app.open("/albums/decks%2Ftarot-deck-20251014-224018");
    await page.locator('[role="option"][tabindex="0"]').focus();
    await page.keyboard.press("x");
    await page.keyboard.press("Shift+ArrowRight");
    await page.getByText("2 selected").waitFor();
    await page.route(/\/api\/v1\/images\/\d+$/, async (route, request) => {
      if (request.url().endsWith(await firstId(page))) await route.fulfill({ status: 404, json: {} });
      else await route.continue();
    });
    await page.keyboard.press("t");
    await page.locator('[aria-label="Tag"]:focus').waitFor();
    await page.keyboard.type("kept");
    await page.keyboard.press("Enter");
    await page.getByText("Review 2 images (1 can’t be edited here)").waitFor();
    await page.getByText("1 row").first().waitFor();
    await page.close();
  });

  itDidNoWrong(estate);
});

/** The id of the first image of the grid, as its address ends. */
async function firstId(page: Page): Promise<string> {
  const source = await page.locator(".tile img").first().getAttribute("src");
  return `/${source?.match(/images\/(\d+)\//)?.[1]}`;
}
