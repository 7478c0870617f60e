// Tries each law on many cases, as many laws at a time as there are cores, then kills and faults at every point.
// Arguments: parts of names of laws to try (all when none are given), --law-runs=N (100,000), and --seconds=N: go on to
// the next law after that time, with the cases that were tried by then. A law that fails prints its case and seed.
import { spawn } from "node:child_process";
import { readdirSync, readFileSync } from "node:fs";
import { availableParallelism } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import pLimit from "p-limit";

const root = join(import.meta.dirname, "..");
const wanted = process.argv.slice(2).filter((word) => !word.startsWith("--"));
const option = (name) => process.argv.find((word) => word.startsWith(`--${name}=`))?.slice(name.length + 3);
const environment = {
  ...process.env,
  LAW_RUNS: option("law-runs") ?? "100000",
  LAW_SECONDS: option("seconds") ?? "0",
};
const preload =
  Number(process.versions.node.split(".")[0]) >= 24 ? ["--import", "./dist/test/support/keep-driver.js"] : [];

const tasks = [
  ...readdirSync(join(root, "dist/test"))
    .filter((name) => /^laws.*\.test\.js$/.test(name))
    .flatMap(listLaws),
  ...["crash", "faults"].map((name) => ({ name, file: `dist/test/${name}.test.js`, args: [] })),
].filter(({ name }) => wanted.length === 0 || wanted.some((part) => name.includes(part)));
const limit = pLimit(availableParallelism());
const failed = (await Promise.all(tasks.map((task) => limit(run, task)))).filter(
  (name) => name !== undefined,
);
process.stdout.write(failed.length === 0 ? "All hold.\n" : `Failed: ${failed.join("; ")}\n`);
process.exitCode = failed.length === 0 ? 0 : 1;

/** Each law runs in a process of its own. */
function listLaws(name) {
  const file = join("dist/test", name);
  const titles = [...readFileSync(join(root, file), "utf8").matchAll(/^ {4}it\("([^"]+)"/gm)];
  return titles.map(([, title]) => ({
    name: title,
    file,
    args: [`--test-name-pattern=${title.replace(/[\\^$.*+?()[\]{}|]/g, "\\$&")}`],
  }));
}

/** The name of the task when it failed. */
async function run({ name, file, args }) {
  const started = Date.now();
  tell(name, "begins");
  const child = spawn(process.execPath, [...preload, ...args, file], { cwd: root, env: environment });
  let output = "";
  child.stdout.setEncoding("utf8").on("data", (text) => {
    output += text;
  });
  createInterface({ input: child.stderr }).on("line", (line) => tell(name, line));
  const status = await new Promise((resolve) => child.once("close", resolve));
  if (status !== 0) process.stdout.write(output);
  tell(name, `${status === 0 ? "holds" : "FAILED"} after ${Math.round((Date.now() - started) / 1000)} s`);
  return status === 0 ? undefined : name;
}

function tell(name, text) {
  process.stdout.write(`${new Date().toISOString().slice(11, 19)} ${name}: ${text}\n`);
}
