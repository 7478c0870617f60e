import { execFile } from "node:child_process";
import { promisify } from "node:util";
import { redactUrl } from "../../db/connection/url.js";
import type { Environment } from "../project/environment.js";
import { failWith } from "../project/failure.js";

const run = promisify(execFile);

/** Addresses in what pg_dump says. */
const URLS = /[a-z][a-z0-9+.-]*:\/\/\S+/gi;

/**
 * Lets pg_dump write a database on a server to a file, in its custom format, and pg_restore read it back. The password
 * goes by the environment, where no list of processes shows it. Throws a failure that names the command to run instead,
 * which would write `target`.
 */
export async function dumpServer(
  url: string,
  file: string,
  target: string,
  environment: Environment,
): Promise<void> {
  const { address, password } = withoutPassword(url);
  const env = { ...environment, ...(password === undefined ? {} : { PGPASSWORD: password }) };
  const options = { env: env as NodeJS.ProcessEnv, maxBuffer: 2 ** 24 };
  await attempt(url, target, () =>
    run("pg_dump", ["--format=custom", "--no-password", `--file=${file}`, `--dbname=${address}`], options),
  );
  await attempt(url, target, () => run("pg_restore", ["--list", file], options));
}

async function attempt(url: string, target: string, work: () => Promise<unknown>): Promise<void> {
  try {
    await work();
  } catch (error) {
    const { code, stderr = "", path = "pg_dump" } = error as NodeJS.ErrnoException & { stderr?: string };
    const help = `Run it where pg_dump is at least as new as the server: ${dumpCommand(url, target)}`;
    if (code === "ENOENT")
      throw failWith("failure", "pg-dump-missing", `no backup was made: ${path} is not on PATH`, help);
    const said = stderr.trim().split("\n").at(-1) ?? "";
    const reason = said === "" ? String(error) : said;
    throw failWith(
      "failure",
      "pg-dump-failed",
      `no backup was made: ${reason.replace(URLS, redactUrl)}`,
      help,
    );
  }
}

/** What a person types instead; the password comes from PGPASSWORD or ~/.pgpass. */
function dumpCommand(url: string, file: string): string {
  return `pg_dump -Fc -f ${quote(file)} ${quote(withoutPassword(url).address)}`;
}

function quote(word: string): string {
  return /^[\w./:@-]+$/.test(word) ? word : `'${word.replaceAll("'", "'\\''")}'`;
}

/** An address that anybody may see, and its password. */
function withoutPassword(url: string): { readonly address: string; readonly password: string | undefined } {
  const address = new URL(url);
  const named = address.searchParams.get("password");
  const password = named ?? (address.password === "" ? undefined : decodeURIComponent(address.password));
  address.password = "";
  address.searchParams.delete("password");
  return { address: address.href, password };
}
