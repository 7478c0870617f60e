import { drawLines, type Line } from "./plot-lines.js";
import type { Result, Row } from "./results.js";

/** A picture of results. */
export interface Plot {
  /** Beside results.md. */
  readonly file: string;
  readonly title: string;
  readonly svg: string;
}

/** Lines to draw from results: benchmark, variant, what to call it. */
const GROWTH: readonly (readonly [string, string, string])[] = [
  ["first-apply", "sync apply, whole command", "sync apply, first"],
  ["no-change-plan", "sync plan", "sync plan, no change"],
  ["no-change-plan", "git status", "git status"],
  ["terraform", "terraform plan", "terraform plan, no change"],
  ["old-importer", "old importer, first", "old importer, first"],
  ["old-importer", "old importer, nothing changed", "old importer, no change"],
];

/** The plots that the results give: how time and memory grow with the estate. */
export function plotResults(results: readonly Result[]): readonly Plot[] {
  const plots = [
    {
      file: "growth-time.svg",
      title: "Seconds by images",
      unit: "s",
      read: (row: Row) => row.figures?.seconds ?? null,
    },
    {
      file: "growth-memory.svg",
      title: "Megabytes at the peak by images",
      unit: "MB",
      read: (row: Row) => row.figures?.peakMegabytes ?? null,
    },
  ];
  return plots.flatMap(({ file, title, unit, read }) => {
    const lines = GROWTH.flatMap(([name, variant, label]) =>
      collectLine(results, { name, variant, label, read }),
    );
    return lines.length === 0
      ? []
      : [{ file, title, svg: drawLines(lines, { title, xUnit: "images", yUnit: unit }) }];
  });
}

function collectLine(
  results: readonly Result[],
  {
    name,
    variant,
    label,
    read,
  }: {
    readonly name: string;
    readonly variant: string;
    readonly label: string;
    readonly read: (row: Row) => number | null;
  },
): readonly Line[] {
  const rows = results.find((result) => result.name === name)?.rows.filter((row) => row.variant === variant);
  const points = (rows ?? []).flatMap((row) => {
    const y = read(row);
    return y === null || y <= 0 ? [] : [{ x: row.images, y }];
  });
  if (points.length < 2) return [];
  return [{ label, ours: label.startsWith("sync"), points: points.sort((a, b) => a.x - b.x) }];
}
