import { formatFigure } from "./numbers.js";
import type { Point } from "./statistics.js";

/** Points that belong together; x and y above 0, x ascending. */
export interface Line {
  readonly label: string;
  /** Ours are drawn strong. */
  readonly ours: boolean;
  readonly points: readonly Point[];
}

export interface Captions {
  readonly title: string;
  readonly xUnit: string;
  readonly yUnit: string;
}

const WIDTH = 760;
const HEIGHT = 440;
const FRAME = { left: 64, right: 200, top: 56, bottom: 52 };
const LABEL_GAP = 16;

/** Readable on light and on dark ground; a strong and a pale colour for six lines. */
const STYLE = `
  text { font: 12px system-ui, sans-serif; fill: #1f2328 }
  .title { font-size: 15px; font-weight: 600 }
  .grid { stroke: #d1d9e0; stroke-width: 1 }
  .ground { fill: #ffffff }
  .line { fill: none; stroke-width: 1.5; stroke-dasharray: 5 4 }
  .line.ours { stroke-width: 3; stroke-dasharray: none }
  .label.ours { font-weight: 600 }
  .c0 { stroke: #0969da } .c1 { stroke: #1a7f37 } .c2 { stroke: #9a6700 }
  .c3 { stroke: #8250df } .c4 { stroke: #cf222e } .c5 { stroke: #57606a }
  .dot { stroke-width: 5; stroke-linecap: round }
  @media (prefers-color-scheme: dark) {
    text { fill: #f0f6fc } .grid { stroke: #3d444d } .ground { fill: #0d1117 }
    .c0 { stroke: #4493f8 } .c1 { stroke: #3fb950 } .c2 { stroke: #d29922 }
    .c3 { stroke: #ab7df8 } .c4 { stroke: #f85149 } .c5 { stroke: #9198a1 }
  }`;

/** An SVG with logarithmic axes: equal growth has equal slope. Throws when there is nothing to draw. */
export function drawLines(lines: readonly Line[], { title, xUnit, yUnit }: Captions): string {
  const points = lines.flatMap((line) => line.points);
  if (points.length === 0) throw new Error("There is nothing to draw.");
  const x = openAxis(
    points.map((point) => point.x),
    FRAME.left,
    WIDTH - FRAME.right,
  );
  const y = openAxis(
    points.map((point) => point.y),
    HEIGHT - FRAME.bottom,
    FRAME.top,
  );
  const right = WIDTH - FRAME.right;
  const bottom = HEIGHT - FRAME.bottom;
  const parts = [
    `<rect class="ground" width="${WIDTH}" height="${HEIGHT}"/>`,
    `<text class="title" x="${FRAME.left}" y="24">${escapeXml(title)}</text>`,
    ...x.ticks.flatMap((tick) => [
      `<line class="grid" x1="${at(x.place(tick))}" y1="${FRAME.top}" x2="${at(x.place(tick))}" y2="${bottom}"/>`,
      `<text x="${at(x.place(tick))}" y="${bottom + 20}" text-anchor="middle">${formatTick(tick)}</text>`,
    ]),
    ...y.ticks.flatMap((tick) => [
      `<line class="grid" x1="${FRAME.left}" y1="${at(y.place(tick))}" x2="${right}" y2="${at(y.place(tick))}"/>`,
      `<text x="${FRAME.left - 8}" y="${at(y.place(tick) + 4)}" text-anchor="end">${formatTick(tick)}</text>`,
    ]),
    `<text x="${(FRAME.left + right) / 2}" y="${HEIGHT - 12}" text-anchor="middle">${escapeXml(xUnit)}</text>`,
    `<text x="${FRAME.left - 8}" y="${FRAME.top - 16}" text-anchor="end">${escapeXml(yUnit)}</text>`,
    ...lines.map((line, index) => drawLine(line, index, x.place, y.place)),
    ...drawLabels(lines, y.place),
  ];
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${WIDTH} ${HEIGHT}" width="${WIDTH}" height="${HEIGHT}" role="img" aria-label="${escapeXml(title)}">\n<style>${STYLE}\n</style>\n${parts.join("\n")}\n</svg>\n`;
}

interface Axis {
  readonly ticks: readonly number[];
  readonly place: (value: number) => number;
}

/** From the power of ten below the least figure to the one above the greatest. */
function openAxis(figures: readonly number[], from: number, to: number): Axis {
  const first = Math.floor(Math.log10(Math.min(...figures)));
  const last = Math.max(first + 1, Math.ceil(Math.log10(Math.max(...figures))));
  return {
    ticks: Array.from({ length: last - first + 1 }, (_, index) => 10 ** (first + index)),
    place: (value) => from + ((Math.log10(value) - first) / (last - first)) * (to - from),
  };
}

function drawLine(
  { points, ours }: Line,
  index: number,
  placeX: Axis["place"],
  placeY: Axis["place"],
): string {
  const colour = `c${index % 6}`;
  const spots = points.map(({ x, y }) => `${at(placeX(x))},${at(placeY(y))}`);
  const dots = spots.map((spot) => `<path class="dot ${colour}" d="M${spot} h0"/>`);
  return `<polyline class="line ${ours ? "ours " : ""}${colour}" points="${spots.join(" ")}"/>${dots.join("")}`;
}

/** Names at the right, level with the ends of their lines where they don't get in each other's way. */
function drawLabels(lines: readonly Line[], placeY: Axis["place"]): readonly string[] {
  const x = WIDTH - FRAME.right + 14;
  const wanted = lines
    .map((line, index) => ({ ...line, index, level: placeY(line.points.at(-1)?.y ?? 1) }))
    .sort((a, b) => a.level - b.level);
  let lowest = FRAME.top - LABEL_GAP;
  return wanted.map(({ label, ours, index, level }) => {
    lowest = Math.max(level, lowest + LABEL_GAP);
    return `<path class="line ${ours ? "ours " : ""}c${index % 6}" d="M${x} ${at(lowest)} h18"/><text class="label${ours ? " ours" : ""}" x="${x + 24}" y="${at(lowest + 4)}">${escapeXml(label)}</text>`;
  });
}

function formatTick(value: number): string {
  return value >= 1 ? value.toLocaleString("en-US") : formatFigure(value).replace(/0+$/, "");
}

function at(value: number): string {
  return value.toFixed(1);
}

function escapeXml(text: string): string {
  return text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll('"', "&quot;");
}
