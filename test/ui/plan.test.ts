import assert from "node:assert/strict";
import { join } from "node:path";
import { describe, it } from "node:test";
import Database from "better-sqlite3";
import { findingsOf } from "../support/axe.js";
import { itDidNoWrong, shareEstate, WITHOUT_BROWSER } from "../support/browser.js";

const DECK = "manifests/sets/card-deck.yaml";

describe("the plan in the web app", { skip: WITHOUT_BROWSER }, () => {
  const estate = shareEstate();
  /** Changes rows as another program does. */
  const change = (sql: string) => {
    const database = new Database(join(estate.dir, "data/albums.db"));
    database.exec(sql);
    database.close();
  };

  it("is asked for again when it changed before the answer, and never moves the focus from No", async () => {
    const deck = estate.read(DECK);
    estate.write(DECK, deck.replace("bordered card art", "gilt card art"));
    const page = await estate.app.open("/plan");
    const answered = () =>
      page.waitForResponse((response) => new URL(response.url()).pathname === "/api/v1/plan");
    await page.getByRole("button", { name: "Apply", exact: true }).click();
    await page.getByRole("button", { name: "Yes, apply" }).and(page.locator(":focus")).waitFor();
    await page.keyboard.press("Tab");
    const no = page.getByRole("button", { name: "No", exact: true }).and(page.locator(":focus"));
    await no.waitFor();
    const again = answered();
    estate.write(DECK, `${estate.read(DECK)}# the same plan\n`);
    await again;
    await page.getByText("updating").waitFor({ state: "detached" });
    assert.equal(await no.count(), 1);
    estate.write(DECK, deck.replace("bordered card art", "silver card art"));
    await page.getByRole("button", { name: "Apply", exact: true }).waitFor();
    assert.equal(await page.getByRole("button", { name: "Yes, apply" }).count(), 0);
    estate.write(DECK, deck);
    await page.getByRole("heading", { name: "In sync" }).waitFor();
    await page.close();
  });

  it("keeps the choice for a drifted value with its object while others drift before it", async () => {
    change("UPDATE albums SET name = 'Signs' WHERE name = 'Zodiac Signs'");
    const page = await estate.app.open("/plan");
    const keep = page.getByRole("button", { name: "Keep “Signs” as name of set-template:zodiac" });
    await keep.focus();
    change("UPDATE albums SET name = 'Deck', description = 'Cards' WHERE name = 'Playing Card Deck'");
    await page.getByRole("button", { name: "Keep “Deck” as name of set-template:card-deck" }).waitFor();
    await page.getByText("2 objects drifted").waitFor();
    assert.deepEqual(await findingsOf(page), []);
    assert.equal(await keep.and(page.locator(":focus")).count(), 1);
    await page.keyboard.press("Enter");
    await page.getByRole("heading", { name: "Keep name in the manifest" }).waitFor();
    await page.locator(".file-diff", { hasText: "manifests/sets/zodiac.yaml" }).waitFor();
    await page.keyboard.press("Control+s");
    await page.getByText("1 object drifted").waitFor();
    assert.match(estate.read("manifests/sets/zodiac.yaml"), /^name: Signs$/m);
    assert.doesNotMatch(estate.read(DECK), /name: Deck/);
    await page.close();
  });

  itDidNoWrong(estate);
});
