import assert from "node:assert/strict";
import { once } from "node:events";
import { cpSync } from "node:fs";
import { get, type IncomingMessage } from "node:http";
import { join } from "node:path";
import { describe, it } from "node:test";
import { setTimeout } from "node:timers/promises";
import Database from "better-sqlite3";
import { withDatabase } from "../../../src/engine/project/database.js";
import { withLease } from "../../../src/engine/project/lease.js";
import {
  CARDS,
  CARDS_FILE,
  DECK,
  DECK_FILE,
  etagIn,
  makeEditProject,
  openQuietly,
} from "../../support/edit-project.js";
import { makePictureProject } from "../../support/picture-project.js";
import { drawQuadrants } from "../../support/pictures.js";
import { createWorkspace } from "../../support/transcript.js";
import { edits, post, serve } from "../../support/write-requests.js";

describe("applying over HTTP", () => {
  it("gives the rows that the command line gives, and is refused for another plan", async (t) => {
    const picture = await drawQuadrants(8, 8).png().toBuffer();
    const dir = makePictureProject(
      t,
      [{ file: "a.png", bytes: picture }],
      {},
      {
        "manifests/deck.yaml": DECK,
        "data/deck.csv": CARDS,
      },
    );
    const workspace = createWorkspace([]);
    t.after(() => workspace.remove());
    cpSync(dir, workspace.dir, { recursive: true });
    const server = await serve(t, dir);
    const { planId } = await post(server, "/api/v1/preview", {
      edits: [{ file: DECK_FILE, etag: etagIn(dir, DECK_FILE), ops: [] }],
    });
    const stale = await post(server, "/api/v1/apply", { planId: "0".repeat(64) }, 409);
    assert.equal(stale.code, "plan-id-differs");
    const report = await post(server, "/api/v1/apply", { planId });
    assert.deepEqual([report.state, report.actions.create, report.thumbnails.made], ["complete", 3, 1]);
    const own = await workspace.run(`sync apply --yes --expect ${planId}`);
    assert.equal(own.status, 0, own.stderr);
    assert.deepEqual(readRows(dir), readRows(workspace.dir));
    const again = await post(server, "/api/v1/preview", {
      edits: [{ file: DECK_FILE, etag: etagIn(dir, DECK_FILE), ops: [] }],
    });
    assert.equal((await post(server, "/api/v1/apply", { planId: again.planId })).run, null);
  });

  it("writes nothing when the database changes while it waits", async (t) => {
    const dir = makeEditProject(t);
    const server = await serve(t, dir);
    const readPlan = async () => (await server.get("/api/v1/plan")).json().planId;
    await post(server, "/api/v1/apply", { planId: await readPlan() });
    await post(server, "/api/v1/save", { edits: edits(dir) });
    const planId = await readPlan();
    const project = await openQuietly(dir);
    const waiting = await withDatabase(project.settings, "write", (handle) =>
      withLease(project, handle, { who: "somebody", host: "elsewhere" }, "test", async () => {
        const answer = post(server, "/api/v1/apply", { planId }, 409);
        await setTimeout(300);
        const database = new Database(join(dir, "data/albums.db"));
        database.exec("UPDATE albums SET style_suffix = 'theirs' WHERE is_set_template = 1");
        database.close();
        return { answer };
      }),
    );
    const { code, stale } = await waiting.answer;
    assert.deepEqual([code, stale[0].found], ["plan-stale", "theirs"]);
  });

  it("tells those who listen how far it is", async (t) => {
    const picture = await drawQuadrants(8, 8).png().toBuffer();
    const dir = makePictureProject(
      t,
      [{ file: "a.png", bytes: picture }],
      {},
      { [DECK_FILE]: DECK, [CARDS_FILE]: CARDS },
    );
    const server = await serve(t, dir);
    const headers = { authorization: `Bearer ${server.token}` };
    const stream = get({ host: "127.0.0.1", port: server.port, path: "/api/v1/events", headers });
    t.after(() => stream.destroy());
    let told = "";
    const [response] = (await once(stream, "response")) as [IncomingMessage];
    response.setEncoding("utf8").on("data", (part: string) => (told += part));
    const { planId } = (await server.get("/api/v1/plan")).json();
    await post(server, "/api/v1/apply", { planId });
    while (!told.includes("event: apply")) await setTimeout(10);
    assert.match(told, /event: apply\ndata: {"phase":"[^"]+","done":\d+,"total":\d+}/);
  });

  it("answers 423 while another run holds the lock", async (t) => {
    const dir = makeEditProject(t);
    const server = await serve(t, dir);
    const plan = async () =>
      (
        await post(server, "/api/v1/preview", {
          edits: [{ file: DECK_FILE, etag: etagIn(dir, DECK_FILE), ops: [] }],
        })
      ).planId;
    await post(server, "/api/v1/apply", { planId: await plan() });
    await post(server, "/api/v1/save", { edits: edits(dir) });
    const planId = await plan();
    const project = await openQuietly(dir);
    await withDatabase(project.settings, "write", (handle) =>
      withLease(project, handle, { who: "somebody", host: "elsewhere" }, "test", async () => {
        const { detail } = await post(server, "/api/v1/apply", { planId }, 423);
        assert.match(detail, /somebody@elsewhere/);
      }),
    );
    assert.equal((await post(server, "/api/v1/apply", { planId })).actions.update, 1);
  });
});

/** The rows of the backend's tables, without the times at which they were written and where the project lies. */
function readRows(dir: string): unknown {
  const database = new Database(join(dir, "data/albums.db"), { readonly: true });
  try {
    return ["albums", "images", "album_images", "labels"].map((table) =>
      database
        .prepare(`SELECT * FROM ${table} ORDER BY id`)
        .all()
        .map((row) => ({ ...(row as object), created_at: null, updated_at: null, file_path: null })),
    );
  } finally {
    database.close();
  }
}
