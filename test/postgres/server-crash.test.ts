import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import { cpSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { it } from "node:test";
import { ask } from "../support/ask-server.js";
import { changeWholeProject, writeWholeProject } from "../support/crash-project.js";
import { runProcess } from "../support/crash-runs.js";
import { openProxy } from "../support/database-proxy.js";
import { dumpServer } from "../support/dump-server.js";
import { onServer } from "../support/each-database.js";
import { PROJECT_DIR } from "../support/paths.js";
import { createDatabaseOn, startOwnServer } from "../support/postgres.js";
import { SERVER_STRIDE } from "../support/runs.js";
import { makeTempDir } from "../support/temp-dir.js";

const POINTS = 20;

onServer("a server that is killed during an apply", () => {
  it(`ends the run in plain words, and once it is back the next run ends as if nothing had happened`, async (t) => {
    const server = await startOwnServer();
    t.after(server.stop);
    const start = makeTempDir(t);
    const template = await createDatabaseOn(server.url);
    await writeWholeProject(start);
    await mustRun(start, template.url);
    await changeWholeProject(start, (sql) => ask(template.url, sql));
    const begin = async () => {
      const dir = join(makeTempDir(t), "project");
      cpSync(start, dir, { recursive: true });
      return { dir, ...(await createDatabaseOn(server.url, template.url)) };
    };

    const whole = await begin();
    const counter = await openProxy(whole.url, Number.POSITIVE_INFINITY);
    await mustRun(whole.dir, counter.url);
    await counter.close();
    const expected = await describe(whole);

    for (let point = 1; point <= POINTS; point += SERVER_STRIDE) {
      const cut = Math.floor((counter.bytes() * point) / (POINTS + 1));
      const where = `after ${cut} of ${counter.bytes()} bytes`;
      const one = await begin();
      let crashed: Promise<void> | undefined;
      const proxy = await openProxy(one.url, cut, () => {
        crashed = server.crash();
      });
      const { status, output } = await runSync(one.dir, proxy.url);
      assert.ok(crashed !== undefined, where);
      await crashed;
      await proxy.close();
      assert.ok([1, 6].includes(status ?? 0), `${where}: ${status} ${output}`);
      assert.match(output, /database-unreachable/, where);
      assert.doesNotMatch(output, /:sync@|\bat .*\.c?js:/, `a password or a stack ${where}: ${output}`);
      await server.restart();
      // What sync unlock does.
      await ask(one.url, "DELETE FROM sync_lock");
      await mustRun(one.dir, one.url);
      assert.deepEqual(await describe(one), expected, where);
      await one.remove();
      t.diagnostic(`killed ${where}: exit code ${status}`);
    }
  });
});

function runSync(dir: string, url: string) {
  const apply = ["apply", "--yes", "--workers", "1", "--prune", "--allow-deletes", "9", "--db", url];
  return runProcess(process.execPath, [join(PROJECT_DIR, "bin/sync.js"), ...apply], dir, {});
}

async function mustRun(dir: string, url: string): Promise<void> {
  const { status, output } = await runSync(dir, url);
  assert.equal(status, 0, output);
}

/** What the rows say, and which thumbnails there are, whatever the ids of their rows. */
async function describe({ dir, url }: { readonly dir: string; readonly url: string }): Promise<unknown> {
  const folder = join(dir, "data/thumbnails");
  const thumbnails = readdirSync(folder).map((name) =>
    createHash("sha256")
      .update(readFileSync(join(folder, name)))
      .digest("hex"),
  );
  return { rows: await dumpServer(url), thumbnails: thumbnails.sort() };
}
