// Runs compiled tests with node:test. Arguments: parts of file names to run (all when none are given), and
// --law-runs=N: how many cases each law is tried on.
import { spawnSync } from "node:child_process";
import { readdirSync } from "node:fs";
import { availableParallelism } from "node:os";
import { join, sep } from "node:path";

const root = join(import.meta.dirname, "..");
const wanted = process.argv.slice(2).filter((word) => !word.startsWith("--"));
const runs = process.argv.find((word) => word.startsWith("--law-runs="))?.slice("--law-runs=".length);
// Node 20's runner takes no globs, so the files are listed here.
const files = readdirSync(join(root, "dist/test"), { recursive: true })
  .filter((name) => name.endsWith(".test.js"))
  .filter((name) => wanted.length === 0 || wanted.some((part) => name.split(sep).join("/").includes(part)))
  .sort()
  .map((name) => join("dist/test", name));
if (files.length === 0) {
  process.stderr.write("No test file matches.\n");
  process.exit(1);
}
const preload =
  Number(process.versions.node.split(".")[0]) >= 24 ? ["--import", "./dist/test/support/keep-driver.js"] : [];
const { status } = spawnSync(
  process.execPath,
  [...preload, "--test", `--test-concurrency=${availableParallelism()}`, ...files],
  { cwd: root, stdio: "inherit", env: { ...process.env, ...(runs === undefined ? {} : { LAW_RUNS: runs }) } },
);
process.exit(status ?? 1);
