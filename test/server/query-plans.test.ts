import assert from "node:assert/strict";
import { join } from "node:path";
import { after, before, describe, it } from "node:test";
import Database from "better-sqlite3";
import { PROJECT_DIR } from "../support/paths.js";
import { serveProject, type TestServer } from "../support/running-server.js";
import { createWorkspace, type Workspace } from "../support/transcript.js";
import { findWholeReads } from "../support/whole-reads.js";

/**
 * A request, and the tables that it may read whole when it comes first after a commit, and when it comes
 * again. Plans are made in a thread of their own: test/db/query-plans.test.ts explains what they read.
 */
interface Case {
  readonly path: string;
  readonly first: readonly string[];
  readonly again?: readonly string[];
}

const CASES: readonly Case[] = [
  { path: "/api/v1/images?limit=1", first: ["albums", "images"] },
  { path: "/api/v1/images?limit=1&cursor=-2", first: ["albums", "images"] },
  { path: "/api/v1/images?album=singles/walks", first: ["albums"] },
  { path: "/api/v1/images?label=lake&text=blue&item=x", first: ["albums", "images"] },
  { path: "/api/v1/images/ids?template=elements", first: ["albums"] },
  { path: "/api/v1/images/2", first: ["albums", "recorded albums"], again: ["recorded albums"] },
  { path: "/api/v1/images/2/file", first: ["albums"] },
  { path: "/api/v1/images/2/thumbnail", first: ["albums"] },
  { path: "/api/v1/albums", first: ["album_images", "albums"] },
  { path: "/api/v1/albums/singles%2Fwalks", first: ["album_images", "albums"] },
  { path: "/api/v1/templates", first: ["album_images", "albums"] },
  { path: "/api/v1/templates/elements/coverage", first: ["album_images", "albums"] },
  { path: "/api/v1/runs", first: [], again: [] },
  { path: "/api/v1/discover", first: ["albums", "images"], again: ["albums", "images"] },
  { path: "/api/albums", first: ["album_images", "albums"] },
  { path: "/api/albums/2", first: ["album_images", "albums"] },
  { path: "/api/images?page=2&per_page=1", first: ["albums", "images"] },
  { path: "/api/training/albums", first: ["album_images", "albums"] },
];

let workspace: Workspace;
let server: TestServer;
let database: Database.Database;
/** Statements that were run. */
const run = new Set<string>();
const { prepare } = Database.prototype;

before(async () => {
  workspace = createWorkspace([join(PROJECT_DIR, "test/cli/fixtures/project")]);
  assert.equal((await workspace.run("sync apply --yes")).status, 0);
  server = await serveProject(workspace.dir);
  database = new Database(join(workspace.dir, "data/albums.db"));
  Database.prototype.prepare = function (this: Database.Database, sql: string) {
    const statement = prepare.call(this, sql);
    for (const name of ["all", "get", "iterate"] as const) {
      const real = statement[name].bind(statement) as (...values: unknown[]) => never;
      statement[name] = (...values: unknown[]) => {
        run.add(sql);
        return real(...values);
      };
    }
    return statement;
  } as typeof prepare;
});
after(async () => {
  Database.prototype.prepare = prepare;
  await server.close();
  database.close();
  workspace.remove();
});

describe("no request reads a table whole for each row of another, nor at all but in", () => {
  for (const { path, first, again = [] } of CASES)
    it(path, async () => {
      database.exec("UPDATE images SET steps = steps + 1 WHERE id = 1");
      assert.deepEqual(await readWhole(path), first);
      assert.deepEqual(await readWhole(path), again);
    });
});

async function readWhole(path: string): Promise<readonly string[]> {
  run.clear();
  assert.equal((await server.get(path)).status, 200);
  const queries = [...run].filter((sql) => /^\s*(?:SELECT|WITH)\b/i.test(sql));
  assert.ok(run.size > 0);
  const reads = queries.flatMap((sql) => explain(sql).map((one) => ({ ...one, sql })));
  assert.deepEqual(
    reads.filter(({ repeated }) => repeated),
    [],
  );
  return [...new Set(reads.map(({ table }) => table))].sort();
}

function explain(sql: string) {
  const plain = { prepare: (text: string) => prepare.call(database, text) };
  return findWholeReads(plain as unknown as Database.Database, sql);
}
