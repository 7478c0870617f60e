import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { join } from "node:path";
import { describe, it } from "node:test";
import { findingsOf } from "../support/axe.js";
import { itDidNoWrong, serveWatched, shareEstate, visit, WITHOUT_BROWSER } from "../support/browser.js";
import { PROJECT_DIR } from "../support/paths.js";

const DECK = "manifests/sets/card-deck.yaml";
const ZODIAC = "data/sets/zodiac.csv";

/** Lets the second preview come at the very moment when a comma is typed. */
const HOLD_PREVIEW = `
  const ask = window.fetch;
  let count = 0;
  window.fetch = async (path, init) => {
    const answer = await ask(path, init);
    if (!String(path).endsWith("/preview") || ++count !== 2) return answer;
    const text = await answer.text();
    await new Promise((release) => {
      window.isHeld = true;
      window.addEventListener("keydown", ({ key }) => key === "," && release(), { capture: true });
    });
    return new Response(text);
  };
`;

describe("editing a manifest in the web app", { skip: WITHOUT_BROWSER }, () => {
  const estate = shareEstate();

  it("changes one line of a commented manifest, after a review that names the plan", async () => {
    const odd = estate
      .read(DECK)
      .replace("name: Playing Card Deck", "name:   'Playing Card Deck'   # as on the box");
    estate.write(DECK, odd);
    const page = await estate.app.open("/templates/card-deck");
    await page.getByLabel("Style suffix").fill("bordered card art, bold silhouette, index in two corners");
    await page.getByText("54 prompts of 54 would change").waitFor();
    await page.keyboard.press("Control+s");
    await page.getByText("54 prompts change").first().waitFor();
    assert.deepEqual(await findingsOf(page), []);
    assert.equal(estate.read(DECK), odd, "written before the review was confirmed");
    const shown = await page.locator(".sheet summary .muted").innerText();
    await page.getByRole("button", { name: /^Save file/ }).click();
    await page.getByText("Saved", { exact: true }).waitFor();
    assert.equal(estate.read(DECK), odd.replace("clear silhouette", "bold silhouette"));
    assert.ok(planIn(estate.dir).startsWith(shown), "the drawer showed another plan");
    await page.getByRole("button", { name: "Undo", exact: true }).last().click();
    await page.getByText("The files are as they were").waitFor();
    assert.equal(estate.read(DECK), odd);
    await page.close();
  });

  it("commits what was saved, and nothing else", async (t) => {
    const git = (...args: string[]) =>
      execFileSync("git", ["-c", "user.name=T", "-c", "user.email=t@example.org", ...args], {
        cwd: estate.dir,
      }).toString();
    git("init", "-q");
    git("config", "user.name", "T");
    git("config", "user.email", "t@example.org");
    git("add", DECK, ZODIAC);
    git("commit", "-qm", "Begin");
    estate.write(
      "manifests/sets/tarot-deck.yaml",
      `${estate.read("manifests/sets/tarot-deck.yaml")}# mine\n`,
    );
    const other = await serveWatched(t, estate.browser, estate.dir);
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

  it("shows the manifest with the edits of the form in it, and drops what was typed when it is discarded", async () => {
    const page = await estate.app.open("/templates/card-deck");
    await page.getByLabel("Style suffix").fill("from the form");
    await page.getByRole("tab", { name: "YAML" }).click();
    const line = page.locator(".cm-line", { hasText: "style_suffix" });
    await line.waitFor();
    assert.equal(await line.innerText(), "style_suffix: from the form");
    await line.click();
    await page.locator(".cm-activeLine", { hasText: "style_suffix" }).waitFor();
    await page.keyboard.press("End");
    await page.keyboard.type(", and typed");
    await page.getByText("style_suffix: from the form, and typed").waitFor();
    await page.getByRole("tab", { name: "Form" }).click();
    await page.getByText("The YAML has unsaved edits").waitFor();
    await page.getByRole("tab", { name: "YAML" }).click();
    await page.getByText("style_suffix: from the form, and typed").waitFor();
    await page.getByRole("button", { name: "Discard" }).click();
    await page.locator(".cm-line", { hasText: "clear silhouette" }).waitFor();
    assert.deepEqual(await findingsOf(page), []);
    await page.close();
  });

  it("keeps what is typed in the manifest while the edits of the form still come", async () => {
    const page = await estate.app.open("/templates/card-deck");
    await page.evaluate(HOLD_PREVIEW);
    await page.getByLabel("Style suffix").fill("from the form");
    await page.getByRole("tab", { name: "YAML" }).click();
    const line = page.locator(".cm-line", { hasText: "style_suffix" });
    await line.click();
    await page.locator(".cm-activeLine", { hasText: "style_suffix" }).waitFor();
    await page.keyboard.press("End");
    for (
      const end = Date.now() + 10_000;
      !(await page.evaluate("window.isHeld"));
      await page.waitForTimeout(20)
    )
      assert.ok(Date.now() < end, "the manifest was not asked for again");
    await page.keyboard.type(", and typed");
    await page.getByText("style_suffix: from the form, and typed").waitFor();
    await page.close();
  });

  it("offers the fix for a placeholder that is no column", async () => {
    const page = await estate.app.open("/templates/card-deck");
    const field = page.getByLabel("Prompt template");
    await field.fill("{value} of {suit}, {meening}");
    assert.deepEqual(await findingsOf(page), []);
    await page.getByRole("button", { name: "Use {meaning}" }).click();
    assert.equal(await field.inputValue(), "{value} of {suit}, {meaning}");
    await page.keyboard.press("Control+z");
    assert.equal(await field.inputValue(), "{value} of {suit}, {meening}");
    await page.close();
  });

  it("opens a broken manifest at its line, and the others stay usable", async () => {
    const whole = estate.read(DECK);
    estate.write(DECK, whole.replace("base_prompt: ", "base_prompt: [ "));
    const page = await estate.app.open("/templates");
    await page.getByRole("link", { name: DECK }).click();
    await page.locator(".diagnostics li").first().waitFor();
    await page.locator(".cm-activeLine", { hasText: "prompt_template" }).waitFor();
    assert.deepEqual(await findingsOf(page), []);
    await visit(page, "/templates/zodiac");
    await page.getByLabel("Style suffix").waitFor();
    estate.write(DECK, whole);
    await page.close();
  });

  itDidNoWrong(estate);
});

function planIn(dir: string): string {
  const text = execFileSync(process.execPath, [join(PROJECT_DIR, "bin/sync.js"), "plan", "--json"], {
    cwd: dir,
  });
  return JSON.parse(text.toString()).planId;
}
