import assert from "node:assert/strict";
import { execFileSync, spawn } from "node:child_process";
import { once } from "node:events";
import { chmodSync, chownSync, existsSync, mkdirSync, readdirSync } from "node:fs";
import { createServer } from "node:net";
import { delimiter, join } from "node:path";
import type { TestContext } from "node:test";
import { setTimeout } from "node:timers/promises";
import { connectTo } from "./ask-server.js";
import { makeTempDir } from "./temp-dir.js";

/** A folder with pg_dump and pg_restore, the server of that version perhaps with them. */
interface Installed {
  readonly bin: string;
  /** The first number of it. */
  readonly version: number;
}

/** Where Debian keeps each version. */
const VERSIONS = "/usr/lib/postgresql";

/** What is installed of PostgreSQL on this machine: on PATH first, then each of those that Debian keeps apart. */
export function findInstalled(): readonly Installed[] {
  const kept = existsSync(VERSIONS) ? readdirSync(VERSIONS).map((name) => join(VERSIONS, name, "bin")) : [];
  return [...(process.env.PATH ?? "").split(delimiter), ...kept]
    .filter((bin) => existsSync(join(bin, "pg_dump")))
    .map((bin) => {
      const said = execFileSync(join(bin, "pg_dump"), ["--version"], { encoding: "utf8" });
      return { bin, version: Number(/(\d+)/.exec(said)?.[1]) };
    });
}

async function findPort(): Promise<number> {
  const other = createServer().listen(0, "127.0.0.1");
  await once(other, "listening");
  const { port } = other.address() as { readonly port: number };
  other.close();
  return port;
}

/** Starts the server of a folder, until the end of the test. Gives the address of a database of it by name. */
export async function startInstalled(t: TestContext, bin: string): Promise<(database: string) => string> {
  const folder = makeTempDir(t);
  const data = join(folder, "data");
  mkdirSync(data);
  // The server refuses to run as root: then as nobody.
  const nobody = process.getuid?.() === 0 ? { uid: 65_534, gid: 65_534 } : {};
  if (nobody.uid !== undefined) {
    chmodSync(folder, 0o755);
    chownSync(data, nobody.uid, nobody.gid);
  }
  const options = { ...nobody, cwd: data, env: { LC_ALL: "C" } };
  const words = ["--username=sync", "--auth=trust", "--encoding=UTF8", "--locale=C.UTF-8", "--no-sync"];
  execFileSync(join(bin, "initdb"), [...words, `--pgdata=${data}`], { ...options, stdio: "pipe" });
  const port = await findPort();
  const settings = ["listen_addresses=127.0.0.1", "unix_socket_directories=", "fsync=off"];
  const server = spawn(
    join(bin, "postgres"),
    ["-D", data, "-p", String(port), ...settings.flatMap((one) => ["-c", one])],
    { ...options, stdio: "ignore" },
  );
  const ended = new Promise((resolve) => server.once("exit", resolve));
  t.after(async () => {
    server.kill("SIGINT");
    await ended;
  });
  const urlOf = (database: string) => `postgres://sync@127.0.0.1:${port}/${database}`;
  for (let tries = 0; server.exitCode === null && tries < 300; tries++) {
    const client = await connectTo(urlOf("postgres")).catch(() => undefined);
    await client?.end();
    if (client !== undefined) return urlOf;
    await setTimeout(100);
  }
  assert.fail(`the server of ${bin} did not start`);
}
