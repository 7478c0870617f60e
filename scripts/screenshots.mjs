// Takes the pictures of the web app in docs/ from the shipped estate, with Chromium (CHROMIUM names another one).
import { execFileSync, spawn } from "node:child_process";
import { cpSync, existsSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { chromium } from "playwright-core";
import sharp from "sharp";

const root = join(import.meta.dirname, "..");
const executablePath = [process.env.CHROMIUM, "/usr/bin/chromium", "/usr/bin/google-chrome"].find(
  (path) => path && existsSync(path),
);
const DESK = { viewport: { width: 1280, height: 800 }, colorScheme: "light" };
const PHONE = { viewport: { width: 390, height: 780 }, colorScheme: "dark" };
const STYLE = "bordered card art, bold silhouette, index in two corners";

const SHOTS = [
  { name: "web-templates", path: "/templates", window: DESK },
  {
    name: "web-editor",
    path: "/templates/card-deck",
    window: DESK,
    async act(page) {
      await page.getByLabel("Style suffix").fill(STYLE);
      await page.getByRole("gridcell", { name: "Queen" }).first().click();
      await page.evaluate(() => scrollTo(0, 0));
    },
  },
  {
    name: "web-review",
    path: "/templates/card-deck",
    window: DESK,
    async act(page) {
      await page.getByLabel("Style suffix").fill(STYLE);
      await page.keyboard.press("Control+s");
      await page.getByText("54 prompts change").first().waitFor();
    },
  },
  { name: "web-items", path: "/templates/card-deck?tab=images", window: DESK },
  { name: "web-albums", path: "/albums", window: { ...DESK, colorScheme: "dark" } },
  { name: "web-phone", path: "/templates/tarot-deck", window: PHONE },
];

const parent = mkdtempSync(join(tmpdir(), "album-sync-screenshots-"));
// The app shows the name of the folder.
const dir = join(parent, "sample");
for (const name of ["manifests", "data/sets", "data/legacy", "schemas", "sync.config.yaml"])
  cpSync(join(root, name), join(dir, name), { recursive: true });
const sync = join(root, "bin/sync.js");
execFileSync(process.execPath, [sync, "apply", "--yes"], { cwd: dir, stdio: "ignore" });
const token = "a-token-for-screenshots";
const server = spawn(process.execPath, [sync, "serve", "--port", "0", "--json", "--token", token], {
  cwd: dir,
  stdio: ["ignore", "pipe", "inherit"],
});
try {
  const [line] = await new Promise((resolve) => {
    createInterface({ input: server.stdout }).once("line", (text) => resolve([text]));
  });
  const { url } = JSON.parse(line);
  const browser = await chromium.launch({ executablePath, args: ["--no-sandbox"] });
  for (const shot of SHOTS) await take(browser, url, shot);
  await browser.close();
} finally {
  server.kill();
  rmSync(parent, { recursive: true, force: true });
}

async function take(browser, url, { name, path, window, act }) {
  const page = await browser.newPage({ ...window, reducedMotion: "reduce", deviceScaleFactor: 1.25 });
  await page.goto(`${url}/?token=${token}`);
  await page.goto(url + path);
  await page.locator("main h1").first().waitFor();
  await act?.(page);
  await page.waitForFunction(() => document.querySelector(".skeleton") === null);
  await page.waitForFunction(() => [...document.images].every(({ complete }) => complete));
  const png = await page.screenshot();
  await sharp(png)
    .webp({ quality: 78, smartSubsample: true })
    .toFile(join(root, "docs", `${name}.webp`));
  await page.close();
}
