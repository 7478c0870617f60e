// npm run bench [NAME…]: measures the named benchmarks, all without names; keeps each in bench/results/ and writes
// bench/results.md and its plots from all that are kept. `npm run bench report` measures nothing and only writes.
// BENCH_ROUNDS: measurements of each variant (5). BENCH_SCALE: of all sizes (1). BENCH_MINUTES: for everything that is
// measured repeatedly (20); a round that was begun is finished, and there is one at least. BENCH_DIRECTUS: a folder where
// Directus stays installed, which takes minutes (a new one each time).
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { loadavg, tmpdir } from "node:os";
import { join } from "node:path";
import { type Bench, openBench } from "./bench.js";
import type { Benchmark } from "./benchmark.js";
import { BENCHMARKS } from "./list.js";
import { describeMachine, describeRevision } from "./machine.js";
import { plotResults } from "./plots.js";
import { renderResults } from "./report.js";
import { keepResult, type Result, readResults } from "./results.js";

const PROJECT = join(import.meta.dirname, "../..");
const RESULTS = join(PROJECT, "bench/results");

const scale = Number(process.env.BENCH_SCALE ?? "1");
const words = process.argv.slice(2);
const isReport = words.length === 1 && words[0] === "report";
const names = isReport ? [] : words;
const known = BENCHMARKS.map(({ name }) => name);
const unknown = names.filter((name) => !known.includes(name));
if (unknown.length > 0) {
  process.stderr.write(`There is no benchmark ${unknown.join(", ")}; there are: ${known.join(", ")}.\n`);
  process.exit(64);
}
const folder = mkdtempSync(join(tmpdir(), "album-sync-bench-"));
let failed = 0;
try {
  const bench = openBench(PROJECT, folder, {
    rounds: Number(process.env.BENCH_ROUNDS ?? "5"),
    scale,
    minutes: Number(process.env.BENCH_MINUTES ?? "20"),
  });
  for (const benchmark of BENCHMARKS)
    if (names.includes(benchmark.name) || words.length === 0) await runAndKeep(benchmark, bench);
  writeReport();
} finally {
  rmSync(folder, { recursive: true });
}
process.exitCode = failed > 0 ? 1 : 0;

async function runAndKeep(benchmark: Benchmark, bench: Bench): Promise<void> {
  const { name, title, about } = benchmark;
  process.stderr.write(`${name}\n`);
  const start = performance.now();
  const load = Number((loadavg()[0] ?? 0).toFixed(1));
  try {
    const { rows, goals } = await benchmark.run(bench);
    const result: Result = {
      name,
      title,
      about,
      date: new Date().toISOString().slice(0, 10),
      revision: describeRevision(PROJECT),
      load,
      scale,
      machine: describeMachine(PROJECT, folder),
      rows,
      goals,
    };
    keepResult(RESULTS, result);
  } catch (error) {
    failed += 1;
    process.stderr.write(`${name} failed: ${error instanceof Error ? error.stack : String(error)}\n`);
  }
  process.stderr.write(`  took ${Math.round((performance.now() - start) / 1000)} s\n`);
}

function writeReport(): void {
  const results = readResults(RESULTS, known);
  const plots = plotResults(results);
  for (const { file, svg } of plots) writeFileSync(join(PROJECT, "bench", file), svg);
  const text = renderResults(results, plots, known);
  writeFileSync(join(PROJECT, "bench/results.md"), text);
  process.stdout.write(text);
}
