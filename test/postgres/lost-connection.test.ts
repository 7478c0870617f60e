import assert from "node:assert/strict";
import { rmSync } from "node:fs";
import { join } from "node:path";
import { it } from "node:test";
import { ask } from "../support/ask-server.js";
import { changeWholeProject, writeWholeProject } from "../support/crash-project.js";
import { runProcess } from "../support/crash-runs.js";
import { openProxy } from "../support/database-proxy.js";
import { dumpServer } from "../support/dump-server.js";
import { onServer } from "../support/each-database.js";
import { PROJECT_DIR } from "../support/paths.js";
import { createServerDatabase } from "../support/postgres.js";
import { SERVER_STRIDE } from "../support/runs.js";
import { makeTempDir } from "../support/temp-dir.js";

const POINTS = 20;
const APPLY = ["apply", "--yes", "--workers", "1", "--prune", "--allow-deletes", "9"];

onServer("a connection that is lost during an apply", () => {
  it("ends the run in plain words, and the next run as if nothing had happened", async (t) => {
    const template = await createServerDatabase();
    t.after(template.remove);
    const dir = makeTempDir(t);
    await writeWholeProject(dir);
    await mustRun(dir, template.url);
    await changeWholeProject(dir, (sql) => ask(template.url, sql));

    const whole = await createServerDatabase(template.url);
    t.after(whole.remove);
    const proxy = await openProxy(whole.url, Number.POSITIVE_INFINITY, () => {});
    await mustRun(dir, proxy.url);
    await proxy.close();
    const expected = await dumpServer(whole.url);

    let lost = 0;
    for (let point = 1; point <= POINTS; point += SERVER_STRIDE) {
      const cut = Math.floor((proxy.bytes() * point) / (POINTS + 1));
      const where = `after ${cut} of ${proxy.bytes()} bytes`;
      const database = await createServerDatabase(template.url);
      const broken = await openProxy(
        database.url,
        cut,
        point % 2 === 0 ? () => terminate(database.url) : undefined,
      );
      const { status, output } = await runSync(dir, broken.url, APPLY);
      await broken.close();
      assert.ok([1, 6].includes(status ?? 0), `${where}: ${status} ${output}`);
      assert.match(output, /database-unreachable/, where);
      assert.doesNotMatch(output, /:sync@|\bat .*\.c?js:/, `a password or a stack ${where}: ${output}`);
      lost++;
      await freeLock(database.url);
      await mustRun(dir, database.url);
      assert.deepEqual(await dumpServer(database.url), expected, where);
      await database.remove();
    }
    t.diagnostic(`lost at ${lost} points of ${proxy.bytes()} bytes`);
    rmSync(join(dir, "data"), { recursive: true, force: true });
  });
});

function runSync(dir: string, url: string, args: readonly string[]) {
  return runProcess(process.execPath, [join(PROJECT_DIR, "bin/sync.js"), ...args, "--db", url], dir, {});
}

async function mustRun(dir: string, url: string): Promise<void> {
  const { status, output } = await runSync(dir, url, APPLY);
  assert.equal(status, 0, output);
}

/** Ends every connection to a database, as a server does that is shut down. */
async function terminate(url: string): Promise<void> {
  const name = new URL(url).pathname.slice(1);
  await ask(
    url,
    `SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = '${name}' AND pid <> pg_backend_pid()`,
  );
}

/** What sync unlock does. */
async function freeLock(url: string): Promise<void> {
  await ask(url, "DELETE FROM sync_lock");
}
