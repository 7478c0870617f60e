import assert from "node:assert/strict";
import { existsSync } from "node:fs";
import { join } from "node:path";
import { describe, it } from "node:test";
import Database from "better-sqlite3";
import type { Page } from "playwright-core";
import { itDidNoWrong, shareEstate, visit, WITHOUT_BROWSER } from "../support/browser.js";

const ZODIAC = "data/sets/zodiac.csv";

describe("items in the web app", { skip: WITHOUT_BROWSER }, () => {
  const estate = shareEstate();

  it("changes one cell of a table with a byte order mark, CRLF and quotes", async () => {
    const table = `\ufeff${estate.read(ZODIAC).replaceAll("\n", "\r\n")}`;
    estate.write(ZODIAC, table);
    const page = await estate.app.open("/templates/zodiac");
    const cell = page.getByRole("gridcell", { name: "the Bull" });
    await cell.click();
    await page.keyboard.type("the Ox");
    await page.keyboard.press("Enter");
    await page.keyboard.press("Control+s");
    await page.getByText("1 prompt changes").first().waitFor();
    await page.keyboard.press("Control+Enter");
    await page.getByText("Saved and applied").waitFor();
    assert.equal(estate.read(ZODIAC), table.replace("the Bull", "the Ox"));
    assert.match(rowOf(estate.dir, "Zodiac Signs"), /the Ox/);
    await page.close();
  });

  it("flags names that two rows share, and undoes row by row", async () => {
    const page = await estate.app.open("/templates/zodiac");
    await page.getByRole("gridcell", { name: "Taurus" }).click();
    await page.keyboard.press("Control+d");
    await page.getByText("2 rows share a name").waitFor();
    await page.keyboard.press("Alt+Delete");
    assert.equal(await page.getByText("rows share a name").count(), 0);
    await page.keyboard.press("Control+z");
    await page.keyboard.press("Control+z");
    await page.getByRole("gridcell", { name: "Taurus" }).waitFor();
    await page.close();
  });

  it("makes a template of 54 pasted rows, saves and applies it, by keyboard alone", async () => {
    const page = await estate.app.open("/templates", { permissions: ["clipboard-read", "clipboard-write"] });
    const rows = Array.from({ length: 54 }, (_, at) => `Card ${at + 1}\tmeaning ${at + 1}`);
    await page.evaluate(
      `navigator.clipboard.writeText(${JSON.stringify(["name\tmeaning", ...rows].join("\n"))})`,
    );
    await page.keyboard.press("n");
    await page.getByLabel("Name").waitFor();
    await page.keyboard.type("Minor Deck");
    await page.keyboard.press("Enter");
    await tabTo(page, '[role="gridcell"]');
    await page.keyboard.press("Control+v");
    await page.getByRole("heading", { name: "Items 54" }).waitFor();
    await page.keyboard.press("Control+s");
    await page.getByText("54 prompts change").first().waitFor();
    await page.keyboard.press("Control+Enter");
    await page.getByText("Saved and applied").waitFor();
    assert.ok(existsSync(join(estate.dir, "manifests/sets/minor-deck.yaml")));
    assert.equal(estate.read("data/sets/minor_deck.csv").split("\n").length, 56);
    assert.match(rowOf(estate.dir, "Minor Deck"), /Card 54/);
    await page.waitForURL("**/templates/minor-deck");
    await page.close();
  });

  it("keeps the focus in the grid where undoing takes its row away, and follows the row that is added", async () => {
    const page = await estate.app.open("/templates/zodiac");
    await page.getByRole("gridcell", { name: "Pisces" }).click();
    await page.keyboard.press("Insert");
    await waitForFocus(page, "14", "2");
    await page.keyboard.press("Control+z");
    await waitForFocus(page, "13", "2");
    await page.keyboard.press("Control+y");
    await waitForFocus(page, "14", "2");
    await page.keyboard.press("Control+z");
    await page.keyboard.press("Control+a");
    await page.keyboard.press("Alt+Delete");
    await page.locator('[role="grid"]:focus').waitFor();
    await page.keyboard.press("Control+z");
    await waitForFocus(page, "2", "9");
    assert.equal(await page.getByRole("gridcell", { name: "Pisces" }).count(), 1);
    await page.close();
  });

  it("keeps the cell that has the focus through a save and a change on disk", async () => {
    const page = await estate.app.open("/templates/zodiac");
    await page.getByRole("gridcell", { name: "the Twins" }).click();
    await page.evaluate("document.activeElement.isSame = true");
    await page.keyboard.type("the Pair");
    await page.keyboard.press("Enter");
    await page.keyboard.press("ArrowUp");
    await page.keyboard.press("Control+s");
    await page.locator(".lead").waitFor();
    await page.keyboard.press("Control+s");
    await page.getByText("Saved", { exact: true }).waitFor();
    await page.locator(".edit-bar").waitFor({ state: "detached" });
    const saved = estate.read(ZODIAC);
    assert.match(saved, /the Pair/);
    assert.equal(await page.evaluate("document.activeElement.isSame"), true);
    estate.write(ZODIAC, saved.replace("the Ram", "the Sheep"));
    await page.getByRole("gridcell", { name: "the Sheep" }).waitFor();
    assert.equal(await page.evaluate("document.activeElement.isSame"), true);
    await page.close();
  });

  it("adds rows beside those of edits that were left and restored", async () => {
    const page = await estate.app.open("/templates/tarot-deck");
    const addRow = async (name: string) => {
      await page.keyboard.press("Control+End");
      await page.keyboard.press("Insert");
      await page.keyboard.press("F2");
      await page.getByLabel("Cell").fill(name);
      await page.keyboard.press("Enter");
    };
    await page.getByRole("gridcell").first().click();
    await addRow("Left behind");
    await page.getByRole("heading", { name: "Items 23" }).waitFor();
    await visit(page, "/templates");
    await visit(page, "/templates/tarot-deck");
    await page.getByRole("button", { name: "Restore them" }).click();
    await page.getByRole("gridcell").first().click();
    await addRow("Added now");
    await addRow("And now");
    await page.getByRole("heading", { name: "Items 25" }).waitFor();
    const shown = await page.locator('.grid-row:not(.grid-head) [aria-colindex="2"]').allInnerTexts();
    assert.deepEqual(shown.slice(-3), ["Left behind", "Added now", "And now"]);
    assert.equal(new Set(shown).size, shown.length);
    await page.close();
  });

  itDidNoWrong(estate);
});

/** Presses Tab until the focus is in what the selector names. */
async function tabTo(page: Page, selector: string): Promise<void> {
  for (let presses = 0; presses < 60; presses += 1) {
    await page.keyboard.press("Tab");
    if (await page.evaluate<boolean>(`document.activeElement?.matches(${JSON.stringify(selector)}) === true`))
      return;
  }
  assert.fail(`Tab never reaches ${selector}`);
}

/** Waits until the cell in this row and column, counted as ARIA does, has the focus. */
async function waitForFocus(page: Page, row: string, column: string): Promise<void> {
  await page
    .locator(`[role="row"][aria-rowindex="${row}"] [role="gridcell"][aria-colindex="${column}"]:focus`)
    .waitFor();
}

function rowOf(dir: string, name: string): string {
  const database = new Database(join(dir, "data/albums.db"), { readonly: true });
  const row = database.prepare("SELECT * FROM albums WHERE name = ?").get(name);
  database.close();
  return JSON.stringify(row);
}
