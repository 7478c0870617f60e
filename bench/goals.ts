import type { Figures, Goal, Row } from "./results.js";
import { fitExponent } from "./statistics.js";

type Value = Pick<Goal, "value" | "reason">;

/** A goal that is met up to a limit. */
export function atMost(text: string, limit: number, unit: string, value: Value): Goal {
  return { text, sense: "at most", limit, unit, ...value };
}

/** A goal that is met from a limit on. */
export function atLeast(text: string, limit: number, unit: string, value: Value): Goal {
  return { text, sense: "at least", limit, unit, ...value };
}

/** Seconds of one row by its variant and, where several have it, its size. */
export function secondsOf(rows: readonly Row[], variant: string, images?: number): Value {
  return combine([findRow(rows, variant, images)], ([row]) => row?.figures?.seconds ?? null);
}

/** Seconds of all processors together of one row. */
export function cpuOf(rows: readonly Row[], variant: string, images?: number): Value {
  return combine([findRow(rows, variant, images)], ([row]) => row?.figures?.cpuSeconds ?? null);
}

/** The exponent with which a figure of a variant grows with the images. */
export function growthOf(
  rows: readonly Row[],
  variant: string,
  read: (figures: Figures) => number | null = ({ seconds }) => seconds,
): Value {
  const points = rows
    .filter((row) => row.variant === variant)
    .flatMap(({ images, figures }) => {
      const y = figures === null ? null : read(figures);
      return y === null || y <= 0 ? [] : [{ x: images, y }];
    });
  const value = fitExponent(points);
  return value === null ? { value, reason: "measured at one size only" } : { value };
}

/** Megabytes at the peak of one row. */
export function peakOf(rows: readonly Row[], variant: string, images?: number): Value {
  return combine([findRow(rows, variant, images)], ([row]) => row?.figures?.peakMegabytes ?? null);
}

/** How many times as long the first variant takes as the second. */
export function ratioOf(rows: readonly Row[], variant: string, other: string, images?: number): Value {
  return combine([findRow(rows, variant, images), findRow(rows, other, images)], ([first, second]) =>
    first?.figures && second?.figures ? first.figures.seconds / second.figures.seconds : null,
  );
}

/** How many times as much the first variant gets done in a second as the other. */
export function speedOf(rows: readonly Row[], variant: string, other: string, images?: number): Value {
  return combine([findRow(rows, variant, images), findRow(rows, other, images)], ([first, second]) => {
    if (!first?.figures || !second?.figures) return null;
    return rateOf(first as Row) / rateOf(second as Row);
  });
}

/** How many times as much of the processors the other variant takes at least for the same work. */
export function thriftOf(rows: readonly Row[], variant: string, other: string, images?: number): Value {
  return combine([findRow(rows, variant, images), findRow(rows, other, images)], ([first, second]) => {
    const [own, others] = [first?.figures?.leastCpuSeconds, second?.figures?.leastCpuSeconds];
    return own && others ? others / own : null;
  });
}

/** What a measured row gets done in a second: of its amount, else images. */
export function rateOf({ amount, images, figures }: Row): number {
  return (amount?.count ?? images) / (figures?.seconds ?? Number.NaN);
}

/** The images, or what else is counted, that a variant gets done in a second. */
export function rateIn(rows: readonly Row[], variant: string, images?: number): Value {
  return combine([findRow(rows, variant, images)], ([row]) => (row?.figures ? rateOf(row) : null));
}

function findRow(rows: readonly Row[], variant: string, images: number | undefined): Row | undefined {
  return rows.find((row) => row.variant === variant && (images === undefined || row.images === images));
}

function combine(
  rows: readonly (Row | undefined)[],
  take: (rows: readonly (Row | undefined)[]) => number | null,
): Value {
  const value = take(rows);
  if (value !== null) return { value };
  const lacking = rows.find((row) => row === undefined || row.figures === null);
  return { value: null, reason: lacking?.remark ?? "not measured" };
}
