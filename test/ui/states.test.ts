import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { itDidNoWrong, shareEstate, WITHOUT_BROWSER } from "../support/browser.js";

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

  itDidNoWrong(estate);
});
