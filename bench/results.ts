import type { Sample } from "./measure.js";

/** The medians of one benchmark on one estate. */
export interface Result {
  readonly name: string;
  readonly images: number;
  /** Of the files that both read, where that is what counts. */
  readonly megabytes?: number;
  readonly ours: Sample;
  readonly peer: { readonly name: string; readonly sample: Sample } | null;
}

/** Where and when results were taken. */
export interface Circumstances {
  readonly date: string;
  readonly revision: string;
  readonly machine: string;
  /** Processes that ran or waited, on average of the minute before the end: wall times suffer from more than there are cores. */
  readonly load: string;
  readonly versions: string;
  readonly runs: number;
}

const COLUMNS = [
  "benchmark",
  "images",
  "wall s",
  "images/s",
  "MB/s",
  "CPU s",
  "peak MB",
  "peer",
  "wall s",
  "MB/s",
  "CPU s",
  "peak MB",
  "ours ÷ peer",
];

/** The text of bench/results.md. */
export function renderResults(results: readonly Result[], about: Circumstances): string {
  const lines = [
    "# Benchmark results",
    "",
    `Written by \`npm run bench\` on ${about.date} at ${about.revision}.`,
    "",
    `- machine: ${about.machine}; load average at the end ${about.load}`,
    `- versions: ${about.versions}`,
    `- medians of ${about.runs}, ours and its peer taken in turn; each a process of its own, start-up included`,
    "- estates of albums of 100 images, each with prompt, seed and three labels; picture files of one pixel, for thumbnails 512 × 720",
    "- collect: a tree of decks of 100 pictures of noise, each with a sidecar of 2 kB, both counted in MB; copied, hashed and flushed to the disk; files in the page cache",
    "",
    row(COLUMNS),
    row(COLUMNS.map(() => "---")),
    ...results.map((result) => row(cellsOf(result))),
  ];
  return `${lines.join("\n")}\n`;
}

function cellsOf({ name, images, megabytes, ours, peer }: Result): readonly string[] {
  const rate = Math.round(images / ours.wallSeconds).toLocaleString("en-US");
  const through = ({ wallSeconds }: Sample): string =>
    megabytes === undefined ? "–" : String(Math.round(megabytes / wallSeconds));
  const own = [seconds(ours.wallSeconds), rate, through(ours), ...usage(ours)];
  const head = [name, images.toLocaleString("en-US"), ...own];
  if (peer === null) return [...head, "–", "–", "–", "–", "–", "–"];
  const { sample } = peer;
  const ratio = (ours.wallSeconds / sample.wallSeconds).toFixed(2);
  return [...head, peer.name, seconds(sample.wallSeconds), through(sample), ...usage(sample), ratio];
}

function usage({ cpuSeconds, peakMegabytes }: Sample): readonly string[] {
  return [
    cpuSeconds === null ? "–" : seconds(cpuSeconds),
    peakMegabytes === null ? "–" : String(Math.round(peakMegabytes)),
  ];
}

function seconds(value: number): string {
  return value.toFixed(value < 1 ? 3 : 2);
}

function row(cells: readonly string[]): string {
  return `| ${cells.join(" | ")} |`;
}
