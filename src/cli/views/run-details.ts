import type { RunRecord } from "../../db/history/history.js";
import { isPruned } from "../../engine/history.js";
import type { RecordedChange } from "../../model/history.js";
import { canonicalJson } from "../../model/json.js";
import { printable } from "../../report/text/printable.js";
import { createPaint, type Paint } from "../../report/text/style.js";
import { formatOrigin, formatOutcome, formatStart } from "./text/run-text.js";

/** The symbols that plans use, with the colour of each. */
const SYMBOLS: { readonly [action: string]: readonly [symbol: string, color: keyof Paint] } = {
  create: ["+", "add"],
  update: ["~", "change"],
  move: [">", "move"],
  adopt: ["<=", "add"],
  release: [".", "faint"],
  delete: ["-", "remove"],
  forget: ["x", "faint"],
};

const PRUNED = "Its changes were dropped from history: only the newest runs keep them.";

/** One run with its changes; with `verbose` also the values before and after each. */
export function renderRun(
  run: RunRecord,
  changes: readonly RecordedChange[],
  { color, verbose }: { readonly color: boolean; readonly verbose: boolean },
): string {
  const paint = createPaint(color);
  const head = `Run ${run.run}, ${run.command}, ${run.state}: ${formatOutcome(run)}`;
  const lines = [
    paint.strong(head.replace(/: $/, "")),
    `  ${formatStart(run)}, ${formatOrigin(run)}`,
    ...(run.planId === "" ? [] : [`  plan ${run.planId}`]),
  ];
  if (isPruned(run, changes)) return [...lines, "", PRUNED].join("\n");
  const entries = changes.flatMap((change) => renderChange(change, paint, verbose));
  return [...lines, ...(entries.length > 0 ? ["", ...entries] : [])].join("\n");
}

function renderChange(change: RecordedChange, paint: Paint, verbose: boolean): readonly string[] {
  const { action, address, before, after } = change;
  const [symbol, color] = SYMBOLS[action] ?? ["?", "faint"];
  const head = `${paint[color](symbol)} ${printable(address)}`;
  if (!verbose) return [head];
  return [
    head,
    `    before ${printable(canonicalJson(before))}`,
    `    after  ${printable(canonicalJson(after))}`,
  ];
}
