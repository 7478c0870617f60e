// npm run bench [NAME…]: runs the named benchmarks (all without names) and writes bench/results.md.
// BENCH_RUNS: measurements of each (5). BENCH_SIZES: images of the estates (1000,10000).
// BENCH_COLLECT: pictures × bytes of each in the tree that is collected (1000x200000).
import { execFileSync } from "node:child_process";
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { cpus, loadavg, tmpdir, totalmem } from "node:os";
import { join } from "node:path";
import { BENCHMARKS, type Benchmark, type Place } from "./benchmarks.js";
import { encodeTinyPng } from "./encode-png.js";
import { writeEstate } from "./estate.js";
import { measure, type Sample, takeMedian } from "./measure.js";
import { parseTreeSize, writeOutputs } from "./outputs.js";
import { drawPictures } from "./pictures.js";
import { type Circumstances, type Result, renderResults } from "./results.js";

const PROJECT = join(import.meta.dirname, "../..");
const PICTURES = 300;
const RUNS = Number(process.env.BENCH_RUNS ?? "5");
const SIZES = (process.env.BENCH_SIZES ?? "1000,10000").split(",").map(Number);
const TREE = parseTreeSize(process.env.BENCH_COLLECT ?? "1000x200000");

const names = process.argv.slice(2);
const unknown = names.filter((name) => BENCHMARKS.every((benchmark) => benchmark.name !== name));
if (unknown.length > 0) {
  const known = BENCHMARKS.map(({ name }) => name).join(", ");
  process.stderr.write(`There is no benchmark ${unknown.join(", ")}; there are: ${known}.\n`);
  process.exit(64);
}
const chosen = BENCHMARKS.filter(({ name }) => names.length === 0 || names.includes(name));
const folder = mkdtempSync(join(tmpdir(), "album-sync-bench-"));
try {
  const text = renderResults(await runAll(), describeCircumstances());
  writeFileSync(join(PROJECT, "bench/results.md"), text);
  process.stdout.write(text);
} finally {
  rmSync(folder, { recursive: true });
}

async function runAll(): Promise<readonly Result[]> {
  const results: Result[] = [];
  for (const size of chosen.some(({ on }) => on === "rows") ? SIZES : []) {
    const place = prepare(`rows-${size}`);
    writeEstate(place.estate, size, (number) => ({ bytes: encodeTinyPng(number), width: 1, height: 1 }));
    for (const benchmark of chosen.filter(({ on }) => on === "rows"))
      results.push(run(benchmark, place, size));
  }
  const onPictures = chosen.filter(({ on }) => on === "pictures");
  if (onPictures.length > 0) {
    const place = prepare("pictures");
    writeEstate(place.estate, PICTURES, await drawPictures());
    for (const benchmark of onPictures) results.push(run(benchmark, place, PICTURES));
  }
  const onOutputs = chosen.filter(({ on }) => on === "outputs");
  if (onOutputs.length > 0) {
    const place = prepare("outputs");
    const bytes = writeOutputs(place.estate, TREE);
    for (const benchmark of onOutputs)
      results.push({ ...run(benchmark, place, TREE.images), megabytes: bytes / 1e6 });
  }
  return results;
}

function prepare(name: string): Place {
  const estate = join(folder, name);
  mkdirSync(estate);
  return { estate, project: PROJECT };
}

function run({ name, ours, peer }: Benchmark, place: Place, images: number): Result {
  process.stderr.write(`${name}, ${images} images\n`);
  const own: Sample[] = [];
  const other: Sample[] = [];
  for (let round = 0; round < RUNS; round++) {
    own.push(measure(ours(place)));
    if (peer !== undefined) other.push(measure(peer.command(place)));
  }
  const beside = peer === undefined ? null : { name: peer.name, sample: takeMedian(other) };
  return { name, images, ours: takeMedian(own), peer: beside };
}

function describeCircumstances(): Circumstances {
  const lock = JSON.parse(readFileSync(join(PROJECT, "package-lock.json"), "utf8"));
  const version = (name: string) => `${name} ${lock.packages[`node_modules/${name}`].version}`;
  const git = (...words: readonly string[]) =>
    execFileSync("git", words, { cwd: PROJECT, encoding: "utf8" }).trim();
  return {
    date: new Date().toISOString().slice(0, 10),
    revision: git("rev-parse", "--short", "HEAD"),
    machine: `${cpus()[0]?.model.trim()}, ${cpus().length} cores, ${Math.round(totalmem() / 2 ** 30)} GB`,
    load: (loadavg()[0] ?? 0).toFixed(1),
    versions: [
      `node ${process.version}`,
      git("--version"),
      ...["yaml", "knex", "better-sqlite3", "sharp"].map(version),
    ].join(", "),
    runs: RUNS,
  };
}
