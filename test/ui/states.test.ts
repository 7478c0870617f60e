import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { itDidNoWrong, shareEstate, visit, WITHOUT_BROWSER } from "../support/browser.js";

/** Notes how many blank badges were seen, and what moved, from here on. */
const WATCH = `
  window.seen = { blank: 0, shifts: [] };
  new MutationObserver(() => {
    window.seen.blank = Math.max(window.seen.blank, document.querySelectorAll(".badge-waiting").length);
  }).observe(document.body, { childList: true, subtree: true });
  new PerformanceObserver((list) => {
    for (const { value, sources } of list.getEntries())
      window.seen.shifts.push(value + " " + sources.map(({ node }) => node?.className ?? "?").join(" "));
  }).observe({ type: "layout-shift" });
`;

describe("states in the web app", { skip: WITHOUT_BROWSER }, () => {
  const estate = shareEstate();
  const file = "manifests/sets/zodiac.yaml";

  it("are blank until the plan is known, then come by themselves, and nothing moves", async () => {
    for (const path of ["/templates", "/albums", "/templates/zodiac"]) {
      const page = await estate.app.open(path);
      const blank = page.locator(".badge-waiting");
      await blank.first().waitFor({ state: "detached" });
      await page.waitForTimeout(300);
      await page.evaluate(WATCH);
      estate.write(file, `${estate.read(file)}# edited\n`);
      // The content policy keeps Playwright from waiting in the page.
      const end = Date.now() + 10_000;
      while ((await page.evaluate<number>("window.seen.blank")) === 0) {
        assert.ok(Date.now() < end, `no blank state on ${path}`);
        await page.waitForTimeout(20);
      }
      await blank.first().waitFor({ state: "detached" });
      if (path !== "/albums") await page.locator(".badge-in-sync").first().waitFor();
      assert.deepEqual(await page.evaluate("window.seen.shifts"), [], path);
      await page.close();
    }
  });

  it("that were unknown come by themselves as soon as there is a plan", async () => {
    const page = await estate.app.open("/plan");
    let answers = 0;
    await page.route("**/api/v1/templates?*", async (route) => {
      if (answers++ > 0) return route.continue();
      const response = await route.fetch();
      const body = (await response.text()).replace(/"state":(?:"[\w-]+"|null)/g, '"state":"unknown"');
      await route.fulfill({ response, body });
    });
    let tell = () => {};
    const told = new Promise<void>((resolve) => {
      tell = resolve;
    });
    await page.route("**/api/v1/events", async (route) => {
      await told;
      // Nothing but this: no event of a change, after which the page asks in any case.
      const body = 'retry: 3600000\n\nevent: plan\ndata: {"planId":"a plan"}\n\n';
      await route.fulfill({ contentType: "text/event-stream", body });
    });
    await visit(page, "/templates");
    await page.locator(".badge-unknown").first().waitFor();
    tell();
    await page.locator(".badge-in-sync").first().waitFor();
    assert.equal(await page.locator(".badge-unknown").count(), 0);
    await page.close();
  });

  it("come though the database was busy when the page asked", async () => {
    const page = await estate.app.open("/plan");
    let answers = 0;
    await page.route("**/api/v1/templates?*", (route) => {
      if (answers++ > 0) return route.continue();
      const problem = { title: "Locked", status: 423, detail: "another program is writing" };
      return route.fulfill({ status: 423, json: problem });
    });
    await visit(page, "/templates");
    const note = page.getByRole("alert").filter({ hasText: "another program is writing" });
    await note.waitFor();
    await page.locator(".badge-in-sync").first().waitFor();
    assert.equal(await note.count(), 0);
    await page.close();
  });

  itDidNoWrong(estate);
});
