import assert from "node:assert/strict";
import { it } from "node:test";
import { checkDatabase } from "../../../src/db/check/check.js";
import { rebuildBaseline } from "../../../src/db/check/rebuild.js";
import type { DatabaseHandle } from "../../../src/db/connection/connect.js";
import {
  CLOCK,
  mustWrite,
  observeObjects,
  openMigrated,
  querySql,
  RUN,
  runSql,
} from "../../support/database.js";
import { onEachDatabase } from "../../support/each-database.js";
import { insertAlbum, insertImage, insertTemplate, SHA } from "../../support/steps.js";

const WHERE = (file: string) => `WHERE address = 'image:${file}'`;

/** What is damaged, and what is found of it. */
const DAMAGES: readonly (readonly [sql: string, finding: string])[] = [
  [
    `UPDATE sync_objects SET fields = '{' ${WHERE("1.png")}`,
    "sync_objects main image:1.png: fields is not valid JSON",
  ],
  [
    `UPDATE sync_objects SET fields = '[]', row_id = 999 ${WHERE("2.png")}`,
    "sync_objects main image:2.png: fields is not a JSON object",
  ],
  [
    `UPDATE sync_objects SET kind = 'imago' ${WHERE("3.png")}`,
    "sync_objects main image:3.png: kind is imago",
  ],
  [
    "UPDATE sync_objects SET state = 'ownd' WHERE address = 'album:a'",
    "sync_objects main album:a: state is ownd",
  ],
  [
    `INSERT INTO sync_changes (id, run, address, action, before, after)
      VALUES (7, 1, 'album:a', 'update', 'x', '{}')`,
    "sync_changes 1 album:a: before is not valid JSON",
  ],
  ["UPDATE sync_runs SET summary = '{'", "sync_runs 1: summary is not valid JSON"],
  ["UPDATE sync_meta SET value = '' WHERE name = 'database_id'", "sync_meta database_id: value is not text"],
];

onEachDatabase("damaged records", (kind) => {
  it("are found and repaired: what was recorded goes, what is there becomes nobody's", async (t) => {
    const handle = await openMigrated(t, kind);
    const images = ["1.png", "2.png", "3.png", "4.png"].map((file) => insertImage(file));
    await mustWrite(handle, [insertTemplate("t"), insertAlbum("a"), ...images]);
    runSql(
      handle,
      `INSERT INTO sync_manifests (estate, file, sha256, used, digest, shape, longest)
        VALUES ('main', 'm.yaml', '', '[]', '', '', 0)`,
    );
    assert.deepEqual(await listDamage(handle), []);
    for (const [sql] of DAMAGES) runSql(handle, sql);
    assert.deepEqual(await listDamage(handle), DAMAGES.map(([, finding]) => finding).sort());
    const others = querySql(handle, "SELECT * FROM images ORDER BY id");

    const report = await rebuildBaseline(handle, {
      run: RUN,
      clock: CLOCK,
      newId: () => "another",
      lease: { fence: () => {} },
    });

    assert.deepEqual(report, {
      released: ["album:a", "image:1.png"],
      emptied: ["image:2.png"],
      dropped: ["image:3.png"],
      runs: [1],
      isRenamed: true,
    });
    assert.deepEqual(await listDamage(handle), []);
    assert.deepEqual(querySql(handle, "SELECT file FROM sync_manifests"), []);
    assert.deepEqual(querySql(handle, "SELECT * FROM images ORDER BY id"), others);
    const recorded = (await observeObjects(handle)).map(({ address, state, recorded }) => [
      address,
      state,
      Object.keys(recorded).length > 1 ? "all" : recorded,
    ]);
    assert.deepEqual(recorded, [
      ["album:a", "released", {}],
      ["image:1.png", "released", { sha256: SHA }],
      ["image:2.png", "owned", { sha256: SHA }],
      ["image:4.png", "owned", "all"],
      ["set-template:t", "owned", "all"],
    ]);
  });
});

async function listDamage(handle: DatabaseHandle): Promise<readonly string[]> {
  const found = await checkDatabase(handle);
  return found.map(({ table, row, detail }) => `${table} ${row}: ${detail}`).sort();
}
