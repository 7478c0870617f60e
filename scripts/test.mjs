// Runs compiled tests with node:test. Arguments: parts of file names to run (all when none are given), --law-runs=N: how
// many cases each law is tried on, and --law-seed=N|random: which ones.
import { spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { availableParallelism } from "node:os";
import { join, sep } from "node:path";

const root = join(import.meta.dirname, "..");
const wanted = process.argv.slice(2).filter((word) => !word.startsWith("--"));
const option = (name) => process.argv.find((word) => word.startsWith(`--${name}=`))?.slice(name.length + 3);
const runs = option("law-runs");
// A failure is the fault of what was changed, never of the day; see docs/decisions/0015-the-same-cases-each-time.md.
const seed = option("law-seed") ?? process.env.LAW_SEED ?? "1";
if (!existsSync(join(root, "dist"))) {
  process.stderr.write("Nothing is compiled yet; run node scripts/build.mjs first.\n");
  process.exit(1);
}
// Node 20's runner takes no globs, so the files are listed here.
const files = readdirSync(join(root, "dist"), { recursive: true })
  .filter((name) => name.endsWith(".test.js"))
  .filter((name) => wanted.length === 0 || wanted.some((part) => name.split(sep).join("/").includes(part)))
  .sort()
  .map((name) => join("dist", name));
if (files.length === 0) {
  process.stderr.write("No compiled test file matches; node scripts/build.mjs compiles them.\n");
  process.exit(1);
}
const preloads = [
  ...(seed === "random" ? [] : ["law-seed"]),
  ...(Number(process.versions.node.split(".")[0]) >= 24 ? ["keep-driver"] : []),
].flatMap((name) => ["--import", `./dist/test/support/${name}.js`]);
// One server for all files that need it. Where there is none, they say so, and fail when NEED_POSTGRES is set.
const needsServer = files.some((name) =>
  /support\/(?:law-runs|each-database)\.js"/.test(readFileSync(join(root, name), "utf8")),
);
const server = needsServer
  ? await startServer().catch((error) => void process.stderr.write(`${error.message}\n`))
  : undefined;
const runner = spawn(
  process.execPath,
  [...preloads, "--test", `--test-concurrency=${availableParallelism()}`, ...files],
  {
    cwd: root,
    stdio: "inherit",
    env: {
      ...process.env,
      LAW_SEED: seed,
      ...(runs === undefined ? {} : { LAW_RUNS: runs }),
      ...(server === undefined ? {} : { SYNC_TEST_POSTGRES_URL: server.url }),
    },
  },
);
const [status] = await once(runner, "exit");
await server?.stop();
process.exit(status ?? 1);

/** What it takes is installed by then. */
async function startServer() {
  const { startPostgres } = await import("./postgres.mjs");
  return startPostgres();
}
