import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { before, it, type TestContext } from "node:test";
import { ask } from "../support/ask-server.js";
import { changeWholeProject, writeWholeProject } from "../support/crash-project.js";
import { runProcess } from "../support/crash-runs.js";
import { onServer } from "../support/each-database.js";
import { PROJECT_DIR } from "../support/paths.js";
import { createServerDatabase } from "../support/postgres.js";
import { serveProject } from "../support/running-server.js";
import { makeTempDir } from "../support/temp-dir.js";

/** The statements of docs/operations.md, by the first words of the comment above them. */
const GRANTS = new Map(
  Array.from(
    readFileSync(join(PROJECT_DIR, "docs/operations.md"), "utf8").matchAll(
      /```sql\n-- (\w+):[^\n]*\n([^`]*)```/g,
    ),
    ([, role, sql]) => [role as string, sql as string],
  ),
);

const roles: string[] = [];

onServer("the rights that docs/operations.md lists", () => {
  before(() => assert.deepEqual([...GRANTS.keys()], ["reads", "applies"]));

  it("let a role read, plan, see the state and serve it, and write nothing", async (t) => {
    const { dir, url } = await makeDatabase(t);
    const reader = await makeRole(url, "reads");
    for (const args of [
      ["plan"],
      ["status"],
      ["db", "status"],
      ["history"],
      ["ls", "images"],
      ["db", "check"],
    ]) {
      const { status, output } = await runSync(dir, reader, args);
      assert.equal(status, 0, `${args}: ${output}`);
    }
    const server = await serveProject(dir, { database: reader });
    for (const path of ["albums?wait=true", "images", "status", "plan", "runs/1", "discover"])
      assert.equal((await server.get(`/api/v1/${path}`)).status, 200, path);
    await server.close();
    const { status, output } = await runSync(dir, reader, APPLY);
    assert.deepEqual([status, /database-read-only/.test(output)], [1, true], output);
    assert.match((await runSync(dir, url, ["plan"])).output, /^\+ image:a\/new\.png/m);
  });

  it("let a role that reads verify, and remove no thumbnail", async (t) => {
    const { dir, url } = await makeDatabase(t);
    const reader = await makeRole(url, "reads");
    await deleteImage(url);
    const thumbnails = () => readdirSync(join(dir, "data/thumbnails")).sort();
    const before = thumbnails();
    const verified = await runSync(dir, reader, ["verify"]);
    assert.match(verified.output, /shows b__4\.png, whose row was deleted[\s\S]*It can't be removed here/);
    assert.deepEqual(thumbnails(), before, "a file went whose record stayed");
  });

  it("let a role apply, take a run back and make thumbnails, but not migrate", async (t) => {
    const { dir, url } = await makeDatabase(t);
    const writer = await makeRole(url, "applies");
    for (const args of [APPLY, ["plan"], ["thumbnails"], ["history", "--reverse", "2"]]) {
      const { status, output } = await runSync(dir, writer, args);
      assert.equal(status, 0, `${args}: ${output}`);
    }
    assert.match((await runSync(dir, writer, ["plan"])).output, /^No changes/m);
    const [row] = await ask(url, "INSERT INTO images (filename, file_path) VALUES ('z', '/z') RETURNING id");
    assert.equal(Number(row?.id) > 5, true, "the sequence was set");
    await deleteImage(url);
    const verified = await runSync(dir, writer, ["verify"]);
    assert.match(verified.output, /showed b__4\.png, whose row was deleted[\s\S]*The file was removed/);
    // What a version before the last migration has.
    await ask(url, "DELETE FROM sync_migrations WHERE number = 8");
    await ask(url, "DROP INDEX sync_thumbnails_remove; ALTER TABLE sync_thumbnails DROP file_sha256");
    const { status, output } = await runSync(dir, writer, ["db", "migrate"]);
    assert.deepEqual([status, /database-read-only/.test(output)], [1, true], output);
  });
});

const APPLY = ["apply", "--yes", "--workers", "1", "--prune", "--allow-deletes", "9"];

/** A database of an applied project, whose manifests have changed since. */
async function makeDatabase(t: TestContext) {
  const { url, remove } = await createServerDatabase();
  // A role goes before the database in which it has rights.
  t.after(async () => {
    for (const role of roles.splice(0)) await ask(url, `DROP OWNED BY ${role}; DROP ROLE ${role}`);
    await remove();
  });
  const dir = makeTempDir(t);
  await writeWholeProject(dir);
  const { status, output } = await runSync(dir, url, APPLY);
  assert.equal(status, 0, output);
  await changeWholeProject(dir, (sql) => ask(url, sql));
  return { dir, url };
}

/** Somebody deletes the row of an image. */
async function deleteImage(url: string): Promise<void> {
  const id = "(SELECT id FROM images WHERE filename = 'b__4.png')";
  for (const table of ["labels", "album_images"])
    await ask(url, `DELETE FROM ${table} WHERE image_id = ${id}`);
  await ask(url, "DELETE FROM images WHERE filename = 'b__4.png'");
}

/** A role with the rights of one of the lists; its address. */
async function makeRole(url: string, list: string): Promise<string> {
  const role = `sync_${list}_${process.pid}`;
  await ask(url, `CREATE ROLE ${role} LOGIN PASSWORD 'sync'`);
  roles.push(role);
  await ask(url, (GRANTS.get(list) ?? "").replaceAll(/\balbums_\w+\b/g, role));
  const address = new URL(url);
  address.username = role;
  return address.href;
}

function runSync(dir: string, url: string, args: readonly string[]) {
  return runProcess(process.execPath, [join(PROJECT_DIR, "bin/sync.js"), ...args, "--db", url], dir, {});
}
