import { type Command, type Sample, tryMeasure } from "./measure.js";
import type { Row } from "./results.js";
import { takeMedian } from "./statistics.js";

/** One way to do the work, to be measured beside others. */
export interface Variant extends Pick<Row, "variant" | "ours" | "images" | "amount" | "remark"> {
  /** A sample: it was measured once already. A text: why it can't be measured. */
  readonly command: Command | Sample | string;
  /** Fewer runs than the others get, for what takes minutes. */
  readonly atMost?: number;
}

/** When to stop: after so many rounds, or sooner, when the time is up. There is one round at least. */
export interface Patience {
  readonly rounds: number;
  readonly seconds: number;
}

interface Tally {
  readonly variant: Variant;
  readonly samples: Sample[];
  failure: string | undefined;
}

/** Measures variants in turn (A B C A B C …), so that what disturbs the machine disturbs all of them; their medians. */
export function measureInTurn(variants: readonly Variant[], { rounds, seconds }: Patience): readonly Row[] {
  const start = performance.now();
  const tallies = variants.map(
    (variant): Tally => ({
      variant,
      samples: [],
      failure: typeof variant.command === "string" ? variant.command : undefined,
    }),
  );
  for (let round = 0; round < rounds; round++) {
    if (round > 0 && (performance.now() - start) / 1000 > seconds) break;
    for (const tally of tallies) if (round < roundsOf(tally.variant, rounds)) takeSample(tally);
  }
  return tallies.map(summarize);
}

function roundsOf({ command, atMost }: Variant, rounds: number): number {
  return typeof command === "object" && !("program" in command) ? 1 : (atMost ?? rounds);
}

function takeSample(tally: Tally): void {
  const { command } = tally.variant;
  if (tally.failure !== undefined || typeof command === "string") return;
  const sample = "program" in command ? tryMeasure(command) : command;
  if (typeof sample === "string") tally.failure = sample;
  else tally.samples.push(sample);
}

function summarize({ variant, samples, failure }: Tally): Row {
  const { command: _, atMost: __, ...row } = variant;
  if (failure !== undefined) return { ...row, figures: null, remark: failure };
  return { ...row, figures: summarizeSamples(samples) };
}

/** Medians of samples of the same work, and the least time of processors. */
export function summarizeSamples(samples: readonly Sample[]): NonNullable<Row["figures"]> {
  const summarizeKnown = (
    figure: "cpuSeconds" | "peakMegabytes",
    take: (known: readonly number[]) => number,
  ) => {
    const known = samples.map((sample) => sample[figure]).filter((value) => value !== null);
    return known.length === 0 ? null : take(known);
  };
  return {
    runs: samples.length,
    seconds: takeMedian(samples.map(({ seconds }) => seconds)),
    cpuSeconds: summarizeKnown("cpuSeconds", takeMedian),
    leastCpuSeconds: summarizeKnown("cpuSeconds", (known) => Math.min(...known)),
    peakMegabytes: summarizeKnown("peakMegabytes", takeMedian),
  };
}
