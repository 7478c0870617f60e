import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { after, before, describe, it } from "node:test";
import Database from "better-sqlite3";
import type { Browser, Page } from "playwright-core";
import { findingsOf } from "../support/axe.js";
import {
  makeSampleEstate,
  openBrowser,
  serveWatched,
  visit,
  type Watched,
  WITHOUT_BROWSER,
} from "../support/browser.js";
import { PROJECT_DIR } from "../support/paths.js";

const DECK = "manifests/sets/card-deck.yaml";
const ZODIAC = "data/sets/zodiac.csv";

describe("editing in the web app", { skip: WITHOUT_BROWSER }, () => {
  const ends: (() => unknown)[] = [];
  const context = { after: (end: () => unknown) => ends.push(end) } as unknown as Parameters<
    typeof openBrowser
  >[0];
  let browser: Browser;
  let dir: string;
  let app: Watched;
  const read = (file: string) => readFileSync(join(dir, file), "utf8");
  before(async () => {
    browser = await openBrowser(context);
    dir = makeSampleEstate(context);
    app = await serveWatched(context, browser, dir);
  });
  after(async () => {
    for (const end of ends.reverse()) await end();
  });

  it("changes one line of a commented manifest, after a review that names the plan", async () => {
    const odd = read(DECK).replace(
      "name: Playing Card Deck",
      "name:   'Playing Card Deck'   # as on the box",
    );
    writeFileSync(join(dir, DECK), odd);
    const page = await app.open("/templates/card-deck");
    await page.getByLabel("Style suffix").fill("bordered card art, bold silhouette, index in two corners");
    await page.getByText("54 prompts of 54 would change").waitFor();
    await page.keyboard.press("Control+s");
    await page.getByText("54 prompts change").first().waitFor();
    assert.deepEqual(await findingsOf(page), []);
    assert.equal(read(DECK), odd, "written before the review was confirmed");
    const shown = await page.locator(".sheet summary .muted").innerText();
    await page.getByRole("button", { name: /^Save file/ }).click();
    await page.getByText("Saved", { exact: true }).waitFor();
    assert.equal(read(DECK), odd.replace("clear silhouette", "bold silhouette"));
    assert.ok(planIn(dir).startsWith(shown), "the drawer showed another plan");
    await page.getByRole("button", { name: "Undo", exact: true }).last().click();
    await page.getByText("The files are as they were").waitFor();
    assert.equal(read(DECK), odd);
    await page.context().close();
  });

  it("commits what was saved, and nothing else", async (t) => {
    const git = (...args: string[]) =>
      execFileSync("git", ["-c", "user.name=T", "-c", "user.email=t@example.org", ...args], {
        cwd: dir,
      }).toString();
    git("init", "-q");
    git("config", "user.name", "T");
    git("config", "user.email", "t@example.org");
    git("add", DECK, ZODIAC);
    git("commit", "-qm", "Begin");
    writeFileSync(
      join(dir, "manifests/sets/tarot-deck.yaml"),
      `${read("manifests/sets/tarot-deck.yaml")}# mine\n`,
    );
    const other = await serveWatched(t, browser, dir);
    const page = await other.open("/templates/card-deck");
    await page.getByLabel("Base prompt").fill("A card");
    await page.keyboard.press("Control+s");
    await page.getByRole("button", { name: /^Save file/ }).click();
    await page.getByRole("button", { name: "Commit…" }).click();
    await page.locator('[aria-label="Message"]:focus').waitFor();
    await page.keyboard.type("Shorten the prompt");
    await page.keyboard.press("Enter");
    await page.getByText(/^Committed /).waitFor();
    assert.equal(git("log", "-1", "--format=%s", "--name-only").trim(), `Shorten the prompt\n\n${DECK}`);
  });

  it("changes one cell of a table with a byte order mark, CRLF and quotes", async () => {
    const table = `\ufeff${read(ZODIAC).replaceAll("\n", "\r\n")}`;
    writeFileSync(join(dir, ZODIAC), table);
    const page = await app.open("/templates/zodiac");
    const cell = page.getByRole("gridcell", { name: "the Bull" });
    await cell.click();
    await page.keyboard.type("the Ox");
    await page.keyboard.press("Enter");
    await page.keyboard.press("Control+s");
    await page.getByText("1 prompt changes").first().waitFor();
    await page.keyboard.press("Control+Enter");
    await page.getByText("Saved and applied").waitFor();
    assert.equal(read(ZODIAC), table.replace("the Bull", "the Ox"));
    assert.match(rowOf(dir, "Zodiac Signs"), /the Ox/);
    await page.context().close();
  });

  it("shows the manifest with the edits of the form in it, and drops what was typed when it is discarded", async () => {
    const page = await app.open("/templates/card-deck");
    await page.getByLabel("Style suffix").fill("from the form");
    await page.getByRole("tab", { name: "YAML" }).click();
    const line = page.locator(".cm-line", { hasText: "style_suffix" });
    await line.waitFor();
    assert.equal(await line.innerText(), "style_suffix: from the form");
    await line.click();
    await page.keyboard.press("End");
    await page.keyboard.type(", and typed");
    await page.getByRole("tab", { name: "Form" }).click();
    await page.getByText("The YAML has unsaved edits").waitFor();
    await page.getByRole("tab", { name: "YAML" }).click();
    await page.getByText("style_suffix: from the form, and typed").waitFor();
    await page.getByRole("button", { name: "Discard" }).click();
    await page.locator(".cm-line", { hasText: "clear silhouette" }).waitFor();
    assert.deepEqual(await findingsOf(page), []);
    await page.context().close();
  });

  it("offers the fix for a placeholder that is no column", async () => {
    const page = await app.open("/templates/card-deck");
    const field = page.getByLabel("Prompt template");
    await field.fill("{value} of {suit}, {meening}");
    assert.deepEqual(await findingsOf(page), []);
    await page.getByRole("button", { name: "Use {meaning}" }).click();
    assert.equal(await field.inputValue(), "{value} of {suit}, {meaning}");
    await page.keyboard.press("Control+z");
    assert.equal(await field.inputValue(), "{value} of {suit}, {meening}");
    await page.context().close();
  });

  it("flags names that two rows share, and undoes row by row", async () => {
    const page = await app.open("/templates/zodiac");
    await page.getByRole("gridcell", { name: "Taurus" }).click();
    await page.keyboard.press("Control+d");
    await page.getByText("2 rows share a name").waitFor();
    await page.keyboard.press("Alt+Delete");
    assert.equal(await page.getByText("rows share a name").count(), 0);
    await page.keyboard.press("Control+z");
    await page.keyboard.press("Control+z");
    await page.getByRole("gridcell", { name: "Taurus" }).waitFor();
    await page.context().close();
  });

  it("shows both versions when the file changed underneath, and loses neither", async () => {
    const page = await app.open("/templates/tarot-deck");
    await page.getByLabel("Style suffix").fill("mine");
    const file = "manifests/sets/tarot-deck.yaml";
    writeFileSync(join(dir, file), read(file).replace(/^style_suffix: .*$/m, "style_suffix: disk"));
    await page.getByRole("button", { name: "Compare" }).click();
    assert.deepEqual(await findingsOf(page), []);
    assert.match(await page.locator(".compare").innerText(), /flat colours[\s\S]*mine[\s\S]*disk/);
    await page.getByLabel("Mine").check();
    await page.getByRole("button", { name: "Use what is chosen" }).click();
    assert.equal(await page.getByLabel("Style suffix").inputValue(), "mine");
    assert.match(read(file), /style_suffix: disk/);
    await page.context().close();
  });

  it("puts edits of another field on top of a change on disk", async () => {
    const page = await app.open("/templates/tarot-deck");
    await page.getByLabel("Base prompt").fill("mine");
    const file = "manifests/sets/tarot-deck.yaml";
    writeFileSync(join(dir, file), read(file).replace(/^style_suffix: .*$/m, "style_suffix: other"));
    await page.getByText("Your edits were kept").waitFor();
    assert.equal(await page.getByLabel("Base prompt").inputValue(), "mine");
    assert.equal(await page.getByLabel("Style suffix").inputValue(), "other");
    await page.context().close();
  });

  it("never overwrites from a second tab that nobody told", async (t) => {
    const file = "manifests/sets/tarot-deck.yaml";
    const other = await serveWatched(t, browser, dir);
    const page = await other.open("/templates/tarot-deck");
    // Without events the tab stays with what it read.
    await page.route("**/api/v1/templates/**", (route) => route.abort());
    await page.getByLabel("Style suffix").fill("from an old tab");
    const current = read(file).replace(/^style_suffix: .*$/m, "style_suffix: from elsewhere");
    await page.keyboard.press("Control+s");
    await page.locator(".lead").waitFor();
    writeFileSync(join(dir, file), current);
    await page.getByRole("button", { name: /^Save file/ }).click();
    await page.getByText("Nothing was written").waitFor();
    assert.equal(read(file), current);
    await page.context().close();
  });

  it("offers edits that were left unsaved, and does not restore them by itself", async () => {
    const page = await app.open("/templates/zodiac");
    const field = page.getByLabel("Style suffix");
    const was = await field.inputValue();
    await field.fill("left behind");
    await visit(page, "/templates");
    await visit(page, "/templates/zodiac");
    assert.equal(await field.inputValue(), was);
    await page.getByRole("button", { name: "Restore them" }).click();
    assert.equal(await field.inputValue(), "left behind");
    await page.context().close();
  });

  it("makes a template of 54 pasted rows, saves and applies it, by keyboard alone", async () => {
    const page = await app.open("/templates", { permissions: ["clipboard-read", "clipboard-write"] });
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
    assert.ok(existsSync(join(dir, "manifests/sets/minor-deck.yaml")));
    assert.equal(read("data/sets/minor_deck.csv").split("\n").length, 56);
    assert.match(rowOf(dir, "Minor Deck"), /Card 54/);
    assert.equal(new URL(page.url()).pathname, "/templates/minor-deck");
    await page.context().close();
  });

  it("never asks for the original of a picture that nobody revealed", async () => {
    const database = new Database(join(dir, "data/albums.db"));
    database.prepare("UPDATE images SET is_nsfw = 1 WHERE id = 50").run();
    database.close();
    const page = await app.open("/images?id=50");
    await page.getByRole("button", { name: /Reveal/ }).waitFor();
    const file = "/api/v1/images/50/file";
    assert.equal(app.requests.includes(file), false);
    await Promise.all([
      page.waitForResponse((response) => response.url().includes(file)),
      page.keyboard.press("r"),
    ]);
    await page.context().close();
  });

  it("tags what is selected in one review", async () => {
    const page = await app.open("/albums/decks%2Ftarot-deck-20251014-224018");
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
      read("manifests/legacy/decks/tarot-deck-20251014-224018.yaml").match(/text: favourite/g)?.length,
      2,
    );
    await page.getByText("2 selected").waitFor();
    await page.context().close();
  });

  it("opens a broken manifest at its line, and the others stay usable", async () => {
    const whole = read(DECK);
    writeFileSync(join(dir, DECK), whole.replace("base_prompt: ", "base_prompt: [ "));
    const page = await app.open("/templates");
    await page.getByRole("link", { name: DECK }).click();
    await page.locator(".diagnostics li").first().waitFor();
    await page.locator(".cm-activeLine", { hasText: "prompt_template" }).waitFor();
    assert.deepEqual(await findingsOf(page), []);
    await visit(page, "/templates/zodiac");
    await page.getByLabel("Style suffix").waitFor();
    writeFileSync(join(dir, DECK), whole);
    await page.context().close();
  });

  it("did all that without an error, another server or a breach of the content policy", () => {
    assert.deepEqual(app.wrongs, []);
    assert.deepEqual(app.server.bugs, []);
  });
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

function planIn(dir: string): string {
  const text = execFileSync(process.execPath, [join(PROJECT_DIR, "bin/sync.js"), "plan", "--json"], {
    cwd: dir,
  });
  return JSON.parse(text.toString()).planId;
}

function rowOf(dir: string, name: string): string {
  const database = new Database(join(dir, "data/albums.db"), { readonly: true });
  const row = database.prepare("SELECT * FROM albums WHERE name = ?").get(name);
  database.close();
  return JSON.stringify(row);
}
