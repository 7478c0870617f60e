import assert from "node:assert/strict";
import { mkdtempSync, readFileSync, realpathSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, describe, it } from "node:test";
import { writeEstate } from "../../../bench/estates/rows.js";
import { etagIn } from "../../support/edit-project.js";
import type { Answer, TestServer } from "../../support/running-server.js";
import { serve } from "../../support/write-requests.js";

const IMAGES = 10_000;
const FILE = "manifests/bench/album-00003.yaml";
/** A server that planned by itself answered one or two. */
const MANY = 20;

describe("what takes long beside other requests", () => {
  const dir = realpathSync(mkdtempSync(join(tmpdir(), "sync-beside-")));
  before(() => writeEstate(dir, IMAGES, null));
  after(() => rmSync(dir, { recursive: true }));

  for (const name of ["preview", "save"])
    it(`lets others be answered while it plans for a ${name}`, async (t) => {
      const server = await serve(t, dir);
      const op = { op: "set", path: ["description"], value: `Edited for a ${name}` };
      const edits = [{ file: FILE, etag: etagIn(dir, FILE), ops: [op] }];
      const { answer, others } = await countOthers(
        server,
        server.write("POST", `/api/v1/${name}`, { edits }),
      );
      assert.equal(answer.status, 200, answer.text);
      if (name === "preview")
        assert.equal(answer.json<{ plan: { total: number } }>().plan.total, IMAGES + 100);
      else assert.match(readFileSync(join(dir, FILE), "utf8"), /Edited for a save/);
      assert.ok(others >= MANY, `${others} answers`);
    });

  it("lets others be answered while it applies", async (t) => {
    const server = await serve(t, dir);
    const { planId } = (await server.get("/api/v1/plan")).json();
    const { answer, others } = await countOthers(server, server.write("POST", "/api/v1/apply", { planId }));
    // There are no pictures to look at.
    assert.equal(answer.status, 422, answer.text);
    assert.ok(others >= MANY, `${others} answers`);
  });
});

/** How many requests, one after the other, are answered before this one is. */
async function countOthers(server: TestServer, asked: Promise<Answer>) {
  let isDone = false;
  const end = asked.finally(() => {
    isDone = true;
  });
  let others = 0;
  for (; !isDone; others++) assert.equal((await server.get("/api/v1/session")).status, 200);
  return { answer: await end, others };
}
