import assert from "node:assert/strict";
import { cpSync, existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, it } from "node:test";
import Database from "better-sqlite3";
import { writeReplica } from "../../sample/legacy/replica.js";
import { equalJson, type Json, type JsonObject } from "../../src/model/json.js";
import { parseTime } from "../../src/model/time.js";
import { listTree, runSync } from "../support/collect-project.js";
import { PROJECT_DIR } from "../support/paths.js";
import { makeTempDir } from "../support/temp-dir.js";

type Row = { readonly [column: string]: Json } & { readonly fields: string };

const QUERY = `SELECT i.*, CAST(i.seed AS TEXT) AS seed, o.fields FROM sync_objects o JOIN images i ON i.id = o.row_id WHERE o.kind = 'image'`;

describe("a legacy tree brought in from end to end", () => {
  it("loses no fact of any sidecar between the files and the database", async (t) => {
    const top = makeTempDir(t);
    await writeReplica(top, PROJECT_DIR);
    const dir = makeTempDir(t);
    assert.equal((await runSync(dir, ["init"])).status, 0);
    for (const folder of ["manifests/sets", "data/sets"]) {
      cpSync(join(PROJECT_DIR, folder), join(dir, folder), { recursive: true });
    }
    assert.equal((await runSync(dir, ["collect", join(top, "outputs")])).status, 0);
    assert.equal((await runSync(dir, ["plan", "--detailed-exitcode"])).status, 2);
    const apply = await runSync(dir, ["apply", "--yes"]);
    assert.equal(apply.status, 0, apply.stderr);
    assert.match((await runSync(dir, ["plan"])).stdout, /^No changes\./);
    const rows = readRows(join(dir, "data/albums.db"));
    const images = listTree(join(top, "outputs")).filter(
      (file) => /\.(png|jpe?g)$/.test(file) && !file.startsWith("thumbnails/"),
    );
    assert.deepEqual([...rows.keys()].sort(), images);
    const described = images.filter((file) => existsSync(sidecarOf(join(top, "outputs", file))));
    assert.equal(described.length, images.length - 1, "one image has no sidecar");
    const lost = described.flatMap((file) => {
      const text = readFileSync(sidecarOf(join(top, "outputs", file)), "utf8");
      // Seeds have more digits than a number of JavaScript holds.
      const sidecar = JSON.parse(text.replace(/"seed": (\d+)/, '"seed": "$1"')) as JsonObject;
      const row = rows.get(file) as Row;
      return Object.entries(sidecar)
        .filter(([key, value]) => !isKept(key, value, row))
        .map(([key]) => `${file}: ${key}`);
    });
    assert.deepEqual(lost, []);
    const items = [...rows.values()].filter(({ fields }) => JSON.parse(fields).item !== undefined);
    assert.equal(items.length, 9 + 34 + 22 + 8 + 12, "every card and sign knows its item");
  });
});

function sidecarOf(file: string): string {
  return file.replace(/\.\w+$/, ".json");
}

/** Rows of images with their records, by the path that they were collected from. */
function readRows(file: string): ReadonlyMap<string, Row> {
  const database = new Database(file, { readonly: true });
  const rows = database.prepare(QUERY).all() as readonly Row[];
  database.close();
  return new Map(rows.map((row) => [String(JSON.parse(row.fields)["source.file"]), row]));
}

/** Where each key of a sidecar has to be found again. */
function isKept(key: string, value: Json, row: Row): boolean {
  const recorded = JSON.parse(row.fields) as JsonObject;
  switch (key) {
    case "timestamp":
      return row.created_at === parseTime(String(value));
    case "lora":
    case "loras":
      return equalJson(JSON.parse(String(row.lora_config)) as Json, value);
    case "model":
      return recorded["source.model"] === value;
    case "seed":
      if (value === null) return row.seed === null;
      return recorded.seed === value && row.seed === (BigInt(String(value)) < 2n ** 63n ? value : null);
    default:
      return Object.hasOwn(row, key)
        ? equalJson(row[key], value)
        : equalJson(recorded[`metadata.${key}`], value);
  }
}
