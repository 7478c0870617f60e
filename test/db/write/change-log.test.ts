import assert from "node:assert/strict";
import { it } from "node:test";
import type { HistoryEntry, Step } from "../../../src/apply/ports.js";
import type { DatabaseHandle } from "../../../src/db/connection/connect.js";
import { openMigrated, querySql, RUN, target } from "../../support/database.js";
import { onEachDatabase } from "../../support/each-database.js";
import { albumAddress, imageAddress, insertAlbum, insertImage, update } from "../../support/steps.js";

function execute(handle: DatabaseHandle, steps: readonly Step[], history: readonly HistoryEntry[]) {
  return target(handle).execute(steps, history, RUN, () => {});
}

function creates(...addresses: readonly string[]): readonly HistoryEntry[] {
  return addresses.map((address) => ({ address, action: "create", before: null }));
}

function changesOf(handle: DatabaseHandle) {
  return querySql(handle, "SELECT id, run, address, action, before, after FROM sync_changes ORDER BY id");
}

onEachDatabase("what history keeps of new rows", (kind) => {
  it("is the digest of what is declared, whatever the order of its keys", async (t) => {
    const handle = await openMigrated(t, kind);
    const step = { ...insertImage("x.png"), fields: { b: 2, a: 1 } };
    await execute(handle, [step], creates(step.address));
    // printf '{"a":1,"b":2}' | sha256sum
    const after = '{"sha256":"43258cff783fe7036d8a43033f830adfc60ec037382473548ac742b888292777"}';
    const row = { id: 1, run: 1, address: "image:x.png", action: "create", before: "null", after };
    assert.deepEqual(changesOf(handle), [row]);
  });

  it("stands in the order of the plan, in which its rows need not come", async (t) => {
    const handle = await openMigrated(t, kind);
    await execute(handle, [insertAlbum("old")], creates(albumAddress("old")));
    const images = Array.from({ length: 70 }, (_, index) => `${index}.png`);
    const [before, after] = [{ description: null }, { description: "new" }];
    const change = { address: albumAddress("old"), action: "update", before, after };
    const addresses = [albumAddress("a"), ...images.map(imageAddress), albumAddress("b")];
    await execute(
      handle,
      [
        update("album", albumAddress("old"), before, after),
        ...[insertAlbum("b"), insertAlbum("a")],
        ...images.toReversed().map((file) => insertImage(file)),
      ],
      [...creates(...addresses.slice(0, 9)), change, ...creates(...addresses.slice(9))],
    );
    const [, ...rows] = changesOf(handle);
    assert.deepEqual(
      rows.map(({ address }) => address),
      [...addresses.slice(0, 9), albumAddress("old"), ...addresses.slice(9)],
    );
    assert.deepEqual(
      rows.map(({ id }) => id),
      rows.map((_, index) => index + 2),
    );
  });

  it("is kept of rows that stood already only as long as something is written of them", async (t) => {
    const handle = await openMigrated(t, kind);
    const steps = [insertAlbum("a"), insertImage("x.png")];
    const history = creates(albumAddress("a"), imageAddress("x.png"));
    await execute(handle, steps, history);
    const again = await execute(handle, steps, history);
    assert.deepEqual(again.done && again.alreadyApplied, new Set(["album:a", "image:x.png"]));
    assert.deepEqual(
      changesOf(handle).map(({ run }) => run),
      [1, 1],
    );
  });

  it("must come, or nothing is written", async (t) => {
    const handle = await openMigrated(t, kind);
    const history = creates(albumAddress("a"), imageAddress("x.png"));
    await assert.rejects(execute(handle, [insertAlbum("a")], history), /names 2 new rows, but 1 came/);
    assert.deepEqual(querySql(handle, "SELECT * FROM albums"), []);
  });
});
