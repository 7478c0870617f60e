import assert from "node:assert/strict";
import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, it } from "node:test";
import { addAlbum, addImage, open } from "../support/adopt-project.js";
import { findingsOf } from "../support/axe.js";
import { itDidNoWrong, shareEstate, visit, WITHOUT_BROWSER } from "../support/browser.js";
import { runSync } from "../support/collect-project.js";
import { drawNoise } from "../support/pictures.js";
import { loadUi } from "../support/ui-module.js";

const TRIP = "manifests/adopted/summer-trip.yaml";

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

describe("discover in the web app", { skip: WITHOUT_BROWSER }, () => {
  const estate = shareEstate();

  it("writes the manifest of an album that only the database has, after a review", async (t) => {
    const database = open(estate.dir);
    t.after(() => database.close());
    const album = addAlbum(database, "Summer Trip", "upload");
    const picture = join(estate.dir, "data/legacy/lake.png");
    writeFileSync(picture, await drawNoise(8, 8).png().toBuffer());
    addImage(database, album, 0, "lake.png", picture);
    addImage(database, album, 1, "gone.png", join(estate.dir, "data/legacy/gone.png"));
    const page = await estate.app.open("/discover");
    assert.deepEqual(await findingsOf(page), []);
    const button = page.getByRole("button", { name: "Write manifest of Summer Trip" });
    await button.focus();
    await page.keyboard.press("Enter");
    await page.getByText("has no file at").waitFor();
    await page.getByText("2 rows").first().waitFor();
    assert.deepEqual(await findingsOf(page), []);
    assert.equal(existsSync(join(estate.dir, TRIP)), false, "written before the review was confirmed");
    const listRows = () =>
      ["SELECT id, name FROM albums", "SELECT id, filename FROM images"].map((sql) =>
        database.prepare(sql).all(),
      );
    const rows = listRows();
    await page.keyboard.press("Control+Enter");
    await page.getByText("Saved and applied").waitFor();
    const text = readFileSync(join(estate.dir, TRIP), "utf8");
    assert.match(text, /^slug: summer-trip\n/m);
    assert.match(text, /^ {2}- file: lake\.png\n/m);
    assert.deepEqual(listRows(), rows, "rows were taken over, none was added");
    await button.waitFor({ state: "detached" });
    assert.match(
      (await runSync(estate.dir, ["adopt"])).stdout,
      /^Nothing in the database is without an owner/,
    );
    await page.close();
  });

  it("names the command where adopting takes more than manifests, and can be given up", async (t) => {
    const database = open(estate.dir);
    t.after(() => database.close());
    const album = addAlbum(database, "Elsewhere", "upload");
    const picture = join(estate.dir, "data/pond.png");
    writeFileSync(picture, await drawNoise(8, 8, 2).png().toBuffer());
    addImage(database, album, 0, "pond.png", picture);
    const page = await estate.app.open("/discover");
    await page.getByRole("button", { name: "Write manifest of Elsewhere" }).click();
    await page.getByText("Run sync adopt album:elsewhere,").waitFor();
    assert.deepEqual(await findingsOf(page), []);
    let release = () => {};
    const held = new Promise<void>((resolve) => {
      release = resolve;
    });
    await page.route("**/discover/draft", async (route) => {
      await held;
      await route.continue().catch(() => {});
    });
    await page.getByRole("button", { name: "Write manifest of Elsewhere" }).click();
    await page.getByText("Reading 1 image…").waitFor();
    assert.deepEqual(await findingsOf(page), []);
    await page.getByRole("button", { name: "Cancel" }).click();
    await page.getByText("Reading 1 image…").waitFor({ state: "detached" });
    release();
    assert.equal(await page.getByRole("alert").count(), 0);
    await page.setViewportSize({ width: 320, height: 256 });
    await visit(page, "/discover");
    assert.ok((await page.evaluate<number>("document.documentElement.scrollWidth - innerWidth")) <= 0);
    await page.close();
  });

  it("lists folders that were not collected with their albums and the command that collects them, to copy", async () => {
    const put = (folder: string, name: string) => {
      mkdirSync(join(estate.dir, folder), { recursive: true });
      writeFileSync(join(estate.dir, folder, name), "");
    };
    put("old prints/zodiac_20251013_213519", "20251013_213520_Aries.png");
    put("old prints/zodiac_20251013_213519", "20251013_213525_Taurus.png");
    put("old prints/oddments", "a.png");
    const page = await estate.app.open("/discover", { permissions: ["clipboard-read", "clipboard-write"] });
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
    await page.context().close();
  });

  itDidNoWrong(estate);
});
