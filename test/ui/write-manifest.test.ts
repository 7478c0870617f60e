import assert from "node:assert/strict";
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { after, before, describe, it } from "node:test";
import type { Browser } from "playwright-core";
import { addAlbum, addImage, open } from "../support/adopt-project.js";
import { findingsOf } from "../support/axe.js";
import {
  makeSampleEstate,
  openBrowser,
  serveWatched,
  visit,
  type Watched,
  WITHOUT_BROWSER,
} from "../support/browser.js";
import { runSync } from "../support/collect-project.js";
import { drawNoise } from "../support/pictures.js";

const TRIP = "manifests/adopted/summer-trip.yaml";

describe("manifests of albums that only the database has, in the web app", { skip: WITHOUT_BROWSER }, () => {
  const ends: (() => unknown)[] = [];
  const context = { after: (end: () => unknown) => ends.push(end) } as unknown as Parameters<
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

  it("writes the manifest of an album that only the database has, after a review", async (t) => {
    const database = open(dir);
    t.after(() => database.close());
    const album = addAlbum(database, "Summer Trip", "upload");
    const picture = join(dir, "data/legacy/lake.png");
    writeFileSync(picture, await drawNoise(8, 8).png().toBuffer());
    addImage(database, album, 0, "lake.png", picture);
    addImage(database, album, 1, "gone.png", join(dir, "data/legacy/gone.png"));
    const page = await app.open("/discover");
    assert.deepEqual(await findingsOf(page), []);
    const button = page.getByRole("button", { name: "Write manifest of Summer Trip" });
    await button.focus();
    await page.keyboard.press("Enter");
    await page.getByText("has no file at").waitFor();
    await page.getByText("2 rows").first().waitFor();
    assert.deepEqual(await findingsOf(page), []);
    assert.equal(existsSync(join(dir, TRIP)), false, "written before the review was confirmed");
    const listRows = () =>
      ["SELECT id, name FROM albums", "SELECT id, filename FROM images"].map((sql) =>
        database.prepare(sql).all(),
      );
    const rows = listRows();
    await page.keyboard.press("Control+Enter");
    await page.getByText("Saved and applied").waitFor();
    const text = readFileSync(join(dir, TRIP), "utf8");
    assert.match(text, /^slug: summer-trip\n/m);
    assert.match(text, /^ {2}- file: lake\.png\n/m);
    assert.deepEqual(listRows(), rows, "rows were taken over, none was added");
    await button.waitFor({ state: "detached" });
    assert.match((await runSync(dir, ["adopt"])).stdout, /^Nothing in the database is without an owner/);
    await page.context().close();
  });

  it("names the command where adopting takes more than manifests, and can be given up", async (t) => {
    const database = open(dir);
    t.after(() => database.close());
    const album = addAlbum(database, "Elsewhere", "upload");
    const picture = join(dir, "data/pond.png");
    writeFileSync(picture, await drawNoise(8, 8, 2).png().toBuffer());
    addImage(database, album, 0, "pond.png", picture);
    const page = await app.open("/discover");
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
    await page.context().close();
  });

  it("did all that without an error, another server or a breach of the content policy", () => {
    assert.deepEqual(app.wrongs, []);
    assert.deepEqual(app.server.bugs, []);
  });
});
