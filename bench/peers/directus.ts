import { execFileSync } from "node:child_process";
import { copyFileSync, existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { createServer } from "node:net";
import { join } from "node:path";
import { startProcess } from "../serve/process.js";
import type { ImageServer } from "../serve/server.js";

/** Tried in this order. Directus 12 asks for Node 22, but runs on 20; the last is the last that says so itself. */
const VERSIONS = ["12.4.1", "12.4.0", "11.3.5"];
const TOKEN = "the-token-of-the-benchmark";

/** A Directus that answers. */
interface Directus extends ImageServer {
  readonly version: string;
}

/**
 * Installs Directus in a folder, where it is not there yet, lets it take over a copy of an SQLite database, and starts it, as it is by default but
 * for what would write to the disk or ask other machines. A text: why it can't.
 */
export async function startDirectus(folder: string, database: string): Promise<Directus | string> {
  const installed = findInstalled(folder);
  const reasons: string[] = [];
  for (const version of installed === undefined ? VERSIONS : [installed]) {
    try {
      if (installed === undefined) install(folder, version);
      return { ...(await start(folder, database)), version };
    } catch (error) {
      reasons.push(`${version} ${describe(error)}`);
    }
  }
  return `Directus can't be started here: ${reasons.join("; ")}`;
}

function findInstalled(folder: string): string | undefined {
  const manifest = join(folder, "node_modules/directus/package.json");
  return existsSync(manifest) ? JSON.parse(readFileSync(manifest, "utf8")).version : undefined;
}

function install(folder: string, version: string): void {
  process.stderr.write(`  installs directus ${version}\n`);
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, "package.json"), '{ "private": true }\n');
  const words = ["install", "--no-audit", "--no-fund", `directus@${version}`, "sqlite3"];
  execFileSync("npm", words, {
    cwd: folder,
    stdio: ["ignore", "ignore", "pipe"],
    timeout: LONGEST_INSTALL_MS,
  });
}

/** Two of its packages may have to be compiled, SQLite among them. */
const LONGEST_INSTALL_MS = 40 * 60_000;

async function start(folder: string, database: string): Promise<ImageServer> {
  const file = join(folder, "peer.db");
  for (const suffix of ["-wal", "-shm"]) rmSync(file + suffix, { force: true });
  copyFileSync(database, file);
  const port = await findPort();
  const env = {
    PATH: process.env.PATH,
    HOME: folder,
    HOST: "127.0.0.1",
    PORT: String(port),
    DB_CLIENT: "sqlite3",
    DB_FILENAME: file,
    SECRET: "the-secret-of-the-benchmark",
    ADMIN_EMAIL: "bench@example.com",
    ADMIN_PASSWORD: "bench-password",
    ADMIN_TOKEN: TOKEN,
    STORAGE_LOCAL_ROOT: join(folder, "uploads"),
    EXTENSIONS_PATH: join(folder, "extensions"),
    TELEMETRY: "false",
    // It answers 503 when a processor is busy, which is what the others on this machine do.
    PRESSURE_LIMITER_ENABLED: "false",
  };
  const cli = [join(folder, "node_modules/directus/cli.js")];
  execFileSync(process.execPath, [...cli, "bootstrap"], { cwd: folder, env, stdio: "pipe" });
  const command = { program: process.execPath, words: [...cli, "start"], cwd: folder };
  const running = await startProcess(command, (line) => line.includes("Server started"), env);
  return { ...running, url: `http://127.0.0.1:${port}`, headers: { authorization: `Bearer ${TOKEN}` } };
}

function findPort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer().once("error", reject);
    server.listen(0, "127.0.0.1", () => {
      const address = server.address();
      server.close(() => resolve(typeof address === "object" && address !== null ? address.port : 0));
    });
  });
}

/** The line of an error that says what went wrong. */
function describe(error: unknown): string {
  const text = error instanceof Error ? error.message : String(error);
  const lines = text.split("\n").filter((line) => /err/i.test(line) && !/^Command failed/.test(line));
  return (lines[0] ?? text.split("\n")[0] ?? "").trim().slice(0, 160);
}
