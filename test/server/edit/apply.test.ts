import assert from "node:assert/strict";
import { cpSync } from "node:fs";
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
import { listenTo } from "../../support/event-stream.js";
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
    const project = await openQuietly(dir);
    const codes: string[] = [];
    // The lock is waited for from some moment after the start of a process on, for a second.
    for (let wait = 300; codes.at(-1) !== "plan-stale" && wait < 5000; wait *= 1.3) {
      const planId = await readPlan();
      const waiting = await withDatabase(project.settings, "write", (handle) =>
        withLease(project, handle, { who: "somebody", host: "elsewhere" }, "test", async () => {
          const answer = server.write("POST", "/api/v1/apply", { planId });
          await setTimeout(wait);
          const database = new Database(join(dir, "data/albums.db"));
          database.exec(`UPDATE albums SET style_suffix = 'theirs ${wait}' WHERE is_set_template = 1`);
          database.close();
          return { answer };
        }),
      );
      const answer = await waiting.answer;
      assert.notEqual(answer.status, 200);
      const { code, stale } = answer.json<{ code: string; stale: { found: string }[] }>();
      codes.push(code);
      if (code === "plan-stale") assert.equal(stale[0]?.found, `theirs ${wait}`);
    }
    assert.equal(codes.at(-1), "plan-stale", codes.join(" "));
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
    const events = await listenTo(t, server);
    const { planId } = (await server.get("/api/v1/plan")).json();
    await post(server, "/api/v1/apply", { planId });
    await events.wait(/event: apply\ndata: {"phase":"[^"]+","done":\d+,"total":\d+}/);
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
