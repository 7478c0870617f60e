/** The middle of some figures, the mean of the two in the middle of an even number. Throws without figures. */
export function takeMedian(figures: readonly number[]): number {
  const sorted = [...figures].sort((a, b) => a - b);
  const upper = sorted[Math.floor(sorted.length / 2)];
  const lower = sorted[Math.floor((sorted.length - 1) / 2)];
  if (upper === undefined || lower === undefined) throw new Error("There is no median of nothing.");
  return (lower + upper) / 2;
}

/** A size and what it took; both above 0. */
export interface Point {
  readonly x: number;
  readonly y: number;
}

/** The k of y = c · x^k that fits best: the slope of the logarithms. Null for fewer than two sizes. */
export function fitExponent(points: readonly Point[]): number | null {
  const logs = points.map(({ x, y }) => ({ x: Math.log(x), y: Math.log(y) }));
  const mean = (axis: "x" | "y") => logs.reduce((sum, point) => sum + point[axis], 0) / logs.length;
  const [meanX, meanY] = [mean("x"), mean("y")];
  const spread = logs.reduce((sum, { x }) => sum + (x - meanX) ** 2, 0);
  if (logs.length < 2 || spread < 1e-12) return null;
  return logs.reduce((sum, { x, y }) => sum + (x - meanX) * (y - meanY), 0) / spread;
}
