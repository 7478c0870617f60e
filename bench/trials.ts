import { type Patience, summarizeSamples } from "./in-turn.js";
import type { Sample } from "./measure.js";
import type { Row } from "./results.js";

/** Work of servers and browsers that run already, to be measured several times beside other work. */
export interface Trial extends Pick<Row, "variant" | "ours" | "images" | "amount"> {
  /** A text: why it can't be measured. */
  readonly run: (() => Promise<Outcome>) | string;
}

/** What one run took. */
export interface Outcome extends Omit<Sample, "stdout"> {
  /** Stands beside the figures, of the run that was as long as the median. */
  readonly remark?: string;
}

/** Measures trials in turn (A B C A B C …); their medians. One that fails once is not tried again. */
export async function runInTurn(
  trials: readonly Trial[],
  { rounds, seconds }: Patience,
): Promise<readonly Row[]> {
  const start = performance.now();
  const tallies = trials.map((trial) => ({ trial, outcomes: [] as Outcome[], failure: failureOf(trial) }));
  for (let round = 0; round < rounds; round++) {
    if (round > 0 && (performance.now() - start) / 1000 > seconds) break;
    for (const tally of tallies) {
      if (tally.failure !== undefined || typeof tally.trial.run === "string") continue;
      const outcome = await attempt(tally.trial.run);
      if (outcome === undefined) tally.failure = "failed";
      else tally.outcomes.push(outcome);
    }
  }
  return tallies.map(({ trial, outcomes, failure }) => {
    const { run: _, ...row } = trial;
    return failure === undefined
      ? { ...row, ...summarize(outcomes) }
      : { ...row, figures: null, remark: failure };
  });
}

function failureOf({ run }: Trial): string | undefined {
  return typeof run === "string" ? run : undefined;
}

async function attempt(run: () => Promise<Outcome>): Promise<Outcome | undefined> {
  try {
    return await run();
  } catch (error) {
    process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
    return undefined;
  }
}

function summarize(outcomes: readonly Outcome[]): Pick<Row, "figures" | "remark"> {
  const sorted = [...outcomes].sort((a, b) => a.seconds - b.seconds);
  const remark = sorted[Math.floor((sorted.length - 1) / 2)]?.remark;
  return {
    figures: summarizeSamples(outcomes.map((outcome) => ({ ...outcome, stdout: "" }))),
    ...(remark === undefined ? {} : { remark }),
  };
}
