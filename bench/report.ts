import { rateOf } from "./goals.js";
import { formatCount, formatFigure } from "./numbers.js";
import type { Plot } from "./plots.js";
import type { Goal, Machine, Result, Row } from "./results.js";
import { renderTable } from "./table.js";

/** The text of bench/results.md: all goals, those of `names` that were not measured, the plots, then each benchmark with its table. */
export function renderResults(
  results: readonly Result[],
  plots: readonly Plot[],
  names: readonly string[] = [],
): string {
  const machines = [...new Set(results.map(({ machine }) => describe(machine)))];
  const open = names.filter((name) => results.every((result) => result.name !== name));
  const sections = [
    "# Benchmark results",
    [
      "Written by `npm run bench`, from what is kept in bench/results/. `npm run bench NAME…` measures anew what it names",
      "and leaves the rest as it is. Every variant is a process of its own, start-up included unless it says otherwise;",
      "ours and its peers were measured in turn (A B C A B C …) in one run; figures are medians of the runs that the",
      "tables name, memory is that of the largest process. Compare figures of one table only.",
    ].join("\n"),
    "## Goals",
    renderTable(["benchmark", "goal", "measured", "verdict"], results.flatMap(listGoals)),
    "Why goals are missed, and what was tried, is in [docs/dead-ends.md](../docs/dead-ends.md#goals-that-are-missed).",
    ...open.map((name) => `Not measured yet: \`npm run bench ${name}\`.`),
    ...plots.map(({ file, title }) => `![${title}](${file})`),
    ...results.map((result) => renderResult(result, machines)),
    machines.length > 1 ? "## Machines" : "## Machine",
    ...machines.map((machine, index) => (machines.length > 1 ? `${index + 1}. ${machine}` : machine)),
  ];
  return `${sections.join("\n\n")}\n`;
}

function listGoals({ name, goals, scale }: Result): readonly (readonly string[])[] {
  return goals.map((goal) => {
    const measured = goal.value === null ? "–" : withUnit(goal.value, goal.unit);
    const promise = `${goal.text}: ${goal.sense} ${goal.limit.toLocaleString("en-US")} ${goal.unit}`.trim();
    return [
      `[${name}](#${anchorOf(name)})`,
      promise,
      measured,
      `${judge(goal)}${scale === 1 ? "" : `, at ${scale} of its sizes`}`,
    ];
  });
}

/** Whether a goal is met, and by how much it is missed. */
export function judge({ value, limit, sense, reason }: Goal): string {
  if (value === null) return `not measured: ${reason ?? "no reason given"}`;
  const isMet = sense === "at most" ? value <= limit : value >= limit;
  if (isMet) return "met";
  const off = sense === "at most" ? value / limit : limit / value;
  return off >= 2 ? `**missed** ${formatFigure(off)} times over` : `**missed** by ${formatPercent(off - 1)}`;
}

function formatPercent(part: number): string {
  return `${Math.max(1, Math.round(part * 100))} %`;
}

function renderResult(result: Result, machines: readonly string[]): string {
  const { title, about, date, revision, load, scale, machine, rows } = result;
  const where = machines.length > 1 ? `, machine ${machines.indexOf(describe(machine)) + 1}` : "";
  const unit = rows.find(({ amount }) => amount !== undefined)?.amount?.unit;
  const hasLeast = rows.some(({ figures }) => (figures?.leastCpuSeconds ?? null) !== null);
  const least = hasLeast ? ["least CPU s"] : [];
  const head = [
    "variant",
    "images",
    "runs",
    "seconds",
    `${unit ?? "images"}/s`,
    "CPU s",
    ...least,
    "peak MB",
  ];
  return [
    `## ${title}`,
    `<a id="${anchorOf(result.name)}"></a>${about.join(" ")}`,
    renderTable(
      [...head, ""],
      rows.map((row) => cellsOf(row, unit, hasLeast)),
      ["left", ...head.slice(1).map(() => "right" as const), "left"],
    ),
    `${date}, commit ${revision}${where}, load average ${load} at the beginning.${describeScale(scale)}`,
  ].join("\n\n");
}

function describeScale(scale: number): string {
  return scale === 1 ? "" : ` **All sizes times ${scale}: the goals are about other sizes.**`;
}

/** `unit`: what the table's rate counts where images don't tell it; a row that counts nothing of it has no rate. */
function cellsOf(row: Row, unit: string | undefined, hasLeast: boolean): readonly string[] {
  const { variant, ours, images, figures, remark = "" } = row;
  const name = ours ? `**${variant}**` : variant;
  const size = images === 0 ? "–" : formatCount(images);
  if (figures === null) return [name, size, ...Array(hasLeast ? 6 : 5).fill("–"), remark];
  const { runs, seconds, cpuSeconds, leastCpuSeconds = null, peakMegabytes } = figures;
  return [
    name,
    size,
    String(runs),
    formatFigure(seconds),
    images === 0 || row.amount?.unit !== unit ? "–" : formatFigure(rateOf(row)),
    cpuSeconds === null ? "–" : formatFigure(cpuSeconds),
    ...(hasLeast ? [leastCpuSeconds === null ? "–" : formatFigure(leastCpuSeconds)] : []),
    peakMegabytes === null ? "–" : formatCount(peakMegabytes),
    remark,
  ];
}

function describe({ processor, cores, memory, filesystem, system, versions }: Machine): string {
  return `${processor}, ${cores} cores, ${memory}, ${filesystem}, ${system}; ${versions.join(", ")}.`;
}

function withUnit(value: number, unit: string): string {
  return unit === "" ? formatFigure(value) : `${formatFigure(value)} ${unit}`;
}

function anchorOf(name: string): string {
  return `bench-${name}`;
}
