import assert from "node:assert/strict";
import { rmSync } from "node:fs";
import { connect, createServer, type Server, type Socket } from "node:net";
import { join } from "node:path";
import { it } from "node:test";
import { ask } from "../support/ask-server.js";
import { changeWholeProject, writeWholeProject } from "../support/crash-project.js";
import { runProcess } from "../support/crash-runs.js";
import { onServer } from "../support/each-database.js";
import { PROJECT_DIR } from "../support/paths.js";
import { createServerDatabase } from "../support/postgres.js";
import { STRIDE } from "../support/runs.js";
import { makeTempDir } from "../support/temp-dir.js";

const POINTS = 20;
const APPLY = ["apply", "--yes", "--workers", "1", "--prune", "--allow-deletes", "9"];

onServer("a connection that is lost during an apply", () => {
  it(`ends the run in plain words, and the next run as if nothing had happened, at ${POINTS} points`, async (t) => {
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
    const expected = await dump(whole.url);

    let lost = 0;
    for (let point = 1; point <= POINTS; point += STRIDE) {
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
      assert.deepEqual(await dump(database.url), expected, where);
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

interface Proxy {
  readonly url: string;
  /** How many bytes went to the server. */
  bytes(): number;
  close(): Promise<void>;
}

/** Stands between the program and the server until so many bytes came from the program. */
async function openProxy(target: string, cut: number, end?: () => unknown): Promise<Proxy> {
  const { hostname, port } = new URL(target);
  const sockets = new Set<Socket>();
  let bytes = 0;
  let isOver = false;
  const server: Server = createServer((near) => {
    const far = connect(Number(port), hostname);
    for (const socket of [near, far]) {
      sockets.add(socket);
      socket.on("error", () => {});
    }
    far.pipe(near);
    near.on("data", (data) => {
      bytes += data.length;
      if (bytes < cut) {
        far.write(data);
        return;
      }
      if (isOver) return;
      isOver = true;
      if (end !== undefined) end();
      else for (const socket of [near, far]) socket.resetAndDestroy();
    });
    near.on("close", () => far.destroy());
    far.on("close", () => near.destroy());
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const url = new URL(target);
  url.port = String((server.address() as { readonly port: number }).port);
  return {
    url: url.href,
    bytes: () => bytes,
    close: async () => {
      for (const socket of sockets) socket.destroy();
      await new Promise((resolve) => server.close(resolve));
    },
  };
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

const WITHOUT: { readonly [table: string]: readonly string[] } = {
  albums: ["id", "updated_at", "created_at"],
  images: ["id", "updated_at", "created_at", "thumbnail_path"],
  labels: ["id", "image_id", "created_at"],
  album_images: ["id", "image_id", "album_id", "created_at"],
  sync_objects: ["row_id", "run", "guard"],
  sync_thumbnails: ["image_id", "recorded_at", "claimed_until"],
  sync_manifests: [],
  sync_refs: [],
};

/** What the tables say, without ids and times. */
async function dump(url: string): Promise<unknown> {
  const tables: Record<string, unknown> = {};
  for (const [table, without] of Object.entries(WITHOUT)) {
    const rows = await ask(url, `SELECT * FROM ${table}`);
    tables[table] = rows
      .map((row) => JSON.stringify(Object.entries(row).filter(([column]) => !without.includes(column))))
      .sort();
  }
  return tables;
}
