import assert from "node:assert/strict";
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { it } from "node:test";
import { setTimeout } from "node:timers/promises";
import { ask } from "../support/ask-server.js";
import { openBrowser, serveWatched, WITHOUT_BROWSER } from "../support/browser.js";
import { onServer } from "../support/each-database.js";
import { listenTo } from "../support/event-stream.js";
import { serveProject } from "../support/running-server.js";
import type { Page } from "../support/served-fixture.js";
import { serveTwin } from "../support/served-twin.js";

const BEYOND = "999999999999999";

/** What is asked of both; `ID`: an album of others. */
const REQUESTS = [
  "/api/v1/templates?wait=true",
  "/api/v1/templates?text=FORE",
  "/api/v1/templates?lora=oil",
  "/api/v1/templates/elements?wait=true",
  "/api/v1/templates/elements/prompts?theme=ink",
  "/api/v1/templates/elements/coverage",
  "/api/v1/albums?wait=true",
  "/api/v1/albums?limit=2&cursor=2",
  "/api/v1/albums?text=EBRA&public=true",
  "/api/v1/albums?template=elements",
  "/api/v1/albums/singles%2Fwalks?wait=true",
  "/api/v1/albums/ID",
  `/api/v1/albums/${BEYOND}`,
  "/api/v1/images",
  "/api/v1/images?limit=2&offset=1",
  "/api/v1/images?limit=1&cursor=-3",
  "/api/v1/images?album=zebra",
  "/api/v1/images?album=zebra&limit=1",
  "/api/v1/images?album=nowhere",
  "/api/v1/images?label=B",
  "/api/v1/images?label=a%00b",
  "/api/v1/images?nsfw=false&public=true",
  "/api/v1/images?nsfw=true",
  "/api/v1/images?item=Fire",
  "/api/v1/images?item=fire",
  "/api/v1/images?text=loose_1%25",
  "/api/v1/images?lora=LAKE",
  "/api/v1/images?type=upload",
  "/api/v1/images?template=elements",
  "/api/v1/images/ids",
  "/api/v1/images/ids?label=nothing",
  "/api/v1/images/1",
  "/api/v1/images/91",
  `/api/v1/images/${BEYOND}`,
  "/api/v1/images/100000000000000000000000",
  "/api/v1/images/2/thumbnail",
  "/api/v1/images/2/file",
  "/api/v1/runs",
  `/api/v1/runs?cursor=${BEYOND}&limit=1`,
  "/api/v1/runs/1",
  `/api/v1/runs/${BEYOND}`,
  "/api/v1/discover",
  "/api/v1/plan",
  "/api/v1/status",
  "/api/albums",
  "/api/albums?is_set_template=1",
  "/api/albums/ID",
  `/api/albums/${BEYOND}`,
  "/api/images?page=2&per_page=1",
  "/api/images?visibility=public&nsfw=hide",
  "/api/images/1?include=labels",
  "/api/training/albums",
];

for (const kind of ["PostgreSQL", "PostgreSQL E"] as const)
  onServer(`serving a database, on ${kind}`, () => {
    const twin = serveTwin(kind);
    const nameOf = async () =>
      (await twin.onServer.get("/api/v1/images/2")).json<{ readonly prompt: string }>().prompt;

    it("answers as with the same database in a file", async () => {
      const { items } = (await twin.onFile.get("/api/v1/albums")).json<Page>();
      const id = String(items.find(({ name }) => name === "zebra")?.id);
      for (const request of REQUESTS) {
        const path = request.replace("ID", id);
        const [file, server] = [await twin.onFile.get(path), await twin.onServer.get(path)];
        const shown = server.text.replace('"postgres:"', '"sqlite:data/albums.db"');
        assert.deepEqual([server.status, shown], [file.status, file.text], path);
        assert.ok(file.status < 500, path);
      }
    });

    it("answers visitors as with the same database in a file", async () => {
      for (const path of ["/api/v1/albums", "/api/v1/images", "/api/v1/templates", "/api/v1/images/91"]) {
        const [file, server] = [await twin.onFile.send(path), await twin.onServer.send(path)];
        assert.deepEqual([server.status, server.text], [file.status, file.text], path);
      }
    });

    // The rest is the same in both profiles, and takes its time.
    if (kind === "PostgreSQL E") {
      it("applies what was edited", async () => {
        const file = join(twin.workspace.dir, "manifests/albums/walks.yaml");
        const text = readFileSync(file, "utf8");
        writeFileSync(file, text.replace("A blue lake", "A deep lake"));
        const { planId } = (await twin.onServer.get("/api/v1/plan")).json();
        const report = await twin.onServer.write("POST", "/api/v1/apply", { planId });
        assert.equal(report.status, 200, report.text);
        assert.equal(report.json().state, "complete");
        assert.equal(await nameOf(), "A deep lake");
        const { items } = (await twin.onServer.get("/api/v1/albums?wait=true&text=walks")).json<Page>();
        assert.equal(items[0]?.state, "in-sync");
      });
      return;
    }

    it("sees at once what others commit, also to tables, and makes no plan for what another database commits", async (t) => {
      const own = await serveProject(twin.workspace.dir, { database: twin.url });
      t.after(() => own.close());
      const events = await listenTo(t, own);
      await own.get("/api/v1/albums?wait=true");
      await events.wait(/event: plan/);
      const other = new URL(twin.url);
      other.pathname = "/postgres";
      await ask(other.href, `CREATE TABLE of_others_${process.pid} AS SELECT 1 AS one`);
      await ask(other.href, `DROP TABLE of_others_${process.pid}`);
      await setTimeout(600);
      const albums = (await own.get("/api/v1/albums")).json<Page>().items;
      assert.ok(
        albums.every(({ state }) => state !== null),
        "the plan is known still",
      );
      await ask(twin.url, "UPDATE images SET prompt = 'edited' WHERE id = 2");
      assert.equal(await nameOf(), "edited");
      const told = await events.wait(/event: database/);
      assert.equal(told.match(/event: database/g)?.length, 1, told);
      await ask(twin.url, "ALTER TABLE images ADD COLUMN mood TEXT, ALTER COLUMN prompt TYPE VARCHAR(5000)");
      assert.equal(await nameOf(), "edited");
      const { state } = (await own.get("/api/v1/albums/singles%2Fwalks?wait=true")).json();
      assert.equal(state, "drifted");
      await ask(twin.url, "ALTER TABLE images DROP COLUMN mood, ALTER COLUMN prompt TYPE TEXT");
      await ask(twin.url, "UPDATE images SET prompt = 'A blue lake' WHERE id = 2");
      assert.deepEqual(own.bugs, []);
    });

    it("shows it in a browser, and what others commit", { skip: WITHOUT_BROWSER }, async (t) => {
      const browser = await openBrowser(t);
      const app = await serveWatched(t, browser, twin.workspace.dir, { database: twin.url });
      const page = await app.open("/templates");
      await page.getByText("The elements").first().waitFor();
      await page.locator(".badge-in-sync").first().waitFor();
      await ask(twin.url, "UPDATE albums SET name = 'Elements four' WHERE name = 'The elements'");
      await page.getByText("Elements four").first().waitFor();
      await page.locator(".badge-drifted").first().waitFor();
      await ask(twin.url, "UPDATE albums SET name = 'The elements' WHERE name = 'Elements four'");
      assert.deepEqual([app.wrongs, app.server.bugs], [[], []]);
    });

    it("connects again to a server that was away, and says so meanwhile", async (t) => {
      const { pathname } = new URL(twin.url);
      const admin = new URL(twin.url);
      admin.pathname = "/postgres";
      const name = pathname.slice(1);
      const allow = (allowed: boolean) =>
        ask(admin.href, `ALTER DATABASE ${name} ALLOW_CONNECTIONS ${allowed}`);
      const end = `SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = '${name}'`;
      const total = async () => (await twin.onServer.get("/api/v1/images")).json<Page>().total;
      assert.equal(await total(), 4);
      await ask(admin.href, end);
      assert.equal(await total(), 4, "a connection that was ended is made again");
      const events = await listenTo(t, twin.onServer);
      await twin.onServer.get("/api/v1/albums?wait=true");
      await allow(false);
      await ask(admin.href, end);
      for (const path of ["/api/v1/images", "/api/v1/albums?wait=true", "/api/v1/status"]) {
        const answer = await twin.onServer.get(path);
        assert.deepEqual([answer.status, answer.json().code], [503, "database-unreachable"]);
        assert.doesNotMatch(answer.text, /sync:sync/);
      }
      const visited = await twin.onServer.send("/api/v1/images");
      assert.deepEqual([visited.status, visited.json().code], [503, "database-unreachable"]);
      assert.doesNotMatch(visited.text, /postgres:|127\.0\.0\.1/);
      await allow(true);
      assert.equal(await total(), 4);
      await events.wait(/event: database/);
      const { state } = (await twin.onServer.get("/api/v1/albums/singles%2Fwalks?wait=true")).json();
      assert.equal(state, "in-sync");
    });
  });
