import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, it } from "node:test";
import { BENCHMARKS } from "../../bench/list.js";
import { formatFigure } from "../../bench/numbers.js";
import { plotResults } from "../../bench/plots.js";
import { judge, renderResults } from "../../bench/report.js";
import { type Figures, keepResult, type Result, type Row, readResults } from "../../bench/results.js";
import { makeTempDir } from "../support/temp-dir.js";

const MACHINE = {
  processor: "Abacus",
  cores: 2,
  memory: "1 GB",
  filesystem: "ext4",
  system: "Linux 1",
  versions: ["node v1"],
};

function row(variant: string, images: number, seconds: number): Row {
  return {
    variant,
    ours: variant.startsWith("sync"),
    images,
    figures: { runs: 5, seconds, cpuSeconds: null, peakMegabytes: 42.4 },
  };
}

function result(name: string, changes: Partial<Result> = {}): Result {
  return {
    name,
    title: `Title of ${name}`,
    about: ["What is done."],
    date: "2026-11-22",
    revision: "abc1234",
    load: 0.5,
    scale: 1,
    machine: MACHINE,
    rows: [row("sync plan", 100, 0.5), row("sync plan", 1000, 1), row("git status", 100, 0.25)],
    goals: [{ text: "plan against git", sense: "at most", limit: 2, unit: "×", value: 1.5 }],
    ...changes,
  };
}

describe("judge", () => {
  const goal = { text: "", unit: "s", limit: 2 } as const;
  const cases = [
    [{ ...goal, sense: "at most", value: 2 }, "met"],
    [{ ...goal, sense: "at most", value: 2.5 }, "**missed** by 25 %"],
    [{ ...goal, sense: "at most", value: 8 }, "**missed** 4.00 times over"],
    [{ ...goal, sense: "at least", value: 2 }, "met"],
    [{ ...goal, sense: "at least", value: 1.6 }, "**missed** by 25 %"],
    [{ ...goal, sense: "at most", value: 2.001 }, "**missed** by 1 %"],
    [{ ...goal, sense: "at least", value: null, reason: "not installed" }, "not measured: not installed"],
  ] as const;
  for (const [given, verdict] of cases)
    it(`says ${verdict} of ${given.value}, ${given.sense} 2`, () => assert.equal(judge(given), verdict));
});

describe("formatFigure", () => {
  it("gives three digits that count", () => {
    assert.deepEqual([0, 0.012345, 1.2345, 12.345, 123.45, 1234.5, 123_456].map(formatFigure), [
      "0",
      "0.0123",
      "1.23",
      "12.3",
      "123",
      "1,235",
      "123,456",
    ]);
  });
});

describe("renderResults", () => {
  it("shows every goal with its verdict, and each benchmark with its rows", () => {
    const text = renderResults([result("one")], []);
    assert.match(text, /\| \[one\]\(#bench-one\) \| plan against git: at most 2 × \| 1\.50 × \| met \|/);
    assert.match(text, /## Title of one\n\n<a id="bench-one"><\/a>What is done\./);
    assert.match(text, /\| \*\*sync plan\*\* \| 1,000 \| 5 \| 1\.00 \| 1,000 \| – \| 42 \| {2}\|/);
    assert.match(text, /\| git status \| 100 \| 5 \| 0\.250 \| 400 \|/);
    assert.match(text, /2026-11-22, commit abc1234, load average 0\.5 at the beginning\.\n/);
    assert.match(text, /## Machine\n\nAbacus, 2 cores, 1 GB, ext4, Linux 1; node v1\.\n$/);
  });

  it("shows the least time of processors where it was kept", () => {
    const [first, second] = [row("sync plan", 100, 0.5), row("git status", 100, 0.25)];
    const rows = [{ ...first, figures: { ...(first.figures as Figures), leastCpuSeconds: 0.75 } }, second];
    const text = renderResults([result("one", { rows })], []);
    assert.match(text, /\| CPU s \| least CPU s \| peak MB \|/);
    assert.match(text, /\| \*\*sync plan\*\* \| 100 \| 5 \| 0\.500 \| 200 \| – \| 0\.750 \| 42 \|/);
    assert.match(text, /\| git status \| 100 \| 5 \| 0\.250 \| 400 \| – \| – \| 42 \|/);
    assert.ok(!renderResults([result("one")], []).includes("least CPU s"));
  });

  it("says of each benchmark on which machine it was measured when there are several", () => {
    const other = result("two", { machine: { ...MACHINE, processor: "Slide rule" } });
    const text = renderResults([result("one"), other], []);
    assert.match(text, /commit abc1234, machine 1,/);
    assert.match(text, /commit abc1234, machine 2,/);
    assert.match(text, /## Machines\n\n1\. Abacus.*\n\n2\. Slide rule/);
  });

  it("tells what was not measured, and when sizes were others than those of the goals", () => {
    const rows = [{ variant: "a | b", ours: false, images: 0, figures: null, remark: "not installed" }];
    const text = renderResults([result("one", { rows, scale: 0.01 })], []);
    assert.match(text, /\| (?:met|\*\*missed\*\*[^|]*), at 0\.01 of its sizes \|/);
    assert.match(text, /\| a \\\| b \| – \| – \| – \| – \| – \| – \| not installed \|/);
    assert.match(text, /All sizes times 0\.01/);
    assert.match(
      renderResults([result("one")], [], ["one", "two"]),
      /^Not measured yet: `npm run bench two`\.$/m,
    );
  });
});

describe("results", () => {
  it("are kept one by one and read in the order of the benchmarks, whichever was measured last", (t) => {
    const folder = join(makeTempDir(t), "results");
    for (const name of ["b", "a", "gone"]) keepResult(folder, result(name));
    keepResult(folder, result("a", { load: 9 }));
    assert.deepEqual(readResults(folder, ["a", "b", "c"]), [result("a", { load: 9 }), result("b")]);
  });

  it("of this repository are those that bench/results.md and its plots show", () => {
    const bench = join(import.meta.dirname, "../../../bench");
    const names = BENCHMARKS.map(({ name }) => name);
    const results = readResults(join(bench, "results"), names);
    const measured = new Set(results.map(({ name }) => name));
    const missing = names.filter((name) => !measured.has(name));
    assert.deepEqual(missing, []);
    const notMeasured = results.flatMap(({ rows, goals }) => [
      ...rows.flatMap(({ figures, remark }) => (figures === null ? [remark] : [])),
      ...goals.flatMap(({ value, reason }) => (value === null ? [reason] : [])),
    ]);
    assert.deepEqual(
      notMeasured.filter((why) => why === undefined || /not supported/.test(why)),
      [],
      "of what the program does and does not do, docs tell",
    );
    const plots = plotResults(results);
    assert.equal(readFileSync(join(bench, "results.md"), "utf8"), renderResults(results, plots, names));
    for (const { file, svg } of plots) assert.equal(readFileSync(join(bench, file), "utf8"), svg);
  });
});
