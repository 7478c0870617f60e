import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { findingsOf } from "../support/axe.js";
import { itDidNoWrong, serveWatched, shareEstate, visit, WITHOUT_BROWSER } from "../support/browser.js";

describe("edits in the web app and files on disk", { skip: WITHOUT_BROWSER }, () => {
  const estate = shareEstate();

  it("shows both versions when the file changed underneath, and loses neither", async () => {
    const page = await estate.app.open("/templates/tarot-deck");
    await page.getByLabel("Style suffix").fill("mine");
    const file = "manifests/sets/tarot-deck.yaml";
    estate.write(file, estate.read(file).replace(/^style_suffix: .*$/m, "style_suffix: disk"));
    await page.getByRole("button", { name: "Compare" }).click();
    assert.deepEqual(await findingsOf(page), []);
    assert.match(await page.locator(".compare").innerText(), /flat colours[\s\S]*mine[\s\S]*disk/);
    await page.getByLabel("Mine").check();
    await page.getByRole("button", { name: "Use what is chosen" }).click();
    assert.equal(await page.getByLabel("Style suffix").inputValue(), "mine");
    assert.match(estate.read(file), /style_suffix: disk/);
    await page.close();
  });

  it("puts edits of another field on top of a change on disk", async () => {
    const page = await estate.app.open("/templates/tarot-deck");
    await page.getByLabel("Base prompt").fill("mine");
    const file = "manifests/sets/tarot-deck.yaml";
    estate.write(file, estate.read(file).replace(/^style_suffix: .*$/m, "style_suffix: other"));
    await page.getByText("Your edits were kept").waitFor();
    assert.equal(await page.getByLabel("Base prompt").inputValue(), "mine");
    assert.equal(await page.getByLabel("Style suffix").inputValue(), "other");
    await page.close();
  });

  it("never overwrites from a second tab that nobody told", async (t) => {
    const file = "manifests/sets/tarot-deck.yaml";
    const other = await serveWatched(t, estate.browser, estate.dir);
    const page = await other.open("/templates/tarot-deck");
    // Without events the tab stays with what it read.
    await page.route("**/api/v1/templates/**", (route) => route.abort());
    await page.getByLabel("Style suffix").fill("from an old tab");
    const current = estate.read(file).replace(/^style_suffix: .*$/m, "style_suffix: from elsewhere");
    await page.keyboard.press("Control+s");
    await page.locator(".lead").waitFor();
    estate.write(file, current);
    await page.getByRole("button", { name: /^Save file/ }).click();
    await page.getByText("Nothing was written").waitFor();
    assert.equal(estate.read(file), current);
    await page.close();
  });

  it("offers edits that were left unsaved, and does not restore them by itself", async () => {
    const page = await estate.app.open("/templates/zodiac");
    const field = page.getByLabel("Style suffix");
    const was = await field.inputValue();
    await field.fill("left behind");
    await visit(page, "/templates");
    await visit(page, "/templates/zodiac");
    assert.equal(await field.inputValue(), was);
    await page.getByRole("button", { name: "Restore them" }).click();
    assert.equal(await field.inputValue(), "left behind");
    await page.close();
  });

  itDidNoWrong(estate);
});
